"""States as the public knows them."""

from enum import StrEnum

from tenders.states import AwardStatus, TenderStatus


class PublicStatus(StrEnum):
    OPEN = "open"
    CLOSED = "closed"
    EVALUATION = "evaluation"
    AWARDED = "awarded"
    CONTRACTED = "contracted"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    UNSUCCESSFUL = "unsuccessful"


class AwardState(StrEnum):
    STANDSTILL = "standstill"
    FINAL = "final"
    CANCELLED = "cancelled"


class ContractState(StrEnum):
    IN_FORCE = "in_force"
    COMPLETED = "completed"
    TERMINATED = "terminated"


# That somebody was recommended is not public until it is approved.
_STATUSES: dict[str, PublicStatus] = {
    TenderStatus.AWARD_PENDING: PublicStatus.EVALUATION,
    **{TenderStatus(status.value): status for status in PublicStatus},
}
_AWARDS: dict[str, AwardState] = {
    AwardStatus.APPROVED: AwardState.STANDSTILL,
    AwardStatus.FINAL: AwardState.FINAL,
    AwardStatus.CANCELLED: AwardState.CANCELLED,
}


def public_status(status: str) -> PublicStatus:
    return _STATUSES[status]


def statuses_of(shown: PublicStatus) -> list[str]:
    """The statuses that the public sees as this one."""
    return [status for status, seen in _STATUSES.items() if seen == shown]


def award_state(status: str) -> AwardState:
    return _AWARDS[status]
