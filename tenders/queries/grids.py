"""Ready-made grids of criteria: one click instead of a blank page."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from tenders.values import CriterionText

PASS = Decimal(60)


@dataclass(frozen=True)
class Grid:
    """A grid to start from. Its weights make 100."""

    name: str
    label: Any
    criteria: tuple[CriterionText, ...]


def _criterion(
    weight: int, fr: str, en: str, expected_fr: str, expected_en: str, *, passes: bool = False
) -> CriterionText:
    return CriterionText(
        fr, Decimal(weight), en, expected_fr, expected_en, PASS if passes else None
    )


UNDERSTANDING = (
    "Compréhension du besoin",
    "Understanding of the need",
    (
        "La firme reformule le problème et dit à qui il nuit. Acceptable : le problème et les "
        "personnes touchées sont justes."
    ),
    (
        "The firm restates the problem and says whom it hurts. Acceptable: the problem and the "
        "people are right."
    ),
)
APPROACH = (
    "Approche proposée",
    "Proposed approach",
    (
        "Étapes, choix techniques et façon de montrer le travail en cours. Acceptable : des étapes "
        "réalistes et une démonstration au moins aux deux semaines."
    ),
    (
        "Steps, technical choices and how work in progress is shown. Acceptable: realistic steps "
        "and a demonstration at least every two weeks."
    ),
)
TEAM = (
    "Équipe",
    "Team",
    (
        "Les personnes qui feront le travail et ce qu'elles ont déjà fait de semblable. "
        "Acceptable : une réalisation comparable par personne clé."
    ),
    (
        "The people who will do the work and what they did that is alike. Acceptable: one "
        "comparable piece of work per key person."
    ),
)
QUALITY = (
    "Qualité et accessibilité",
    "Quality and accessibility",
    (
        "Essais, accessibilité et sécurité de ce qui est livré. Acceptable : essais automatisés et "
        "vérification WCAG 2.2 AA prévus."
    ),
    (
        "Testing, accessibility and security of what is delivered. Acceptable: automated tests and "
        "a WCAG 2.2 AA check are planned."
    ),
)
HANDOVER = (
    "Reprise par l'organisme",
    "Handover",
    (
        "Documentation, formation et facilité pour d'autres de continuer. Acceptable : une autre "
        "firme pourrait reprendre le code."
    ),
    (
        "Documentation, training and how easily others can go on. Acceptable: another firm could "
        "take the code over."
    ),
)
METHOD = (
    "Méthode de recherche",
    "Research method",
    (
        "Comment les personnes concernées sont trouvées, rencontrées et écoutées. Acceptable : "
        "cinq personnes représentatives par tour."
    ),
    (
        "How the people concerned are found, met and heard. Acceptable: five representative people "
        "per round."
    ),
)
DATA = (
    "Maîtrise des données",
    "Command of the data",
    (
        "Qualité, protection et documentation des données traitées. Acceptable : contrôles de "
        "qualité et dictionnaire de données prévus."
    ),
    (
        "Quality, protection and documentation of the data. Acceptable: quality checks and a data "
        "dictionary are planned."
    ),
)

GRIDS = (
    Grid(
        "development",
        _("Development of an application"),
        (
            _criterion(25, *UNDERSTANDING, passes=True),
            _criterion(30, *APPROACH),
            _criterion(20, *TEAM),
            _criterion(15, *QUALITY, passes=True),
            _criterion(10, *HANDOVER),
        ),
    ),
    Grid(
        "design",
        _("Research and design with users"),
        (
            _criterion(30, *UNDERSTANDING, passes=True),
            _criterion(35, *METHOD),
            _criterion(20, *TEAM),
            _criterion(15, *QUALITY),
        ),
    ),
    Grid(
        "data",
        _("Data and integration"),
        (
            _criterion(25, *UNDERSTANDING, passes=True),
            _criterion(25, *APPROACH),
            _criterion(30, *DATA, passes=True),
            _criterion(20, *TEAM),
        ),
    ),
    Grid(
        "advice",
        _("Advice or audit"),
        (
            _criterion(40, *UNDERSTANDING, passes=True),
            _criterion(30, *APPROACH),
            _criterion(30, *TEAM),
        ),
    ),
)


def grid(name: str) -> Grid | None:
    return next((found for found in GRIDS if found.name == name), None)
