"""One release: the full public state of a call at a moment."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from marketplace.ledger.models import Event
from tenders.ocds.award import awards_section
from tenders.ocds.bids import bids_section
from tenders.ocds.contract import contracts_section
from tenders.ocds.dialogue import History
from tenders.ocds.erasure import erased
from tenders.ocds.facts import Facts
from tenders.ocds.parties import buyer_reference, parties
from tenders.ocds.tender import tender_section
from tenders.ocds.values import Json, address, both, moment, precise_moment, pruned


def build_release(
    facts: Facts,
    *,
    release_id: str,
    tags: Sequence[str],
    at: datetime,
    history: History = (),
    previous: Json | None = None,
) -> Json:
    """The release that tells of ``facts`` at ``at``.

    ``history`` lists the releases before. ``previous`` is the last one: what it said and
    this one doesn't is set to null, so that merging all releases gives the present state.
    """
    release: Any = pruned(
        {
            "ocid": facts.tender.ocid,
            "id": release_id,
            "date": precise_moment(at),
            "tag": list(tags),
            "initiationType": "tender",
            "language": "fr",
            **both(facts.tender, "title"),
            **both(facts.tender, "summary", "description"),
            "parties": parties(facts),
            "buyer": buyer_reference(facts.buyer),
            "tender": tender_section(facts, [*history, (release_id, at)]),
            "bids": bids_section(facts),
            "awards": awards_section(facts),
            "contracts": contracts_section(facts),
            "relatedProcesses": _relaunched(facts),
            "ledgerEntries": [_entry(event) for event in facts.ledger],
        }
    )
    return erased(previous, release) if previous else release


def _relaunched(facts: Facts) -> list[Json]:
    first = facts.relaunch_of
    if first is None:
        return []
    return [
        {
            "id": "1",
            "relationship": ["unsuccessfulProcess"],
            "title": first.title_fr,
            "scheme": "ocid",
            "identifier": first.ocid,
        }
    ]


def _entry(event: Event) -> Json:
    return {
        "id": str(event.public_id),
        "event": event.action,
        "date": moment(event.at),
        "proof": address("log:proof", event.public_id),
    }
