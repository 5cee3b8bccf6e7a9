"""The page of a key: it opens with its passphrase, and says where it was mistyped."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marketplace.keys import paper
from marketplace.keys.paper import Unreadable

PASSPHRASE = "épeler grenier tuque rivière oie"
FACTS = {"key": "master", "of": "micromarche.example/ledger"}
SECRET = bytes(range(32))


@pytest.fixture(scope="module")
def page():
    return paper.write(SECRET, FACTS, PASSPHRASE)


def test_a_page_gives_the_key_back(page):
    assert paper.read(page, PASSPHRASE) == (FACTS, SECRET)


def test_it_can_be_typed_in_again_from_paper(page):
    typed = "\n\n" + page.lower().replace("micromarche-key/v1", paper.FORMAT) + "  \n"
    typed = typed.replace("\n1 ", "\n\n\n1 ")

    assert paper.read(typed, f" {PASSPHRASE} \n") == (FACTS, SECRET)


def test_neither_the_key_nor_the_passphrase_is_on_the_page(page):
    assert SECRET.hex() not in page.lower()
    assert not set(PASSPHRASE.split()) & set(page.split())
    assert max(map(len, page.splitlines())) <= 60


def test_two_pages_of_one_key_are_not_alike(page):
    assert page.splitlines()[-1] != paper.write(SECRET, FACTS, PASSPHRASE).splitlines()[-1]


def test_another_passphrase_does_not_open_it(page):
    with pytest.raises(Unreadable, match="does not open this page"):
        paper.read(page, "une autre phrase de passe")


def test_what_stands_in_clear_cannot_be_changed(page):
    with pytest.raises(Unreadable, match="in clear was changed"):
        paper.read(page.replace("master", "ledger"), PASSPHRASE)


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_a_mistyped_line_is_named(page, data):
    lines = page.splitlines()
    numbered = [place for place, line in enumerate(lines) if line[:1].isdigit()]
    place = data.draw(st.sampled_from(numbered))
    spot = data.draw(st.integers(2, len(lines[place]) - 1).filter(lambda i: lines[place][i] != " "))
    sign = data.draw(st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567189-"))
    if sign == lines[place][spot]:
        return
    lines[place] = lines[place][:spot] + sign + lines[place][spot + 1 :]

    with pytest.raises(Unreadable, match=f"Line {numbered.index(place) + 1} is not what"):
        paper.read("\n".join(lines), PASSPHRASE)


def test_lines_that_are_swapped_or_left_out_are_noticed(page):
    head, one, two, *rest = page.rpartition("\n1 ")[0], *page.splitlines()[5:]
    for others in ([two, one, *rest], [one, *rest], [one, two, *rest[:-1]]):
        with pytest.raises(Unreadable):
            paper.read("\n".join([*head.splitlines(), "", *others]), PASSPHRASE)


@pytest.mark.parametrize(
    "text", ["", "anything\n", f"{paper.FORMAT}\n", f"{paper.FORMAT}\nkey x\n\n"]
)
def test_a_text_that_is_no_page_is_refused(text):
    with pytest.raises(Unreadable):
        paper.read(text, PASSPHRASE)
