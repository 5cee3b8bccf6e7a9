"""Mails about firms."""

from django.utils.translation import gettext_lazy as _

from marketplace.notifications.kinds import Kind, Topic

FIRM = {"vendor": "Logiciels Boréal", "vendor_id": "6f3c1f0e-8f0f-4f6e-9d53-0d4f7f6c2a11"}
PAPER = {
    **FIRM,
    "kind": "tax",
    "valid_until": "2026-06-30",
    "qualification": "c1a8f7a2-8a55-4f0c-a9b0-34f0e7f7b9aa",
}

EXCLUSION = {
    **FIRM,
    "ground": "Infraction prévue à l’annexe I de la Loi sur les contrats des organismes publics.",
    "starts_on": "2026-01-15",
    "ends_on": "2031-01-14",
}

LETTER = {
    "vendor": "Logiciels Boréal",
    "sender": "Accès Web Tremblay",
    "by": "Camille Roy",
    "text": "Nous vérifions l’accessibilité et cherchons à soumissionner avec une équipe de dev.",
    "letter": "8f2f6a5e-44d0-4a59-9a2e-3d6a5c0f6b21",
}

KINDS = {
    "vendor-registered": Kind(
        _("To the operators: a firm asks for admission."),
        {**FIRM, "by": "Camille Roy"},
        topic=Topic.TASKS,
    ),
    "vendor-admitted": Kind(_("To a firm: it may bid here."), {**FIRM, "reason": ""}),
    "vendor-refused": Kind(
        _("To a firm: its admission is refused."),
        {**FIRM, "reason": "Le numéro d’entreprise n’est pas celui de cette entreprise."},
    ),
    "vendor-suspended": Kind(
        _("To a firm: it can't bid for now."),
        {**FIRM, "reason": "Inscription au registre des entreprises non admissibles."},
    ),
    "vendor-excluded": Kind(
        _("To a firm's owners: it is in the register of ineligible firms."), EXCLUSION
    ),
    "vendor-exclusion-ended": Kind(
        _("To a firm's owners: its entry in the register of ineligible firms has ended."), EXCLUSION
    ),
    "partner-letter": Kind(
        _("To a firm's owners and bidders: another firm writes about its partner notice."), LETTER
    ),
    "partner-answer": Kind(
        _("To who wrote to a possible partner: the answer."),
        {
            **LETTER,
            "answer": "Avec plaisir : parlons-en cette semaine.",
            "answered_by": "Dominique Gagnon",
            "address": "dominique@boreal.example",
        },
    ),
    "partner-reported": Kind(
        _("To the operators: a message between firms is reported."),
        {
            "sender": "Accès Web Tremblay",
            "sender_id": "5b1c3f0e-8f0f-4f6e-9d53-0d4f7f6c2a22",
            "letter": LETTER["letter"],
            "reason": "Sollicitation sans rapport avec un appel.",
        },
        topic=Topic.TASKS,
    ),
    "partner-notice-ended": Kind(
        _("To a firm's owners: the operator has taken its partner notice down."),
        {
            **FIRM,
            "seeks": "Une équipe qui vérifie l’accessibilité.",
            "reason": "L’avis fait la promotion d’un produit.",
        },
    ),
    "vendor-join-asked": Kind(
        _("To a firm's owners: somebody asks to join it."),
        {**FIRM, "by": "Camille Roy", "email": "camille.roy@boreal.example"},
        topic=Topic.TASKS,
    ),
    "vendor-join-answered": Kind(
        _("To a person: whether they may join the firm they asked."), {**FIRM, "accepted": True}
    ),
    "vendor-invitation": Kind(
        _("To a person: a firm asks them to join it."),
        {
            **FIRM,
            "invitation": "0b4e6a8e-2f0c-4a59-8d3e-6a5a2f6f1c77",
            "by": "Camille Roy",
            "expires_at": "2026-03-17T19:00:00+00:00",
        },
    ),
    "qualification-submitted": Kind(
        _("To the operators: a firm has handed in a paper to be checked."),
        PAPER,
        topic=Topic.TASKS,
    ),
    "qualification-accepted": Kind(_("To a firm's owners: a paper was checked and counts."), PAPER),
    "qualification-refused": Kind(
        _("To a firm's owners: a paper can't be accepted."),
        {**PAPER, "reason": "Le document est illisible : la date d’émission est coupée."},
    ),
    "qualification-ending": Kind(
        _("To a firm's owners: a paper ends soon."), PAPER, topic=Topic.TASKS
    ),
}
