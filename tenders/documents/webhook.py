"""What a webhook is told: the step, where its release and its page are, and little more.

A release says everything and never changes: the message names it, so that it stays small and needs
no format of its own.
"""

from datetime import datetime
from typing import Any

import orjson
from django.conf import settings
from django.utils.dateparse import parse_datetime

from tenders.models import Event, Release
from tenders.models.webhook import TEST
from tenders.ocds.values import address, moment

_BY_TAG = {
    "tender": Event.PUBLISHED,
    "tenderAmendment": Event.AMENDED,
    "tenderCancellation": Event.CANCELLED,
    "contract": Event.CONTRACTED,
}


def told(release: Release) -> tuple[str, str]:
    """The event that a release tells of, and the text of the message about it."""
    state = orjson.loads(release.body)
    event = _event(release, state)
    return event, _message(event, release.published_at, _data(release, state))


def trial_message(at: datetime) -> str:
    """A message like the others, about no release."""
    page = {"page": address("tenders:webhook_guide")}
    return _message(TEST, at, page)


def example_message(at: datetime) -> str:
    """What a program will read, for those who write it."""
    ocid = f"{settings.OCID_PREFIX}-2026-0001"
    data = {
        "ocid": ocid,
        "release": f"{ocid}-0001",
        "title": {"fr": "Refonte du formulaire de permis", "en": "Rebuild of the permit form"},
        "buyer": "Ville de Rimouski",
        "closes": "2026-04-14T18:00:00Z",
        "links": _links(ocid, f"{ocid}-0001"),
    }
    message = orjson.loads(_message(Event.PUBLISHED, at, data))
    return orjson.dumps(message, option=orjson.OPT_INDENT_2).decode()


def _event(release: Release, state: dict[str, Any]) -> str:
    """By its tags; an update is an amendment, the opening after the deadline, or an answer."""
    tender = state["tender"]
    for tag in release.tags:
        if tag in _BY_TAG:
            return _BY_TAG[tag]
    if "award" in release.tags:
        is_unsuccessful = tender["status"] == "unsuccessful"
        return Event.UNSUCCESSFUL if is_unsuccessful else Event.AWARDED
    if any(each.get("releaseID") == release.release_id for each in tender.get("amendments", [])):
        return Event.AMENDED
    closes = parse_datetime(tender.get("tenderPeriod", {}).get("endDate", ""))
    is_closed = closes is not None and release.published_at >= closes
    return Event.CLOSED if is_closed else Event.ANSWERED


def _data(release: Release, state: dict[str, Any]) -> dict[str, Any]:
    tender = state["tender"]
    return {
        "ocid": state["ocid"],
        "release": release.release_id,
        "title": {"fr": tender["title"], "en": tender.get("title_en")},
        "buyer": state["buyer"]["name"],
        "closes": tender.get("tenderPeriod", {}).get("endDate"),
        "links": _links(state["ocid"], release.release_id),
    }


def _links(ocid: str, release_id: str) -> dict[str, str]:
    return {
        "release": address("opendata:one_release", ocid, release_id),
        "record": address("opendata:record", ocid),
        "page": address("opendata:call", ocid),
    }


def _message(event: str, at: datetime, data: dict[str, Any]) -> str:
    return orjson.dumps({"type": str(event), "timestamp": moment(at), "data": data}).decode()
