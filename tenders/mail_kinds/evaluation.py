"""Mails from the closing of a call to the moment an award can be recommended."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind, Topic
from tenders.mail_kinds.authoring import CALL

KINDS = {
    "opening-to-approve": Kind(
        _("To those who open bids: a call has closed, its opening is to be confirmed."),
        {**CALL, "bids": 3},
        topic=Topic.TASKS,
    ),
    "bids-opened": Kind(
        _("To the buyer's people and the bidders: the bids are opened."),
        {**CALL, "bids": 3, "prices_are_open": False},
        topic=Topic.PROGRESS,
    ),
    "committee-seat": Kind(
        _("To a person: they sit on the committee of a call."), CALL, topic=Topic.TASKS
    ),
    "interest-to-declare": Kind(
        _("To the committee: the bids are opened, the declarations of interest come first."),
        {**CALL, "bids": 3},
        topic=Topic.TASKS,
    ),
    "evaluator-recused": Kind(
        _("To those who write calls: a member of the committee declared ties and left."),
        {**CALL, "member": "Dominique Gagnon"},
        topic=Topic.PROGRESS,
    ),
    "notes-complete": Kind(
        _("To the chair: all the notes are in, the consensus can begin."), CALL, topic=Topic.TASKS
    ),
    "award-ready": Kind(
        _("To those who write calls: the bids are ranked, an award can be recommended."),
        {**CALL, "valid": 2},
        topic=Topic.TASKS,
    ),
    "tender-unsuccessful": Kind(
        _("To the buyer's people and the bidders: the call ends without an award."),
        {**CALL, "bids": 0},
    ),
    "duty-late": Kind(
        _("To whoever it waits for: something about a call should have been done by now."),
        {**CALL, "duty": "opening", "since": "2026-03-03T19:00:00+00:00", "contract": ""},
        topic=Topic.TASKS,
    ),
}
