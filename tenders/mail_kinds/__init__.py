"""The mails about calls, a module per corridor."""

from tenders.mail_kinds import authoring, bidding

KINDS = {**authoring.KINDS, **bidding.KINDS}
