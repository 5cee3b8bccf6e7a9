"""The mails about calls, a module per corridor."""

from tenders.mail_kinds import (
    alerts,
    authoring,
    award,
    bidding,
    contract,
    evaluation,
    webhook,
)

KINDS = {
    **authoring.KINDS,
    **bidding.KINDS,
    **evaluation.KINDS,
    **award.KINDS,
    **contract.KINDS,
    **alerts.KINDS,
    **webhook.KINDS,
}
