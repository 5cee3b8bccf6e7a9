"""The mails about calls, a module per corridor."""

from tenders.mail_kinds import authoring

KINDS = {**authoring.KINDS}
