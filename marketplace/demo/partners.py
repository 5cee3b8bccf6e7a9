"""The demo's firms that look for partners, what they have done, and one firm that may not bid."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from marketplace.demo.offers import Firm
from marketplace.demo.people import People, operator
from vendors.actions.exclusion import enter_exclusion
from vendors.actions.partner import publish_partner_notice, write_to_partner
from vendors.actions.profile import add_reference
from vendors.values import Entry, PartnerText, ReferenceText

NOTICES = (
    (
        0, "fr", "81111820",
        "Une firme qui vérifie l’accessibilité (SGQRI 008) pendant les travaux, et pas après.",
        "Une équipe de six personnes en Django et en PostgreSQL, et l’habitude des appels publics.",
    ),
    (
        1, "fr", "81112103",
        "Une rédactrice en langage clair, pour des portails municipaux.",
        "Conception, développement et hébergement au Québec.",
    ),
    (
        4, "en", "81111801",
        "A firm that builds web applications, for calls that ask for a security review.",
        "Penetration tests and threat models, explained so that people can act on them.",
    ),
)  # fmt: skip
WORK = (
    (0, ReferenceText("Portail de demandes de permis", "Ville de Matane", 2024, "Permit portal")),
    (0, ReferenceText("Carte des travaux routiers", "MRC de La Mitis", 2023, "Road works map")),
    (1, ReferenceText("Inscription aux camps de jour", "Ville de Laval", 2025, "Day camp sign-up")),
)
INELIGIBLE = "Gestion Infonuagique Dorval inc."
GROUND = "Infraction prévue à l’annexe I de la Loi sur les contrats des organismes publics."


def make_partners(people: People, firms: list[Firm], at: datetime) -> None:
    """Notices of the last days with a letter about the first, references, and an exclusion."""
    for place, text in WORK:
        firm = firms[place]
        add_reference(vendor_id=firm.vendor.pk, text=text, actor=firm.owner, at=at)
    until = localdate(at) + timedelta(days=45)
    notices = [
        publish_partner_notice(
            vendor_id=firms[place].vendor.pk,
            text=PartnerText(language, category, seeks, offers, until),
            actor=firms[place].owner,
            at=at,
        )
        for place, language, category, seeks, offers in NOTICES
    ]
    writer = firms[5]
    write_to_partner(
        notice_id=notices[0].pk,
        sender_id=writer.vendor.pk,
        text="Bonjour, nous vérifions l’accessibilité à chaque étape. Parlons-en ?",
        actor=writer.owner,
        at=at,
    )
    entry = Entry(INELIGIBLE, localdate(at) - timedelta(days=200), GROUND, neq="1149999993")
    enter_exclusion(entry=entry, actor=operator(people), at=at)
