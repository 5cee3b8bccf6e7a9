"""How single values are written in OCDS."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.urls import reverse
from django.utils import translation

Json = dict[str, Any]


def number(value: Decimal | None) -> float | int | None:
    """A JSON number. The only place where an amount becomes a float."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def amount(value: Decimal | None, currency: str) -> Json | None:
    """An OCDS Value, before taxes (OCDS 1.1 has no field to say so; our policy does)."""
    return None if value is None else {"amount": number(value), "currency": currency}


def moment(value: datetime | None) -> str | None:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def precise_moment(value: datetime) -> str:
    """To the microsecond and always as long: merging sorts releases by this text."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def start_of(day: date | None) -> str | None:
    return _local(day, time(0, 0)) if day else None


def end_of(day: date | None) -> str | None:
    return _local(day, time(23, 59, 59)) if day else None


def _local(day: date, at: time) -> str:
    return datetime.combine(day, at, ZoneInfo(settings.TIME_ZONE)).isoformat()


def both(record: Any, field: str, name: str = "") -> Json:
    """``{"title": …, "title_en": …}``: French is the main language of our releases."""
    name = name or field
    return {
        name: getattr(record, f"{field}_fr") or None,
        f"{name}_en": getattr(record, f"{field}_en") or None,
    }


def address(view: str, *args: Any) -> str:
    """The absolute address of a French page (or of one without language)."""
    with translation.override("fr"):
        return settings.SITE_URL + reverse(view, args=args)


def pruned(value: Any) -> Any:
    """``value`` without anything empty: OCDS wants no blank text, {} or []."""
    if isinstance(value, dict):
        kept = {key: pruned(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if not _is_empty(inner)}
    if isinstance(value, list):
        return [inner for inner in map(pruned, value) if not _is_empty(inner)]
    return value


def _is_empty(value: Any) -> bool:
    return value is None or value in ("", {}, []) or (isinstance(value, str) and not value.strip())
