"""SEAO's open data files: release packages of OCDS 1.1, as they are and not as they should be.

Tolerated: a byte order mark, documents without id, amounts without currency or as text, missing
parties, dates without zone. A release without an ocid of SEAO's, a moment or a title is left out.
Facts about the files: the notice's number is in the ocid, the buyer's own in ``tender.id``, the
NEQ in ``parties[].details.neq``; one notice comes again in later files with other release ids.
"""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from django.conf import settings
from django.utils.dateparse import parse_datetime

from tenders.models import PastNotice
from tenders.ocds.values import Json

PREFIX = "ocds-ec9k95-"
BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class NotAPackage(ValueError):
    """What was read is no release package."""


def releases_in(content: bytes) -> list[Any]:
    """The releases of a package. Raises NotAPackage."""
    try:
        package = orjson.loads(content.removeprefix(BYTE_ORDER_MARK))
    except orjson.JSONDecodeError as wrong:
        raise NotAPackage(str(wrong)) from wrong
    releases = _dict(package).get("releases")
    if not isinstance(releases, list):
        raise NotAPackage("There are no releases in it.")
    return releases


def past_notice(release: Any, *, source: str, at: datetime) -> PastNotice | None:
    """The notice that a release tells of, not yet stored; None if too little is told."""
    told = _dict(release)
    tender = _dict(told.get("tender"))
    awards = [_dict(award) for award in _list(told.get("awards"))]
    ocid, title = _text(told.get("ocid"), 60), _text(tender.get("title"), 500)
    released_at = _moment(told.get("date"))
    if not (ocid.startswith(PREFIX) and ocid != PREFIX and title and released_at):
        return None
    suppliers = list(_suppliers(awards, told))
    prices = [Decimal(each["price"]) for each in suppliers if each["price"]]
    dates = filter(None, (_moment(award.get("date")) for award in awards))
    return PastNotice(
        ocid=ocid,
        released_at=released_at,
        title=title,
        buyer=_buyer(told),
        reference=_text(tender.get("id"), 100),
        method=_method(tender),
        **_category(tender),
        suppliers=suppliers,
        firms=", ".join(dict.fromkeys(each["name"] for each in suppliers)),
        amount=sum(prices) if prices else None,
        dated_at=min(dates, default=released_at),
        url=_address(tender, awards),
        source=source[:100],
        imported_at=at,
    )


def _suppliers(awards: list[Json], told: Json) -> Iterator[Json]:
    """Who was retained. Several suppliers of one award share its price: it is told once."""
    neqs = {_text(party.get("id"), 60): _neq(party) for party in _dicts(told.get("parties"))}
    for award in awards:
        price = _amount(_dict(award.get("value")).get("amount"))
        for supplier in _dicts(award.get("suppliers")):
            yield {
                "name": _text(supplier.get("name"), 200),
                "neq": neqs.get(_text(supplier.get("id"), 60), ""),
                "price": price,
            }
            price = None


def _neq(party: Json) -> str:
    told = _dict(party.get("details")).get("neq") or _dict(party.get("identifier")).get("id")
    digits = _text(told, 10)
    return digits if len(digits) == 10 and digits.isdecimal() else ""


def _buyer(told: Json) -> str:
    name = _text(_dict(told.get("buyer")).get("name"), 300)
    buyers = (p for p in _dicts(told.get("parties")) if "buyer" in _list(p.get("roles")))
    return name or next((_text(party.get("name"), 300) for party in buyers), "")


def _method(tender: Json) -> str:
    code = _text(tender.get("procurementMethod"), 10)
    return code if code in PastNotice.Method.values else ""


def _category(tender: Json) -> dict[str, str]:
    item = next(iter(_dicts(tender.get("items"))), {})
    classification = _dict(item.get("classification"))
    code = _text(classification.get("id"), 8)
    name = item.get("description") or classification.get("description")
    return {"category": _text(name, 300), "unspsc": code if code.isdecimal() else ""}


def _address(tender: Json, awards: list[Json]) -> str:
    documents = [tender, *awards]
    found = (
        _text(document.get("url"), 500)
        for each in documents
        for document in _dicts(each.get("documents"))
    )
    return next((url for url in found if url.startswith(("https://", "http://"))), "")


def _amount(value: Any) -> str | None:
    """Decimal text; None where nothing, nonsense or less than nothing is told."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    is_sensible = amount.is_finite() and 0 <= amount < 10**12
    return str(amount.quantize(Decimal("0.01"))) if is_sensible else None


def _moment(value: Any) -> datetime | None:
    try:
        at = parse_datetime(_text(value, 40))
    except ValueError:
        return None
    if at is None:
        return None
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))


def _text(value: Any, length: int) -> str:
    """Text on one line without what PostgreSQL can't hold; numbers count as text."""
    is_told = isinstance(value, str | int) and not isinstance(value, bool)
    return " ".join(str(value).replace("\0", "").split())[:length] if is_told else ""


def _dict(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> Iterator[Json]:
    return (each for each in _list(value) if isinstance(each, dict))
