"""Everything marked for translation is in French, in good French typography, and nothing else is.

Read without gettext's tools, so that it also holds where they are not installed.
"""

import ast
import re

import polib
import pytest

from tests.architecture.source import PACKAGES, ROOT, name_of
from tests.architecture.strings import Message, catalogues, in_module, in_template, marked

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}")
# Not before a colon that belongs to an address, nor at the % of a placeholder.
FAULTS = {
    "an ordinary space where a line must not break": re.compile(
        r"(?:^| )[:;?!»$](?!//)|« |(?<=\d) %(?!\()"
    ),
    "no space where one belongs": re.compile(
        r"[^\s\u00a0(«…?!.'\"][;?!»](?![\w#&=])|(?<!https)(?<!mailto)\b\w+:(?=\s|$)|«[^\u00a0]"
    ),
    "marks that French does not use": re.compile(r"\B\"|[“”]|(?<=\w)'(?=\w)|\.\.\."),
}
MARKUP = re.compile(r"\{%.*?%\}|<[^>]*>", re.DOTALL)
VALUE = re.compile(r"\{\{.*?\}\}", re.DOTALL)
ADDRESS = re.compile(r"(?:https?:|mailto:)[^\s,]*")


def entries():
    for path in catalogues():
        for entry in polib.pofile(str(path)):
            yield name_of(path), entry


def lookup_key(message):
    """What gettext finds a message by: its plural is not part of it."""
    return (message.context, message.text)


def texts(entry):
    return [entry.msgstr, *entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]


def french(entry):
    return [text for text in texts(entry) if text]


def faults_of(text):
    plain = ADDRESS.sub("", VALUE.sub("x", MARKUP.sub("", text)))
    return [name for name, fault in FAULTS.items() if fault.search(plain)]


@pytest.fixture(scope="module")
def in_source():
    return marked()


@pytest.fixture(scope="module")
def translated():
    return {
        lookup_key(Message(entry.msgctxt or "", entry.msgid))
        for _name, entry in entries()
        if entry.translated() and not entry.fuzzy and all(entry.msgstr_plural.values())
    }


def test_every_string_of_the_source_is_in_french(in_source, translated):
    missing = {
        f"{name}: {message}"
        for message, name in in_source.items()
        if lookup_key(message) not in translated
    }

    assert missing == set()


def test_no_entry_is_left_of_a_string_that_is_gone(in_source):
    present = {lookup_key(message) for message in in_source}

    orphans = {
        f"{name}: {entry.msgid}"
        for name, entry in entries()
        if entry.obsolete or (entry.msgctxt or "", entry.msgid) not in present
    }

    assert orphans == set()


def test_a_string_says_the_same_in_every_catalogue():
    said = {}
    for _name, entry in entries():
        said.setdefault((entry.msgctxt or "", entry.msgid), set()).add(tuple(texts(entry)))

    assert {key: several for key, several in said.items() if len(several) > 1} == {}


def test_a_translation_holds_the_placeholders_of_its_string():
    def placeholders(text):
        return set(PLACEHOLDER.findall(text))

    wrong = {
        text
        for _name, entry in entries()
        for text in french(entry)
        if placeholders(text)
        not in (placeholders(entry.msgid), placeholders(entry.msgid_plural or entry.msgid))
    }

    assert wrong == set()


def test_translations_follow_french_typography():
    wrong = {
        (text, fault)
        for _name, entry in entries()
        if entry.msgctxt != "url"
        for text in french(entry)
        for fault in faults_of(text)
    }

    assert wrong == set()


def test_french_mails_follow_french_typography():
    mails = [path for package in PACKAGES for path in (ROOT / package).rglob("mail/*.fr.*")]
    wrong = {
        (name_of(path), line, fault)
        for path in mails
        for line in MARKUP.sub("", path.read_text()).splitlines()
        for fault in faults_of(line)
    }

    assert len(mails) > 60
    assert wrong == set()


@pytest.mark.parametrize(
    "text",
    [
        "Prix : 3",
        "Prix: 3",
        "« oui »",
        "Vraiment ?",
        "Vraiment?",
        "12 %",
        "12 $",
        "l'appel",
        "Non...",
    ],
)
def test_a_fault_of_typography_is_found(text):
    assert faults_of(text) != []


@pytest.mark.parametrize(
    "text",
    ["Prix\u00a0: 3", "«\u00a0oui\u00a0»", "12\u00a0%", "%(n)s\u00a0$", "à https://x.example/?q=1",
     "%(a)s %(b)s", "14:00", "l’appel…"],
)  # fmt: skip
def test_good_typography_is_let_be(text):
    assert faults_of(text) == []


def test_strings_are_found_however_they_are_marked():
    code = """
from django.utils.translation import gettext as _, ngettext_lazy, pgettext
from django.utils import translation
a = _("one " "sentence")
b = ngettext_lazy("a bid", "%(n)s bids", "n")
c = translation.gettext("another")
d = pgettext("url", "calls/")
"""
    template = """{% load i18n %}
    {% translate "Plain" as x %}{% translate "May" context "month" %}{% button _("Given") %}
    {{ value|default:_("Filtered") }}
    {% blocktranslate trimmed count n=n %}
      one {{ n }}
    {% plural %}
      many
    {% endblocktranslate %}"""

    assert set(in_module(ast.parse(code))) == {
        Message("", "one sentence"),
        Message("", "a bid", "%(n)s bids"),
        Message("", "another"),
        Message("url", "calls/"),
    }
    assert set(in_template(template)) == {
        Message("", "Plain"),
        Message("month", "May"),
        Message("", "Given"),
        Message("", "Filtered"),
        Message("", "one %(n)s", "many"),
    }


def test_a_string_that_cannot_be_read_is_refused():
    code = "from django.utils.translation import gettext as _\na = _(f'no {way}')"

    with pytest.raises(ValueError, match="plain string"):
        list(in_module(ast.parse(code)))
