"""A list of firms as a CSV file: each line read as the registration would, each fault named."""

import csv
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.errors import Invalid
from marketplace.identifiers import is_doubtful_neq
from marketplace.reference.models import Category, Region
from marketplace.reference.postal import region_of
from vendors.forms.firm import ContactForm, FirmForm, NumberForm, TaxForm
from vendors.queries.firms import firms_known_as
from vendors.states import FirmSize
from vendors.values import FirmDetails

MOST_LINES = 1000
MOST_BYTES = 1_000_000
FORMS = (NumberForm, FirmForm, ContactForm, TaxForm)
# Each column under its French and its English name, as ``_plain`` leaves them.
COLUMNS = {
    "legal_name": ("nom legal", "nom", "legal name", "name"),
    "trade_name": ("nom commercial", "trade name"),
    "neq": ("neq",),
    "size": ("taille", "employes", "nombre d employes", "size", "employees"),
    "street": ("adresse", "street", "address"),
    "city": ("ville", "municipalite", "city"),
    "region": ("region",),
    "postal_code": ("code postal", "postal code"),
    "email": ("courriel", "email", "e mail"),
    "phone": ("telephone", "phone"),
    "website": ("site web", "website"),
    "gst_number": ("tps", "numero de tps", "gst", "gst number"),
    "qst_number": ("tvq", "numero de tvq", "qst", "qst number"),
    "categories": ("categories", "unspsc"),
    "description_fr": ("description", "description fr"),
    "description_en": ("description en",),
}
NEEDED = ("legal_name", "street", "city", "postal_code", "email", "size")
LIMITS = ((9, FirmSize.MICRO), (249, FirmSize.SME))  # employees, at most


@dataclass
class Line:
    """One firm of the file: its line there, what is wrong with it, what deserves a look."""

    number: int
    name: str
    details: FirmDetails | None = None
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


class FirmFileForm(forms.Form):
    """The file, or, once it was looked over, its text again."""

    content = forms.FileField(
        label=gettext_lazy("CSV file"),
        help_text=gettext_lazy(
            "As Excel or LibreOffice saves it. Columns: name, trade name, neq, address, city, "
            "region, postal code, email, phone, website, employees, gst, qst, categories."
        ),
        error_messages={"required": gettext_lazy("Choose a file.")},
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}),
    )
    text = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["content"].required = not self.data.get("text")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        upload = cleaned.get("content")
        if upload is not None and upload.size > MOST_BYTES:
            self.add_error("content", _("This file is too large for a list of firms."))
        elif upload is not None:
            cleaned["text"] = decoded(upload.read())
        return cleaned


def decoded(content: bytes) -> str:
    """The text of a CSV file: UTF-8, with or without its mark, or what Excel writes in Québec."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def read_firms(text: str) -> list[Line]:
    """Every firm of the file, with its faults: those of its line, and firms that are named twice.

    Raises Invalid for what isn't such a list at all.
    """
    head = text.partition("\n")[0]
    delimiter = max(";\t,", key=head.count)
    rows = csv.DictReader(StringIO(text, newline=""), delimiter=delimiter)
    columns = _columns(rows.fieldnames or ())
    known = {row.code for row in Category.objects.all()}
    try:
        lines = [_line(rows.line_num, _named(row, columns), known) for row in rows if any_of(row)]
    except csv.Error as odd:
        raise Invalid(_("This file can’t be read as CSV."), field="content") from odd
    if not lines or len(lines) > MOST_LINES:
        raise Invalid(
            _("A list has between one and %(most)s firms.") % {"most": MOST_LINES}, field="content"
        )
    _find_doubles(lines)
    return lines


def any_of(row: Mapping[Any, Any]) -> bool:
    """Whether a line says anything: Excel likes to end a file with lines of semicolons."""
    return any(value.strip() for value in row.values() if isinstance(value, str))


def _columns(names: Iterable[str]) -> dict[str, str]:
    """Our columns by the name that the file gives them. Raises Invalid if one is missing."""
    ours = {said: column for column, names in COLUMNS.items() for said in names}
    found = {name: ours[_plain(name)] for name in names if _plain(name) in ours}
    if missing := [name for name in NEEDED if name not in found.values()]:
        said = ", ".join(COLUMNS[name][0] for name in missing)
        raise Invalid(_("Columns are missing: %(names)s.") % {"names": said}, field="content")
    return found


def _plain(name: str) -> str:
    """A heading without accents, capitals, underscores or marks."""
    bare = unicodedata.normalize("NFD", name or "").encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z]+", " ", bare.lower()).strip()


def _named(row: Mapping[Any, Any], columns: Mapping[str, str]) -> dict[str, str]:
    return {ours: (row.get(theirs) or "").strip() for theirs, ours in columns.items()}


def _line(number: int, typed: dict[str, str], known: set[str]) -> Line:
    """One firm, by the forms that a person would fill."""
    line = Line(number, typed["legal_name"])
    taxed = bool(typed.get("gst_number") or typed.get("qst_number"))
    codes = tuple(re.findall(r"\d+", typed.pop("categories", "")))
    data: dict[str, Any] = {
        **typed,
        "size": _size(typed["size"]),
        "region": _region(typed.get("region", ""), typed["postal_code"]),
        "charges_taxes": str(taxed),
        "neq_is_right": "on",
    }
    answers: dict[str, Any] = {}
    for kind in FORMS:
        form = kind(data)
        line.faults += _said(form)
        answers |= form.answers() if form.is_valid() else {}
    if strange := [code for code in codes if code not in known]:
        line.faults.append(_("Unknown categories: %(codes)s.") % {"codes": ", ".join(strange)})
    if not line.faults:
        told: dict[str, Any] = {
            name: typed.get(name, "") for name in ("description_fr", "description_en")
        }
        line.details = FirmDetails(**answers, **told, categories=codes)
        if line.details.neq and is_doubtful_neq(line.details.neq):
            line.remarks.append(_("This number does not look like an NEQ: look again."))
    return line


def _said(form: forms.Form) -> Iterator[str]:
    for name, sentences in form.errors.items():
        label = form.fields[name].label if name in form.fields else ""
        for sentence in sentences:
            yield f"{label} – {sentence}" if label else str(sentence)


def _size(typed: str) -> str:
    """A size as we name it, or a number of employees."""
    if not typed.isdigit():
        return typed.lower()
    for most, size in LIMITS:
        if int(typed) <= most:
            return size
    return FirmSize.LARGE


def _region(typed: str, postal_code: str) -> str:
    """A region by its number or its name; by the postal code where none is given."""
    names = {_plain(str(region.label)): region.value for region in Region}
    if typed.isdigit():
        return typed.zfill(2)
    return names.get(_plain(typed), typed) if typed else region_of(postal_code.upper())


def _find_doubles(lines: list[Line]) -> None:
    """Name what is in the file twice, or here already: by number, or by name without one."""
    right = [(line, line.details) for line in lines if line.details]
    here = firms_known_as(
        numbers={details.neq for _, details in right if details.neq},
        names={details.legal_name for _, details in right if not details.neq},
    )
    seen: dict[str, int] = {}
    for line, details in right:
        key = details.neq or details.legal_name.casefold()
        if key in here:
            line.faults.append(_("This firm is here already."))
        elif key in seen:
            line.faults.append(_("The same firm as on line %(line)s.") % {"line": seen[key]})
        seen.setdefault(key, line.number)
