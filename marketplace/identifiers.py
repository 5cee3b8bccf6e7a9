"""Numbers that firms are known by, read as people type them and kept in one form.

Each ``read_`` function returns the kept form or raises BadIdentifier with a sentence that shows
the right one. A number that is well formed but fails its check digit is not refused but
*doubtful*: for the NEQ no official text describes the check, so a person decides.
"""

import re

from django.utils.translation import gettext_lazy as _

from marketplace.errors import DomainError

_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2015\u00a0\u202f]+")
_NAME = re.compile(r"^(?:NEQ|TPS|GST|TVQ|QST)[:#°]*")  # as people copy it from a letter
_NEQ = re.compile(r"[0-9]{10}")
_GST = re.compile(r"([0-9]{9})(?:RT([0-9]{4}))?")
_QST = re.compile(r"([0-9]{10})(?:TQ([0-9]{4}))?")
# D, F, I, O, Q and U are never used, W and Z never come first (Canada Post addressing guidelines).
_POSTAL_CODE = re.compile(r"[ABCEGHJ-NPRSTVXY][0-9][ABCEGHJ-NPRSTV-Z][0-9][ABCEGHJ-NPRSTV-Z][0-9]")
_PHONE = re.compile(r"1?([2-9][0-9]{2})([2-9][0-9]{2})([0-9]{4})")
_ABROAD = re.compile(r"\+(?!1)[0-9]{7,15}")
_EXTENSION = re.compile(r"(?:poste|ext(?:ension)?|x|#|p)[.:]?\s*([0-9]{1,6})$", re.IGNORECASE)
FIRST_PROGRAM_ACCOUNT = "0001"


class BadIdentifier(DomainError, ValueError):
    """The text is not such a number. ``message`` says what one looks like."""


def read_neq(typed: str) -> str:
    """A Québec enterprise number: ten digits, as ``1140000010``. Its name may stand before it."""
    neq = _NAME.sub("", _bare(typed))
    if not _NEQ.fullmatch(neq):
        raise BadIdentifier(_("A Québec enterprise number has ten digits, as 1140000010."))
    return neq


def is_doubtful_neq(neq: str) -> bool:
    """Whether a well-formed NEQ fails what all the real ones satisfy.

    Its first two digits are equal and the other eight pass the Luhn check: so for each of the
    3,320 distinct numbers found in Québec's public notices (SEAO), which is all that is known.
    """
    return neq[0] != neq[1] or not passes_luhn(neq[2:])


def read_gst_number(typed: str) -> str:
    """A GST number, kept as ``123456782 RT0001``. The usual account number is added if missing."""
    if not (found := _GST.fullmatch(_NAME.sub("", _bare(typed)))):
        raise BadIdentifier(
            _("A GST number has nine digits, RT and four digits, as 123456782 RT0001.")
        )
    return f"{found[1]} RT{found[2] or FIRST_PROGRAM_ACCOUNT}"


def is_doubtful_gst_number(number: str) -> bool:
    """Whether the business number in a GST number fails its check digit (Luhn on nine digits)."""
    return not passes_luhn(number[:9])


def read_qst_number(typed: str) -> str:
    """A QST number, kept as ``1234567890 TQ0001``. The usual account number is added if missing."""
    if not (found := _QST.fullmatch(_NAME.sub("", _bare(typed)))):
        raise BadIdentifier(
            _("A QST number has ten digits, TQ and four digits, as 1234567890 TQ0001.")
        )
    return f"{found[1]} TQ{found[2] or FIRST_PROGRAM_ACCOUNT}"


def read_postal_code(typed: str) -> str:
    """A Canadian postal code, kept as ``H2X 1Y4``."""
    code = _bare(typed)
    if not _POSTAL_CODE.fullmatch(code):
        raise BadIdentifier(_("A postal code has letters and digits in turn, as H2X 1Y4."))
    return f"{code[:3]} {code[3:]}"


def read_phone(typed: str) -> str:
    """A telephone number, kept as ``418 555-0123 #12``, or as ``+33…`` where it is from abroad."""
    text = typed.strip()
    extension = _EXTENSION.search(text)
    if extension:
        text = text[: extension.start()]
    digits = re.sub(r"[\s.()/,\-\u2010-\u2015]+", "", text)
    if found := _PHONE.fullmatch(digits.removeprefix("+")):
        number = f"{found[1]} {found[2]}-{found[3]}"
    elif _ABROAD.fullmatch(digits):
        number = digits
    else:
        raise BadIdentifier(
            _("Write a telephone number as 418 555-0123; one from abroad begins with +.")
        )
    return f"{number} #{extension[1]}" if extension else number


def passes_luhn(digits: str) -> bool:
    """The Luhn check (ISO/IEC 7812-1, annex B), which finds one wrong digit or two exchanged."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(reversed(digits), 1)]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0


def _bare(typed: str) -> str:
    return _SEPARATORS.sub("", typed).upper()
