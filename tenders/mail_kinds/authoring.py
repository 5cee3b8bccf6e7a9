"""Mails about public bodies, and about a call from its draft to its closing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind, Topic

BUYER = {"slug": "ville-de-rimouski", "buyer_fr": "Ville de Rimouski", "buyer_en": ""}
CALL: dict[str, Any] = {
    "ocid": "ocds-zz9999-2026-0001",
    "number": "AP-2026-0001",
    "title_fr": "Refonte du formulaire de permis",
    "title_en": "Rebuild of the permit form",
    "deadline": "2026-03-03T19:00:00+00:00",
    **BUYER,
}

KINDS = {
    "buyer-registered": Kind(
        _("To the operators: a public body asks for admission."), BUYER, topic=Topic.TASKS
    ),
    "buyer-admitted": Kind(
        _("To a body's administrators: it may buy here."), {**BUYER, "reason": ""}
    ),
    "buyer-refused": Kind(
        _("To a body's administrators: its admission is refused."),
        {**BUYER, "reason": "L’adresse de courriel n’est pas celle de l’organisme."},
    ),
    "buyer-suspended": Kind(
        _("To a body's administrators: it can't act here for now."),
        {**BUYER, "reason": "À la demande de l’organisme."},
    ),
    "buyer-member": Kind(
        _("To a person: somebody added them to a body."), {**BUYER, "by": "Camille Roy"}
    ),
    "tender-for-review": Kind(
        _("To those who approve calls: one waits for them."),
        {**CALL, "by": "Camille Roy"},
        topic=Topic.TASKS,
    ),
    "tender-returned": Kind(
        _("To the author: the call comes back, with reasons."),
        {**CALL, "reason": "Le deuxième critère répète le premier."},
        topic=Topic.TASKS,
    ),
    "tender-scheduled": Kind(
        _("To the buyer's people: the call is approved and will be published."),
        {**CALL, "publish_at": "2026-02-10T14:00:00+00:00"},
        topic=Topic.PROGRESS,
    ),
    "tender-published": Kind(
        _("To the buyer's people: the call is published."), CALL, topic=Topic.PROGRESS
    ),
    "tender-fits": Kind(
        _("To firms: a new call in one of their categories."), CALL, topic=Topic.CALLS
    ),
    "tender-amended": Kind(
        _("To bidders and those who asked: the call was changed."),
        {
            **CALL,
            "amendment": 1,
            "rationale_fr": "Une question a montré qu’il manquait une date.",
            "rationale_en": "",
            "of_substance": True,
            "deadline_before": "2026-02-27T19:00:00+00:00",
        },
    ),
    "closing-held": Kind(
        _("To the buyer's people: submission failed before a deadline, decide on an extension."),
        {**CALL, "minutes": 25},
    ),
    "closing-kept": Kind(
        _("To bidders: submission failed before the deadline, which is not extended."),
        {
            **CALL,
            "minutes": 25,
            "reason_fr": "La panne a précédé de trois heures la date limite.",
            "reason_en": "",
        },
    ),
    "tender-cancelled": Kind(
        _("To bidders, those who asked and the buyer's people: the call is cancelled."),
        {**CALL, "reason_fr": "Le besoin a changé.", "reason_en": "The need has changed."},
    ),
    "enquiry-asked": Kind(
        _("To the buyer's authors: a question waits for an answer."),
        {**CALL, "question": "Le formulaire doit-il fonctionner hors ligne?"},
        topic=Topic.TASKS,
    ),
    "enquiry-answered": Kind(
        _("To bidders and those who asked: a question was answered."),
        {
            **CALL,
            "question": "Le formulaire doit-il fonctionner hors ligne?",
            "answer_fr": "Non, une connexion est supposée.",
            "answer_en": "",
        },
    ),
}
