"""Which colour a status wears. Colour never stands alone: the badge says the status in words."""

TONES = {
    "go": {"open", "admitted", "valid", "awarded", "answered", "in_force", "final", "accepted",
           "approved", "paid", "verified", "published", "delivered"},
    "wait": {"in_review", "award_pending", "pending", "asked", "for_signature", "recommended",
             "returned", "disputed", "submitted", "issued", "admissible", "filed", "queued"},
    "note": {"scheduled", "closed", "evaluation", "opened", "declarations", "scoring", "consensus",
             "contracted", "drawn_up", "under_discussion", "replaced"},
    "seal": {"sealed", "locked"},
    "stop": {"cancelled", "unsuccessful", "disqualified", "lapsed", "refused", "suspended",
             "terminated", "upheld", "failed"},
}  # fmt: skip
BY_STATUS = {status: tone for tone, statuses in TONES.items() for status in statuses}


def tone_of(status: object) -> str:
    """The tone of a status; what has none is "idle" (drafts, withdrawn, completed)."""
    return BY_STATUS.get(str(status), "idle")
