"""Our codes in OCDS terms, and the sentences that go with them.

Written out in both languages here, not translated: a release holds both at once and is
frozen, whatever the catalogue says one day.
"""

from tenders.states import AwardStatus, ContractStatus, TenderStatus
from tenders.values import (
    AwardMethod,
    BuyerKind,
    Clause,
    Disqualification,
    Place,
    Procedure,
    Reservation,
)

T = TenderStatus
TENDER_STATUS: dict[str, str] = {
    T.OPEN: "active",
    T.CLOSED: "active",
    T.EVALUATION: "active",
    T.AWARD_PENDING: "active",
    T.AWARDED: "complete",
    T.CONTRACTED: "complete",
    T.COMPLETED: "complete",
    T.CANCELLED: "cancelled",
    T.UNSUCCESSFUL: "unsuccessful",
}
AWARD_STATUS: dict[str, str] = {
    AwardStatus.APPROVED: "active",
    AwardStatus.FINAL: "active",
    AwardStatus.CANCELLED: "cancelled",
}
CONTRACT_STATUS: dict[str, str] = {
    ContractStatus.IN_FORCE: "active",
    ContractStatus.COMPLETED: "terminated",
    ContractStatus.TERMINATED: "terminated",
}

PROCEDURE: dict[str, str] = {
    Procedure.OPEN: "open",
    Procedure.INVITATION: "limited",
    Procedure.DIRECT: "direct",
}
PROCEDURE_DETAILS: dict[str, tuple[str, str]] = {
    Procedure.OPEN: ("Appel public simplifié", "Simplified public call"),
    Procedure.INVITATION: ("Appel sur invitation", "Call by invitation"),
    Procedure.DIRECT: ("Contrat de gré à gré", "Direct award"),
}

AWARD_CRITERIA: dict[str, str] = {
    AwardMethod.LOWEST_PRICE: "priceOnly",
    AwardMethod.MINIMUM_QUALITY: "ratedCriteria",
    AwardMethod.ADJUSTED_PRICE: "ratedCriteria",
    AwardMethod.BEST_QUALITY: "qualityOnly",
}
AWARD_METHOD: dict[str, str] = {
    AwardMethod.LOWEST_PRICE: "lowestPrice",
    AwardMethod.MINIMUM_QUALITY: "minimumQuality",
    AwardMethod.ADJUSTED_PRICE: "adjustedPrice",
    AwardMethod.BEST_QUALITY: "bestQuality",
}
AWARD_DETAILS: dict[str, tuple[str, str]] = {
    AwardMethod.LOWEST_PRICE: (
        "La soumission conforme dont le prix est le plus bas l’emporte.",
        "The compliant bid with the lowest price wins.",
    ),
    AwardMethod.MINIMUM_QUALITY: (
        "Parmi les soumissions qui atteignent la qualité minimale, le prix le plus bas l’emporte.",
        "Among the bids that reach the minimum quality, the lowest price wins.",
    ),
    AwardMethod.ADJUSTED_PRICE: (
        (
            "Parmi les soumissions qui atteignent la qualité minimale, le prix ajusté le plus bas "
            "l’emporte ; le contrat est conclu au prix soumis."
        ),
        (
            "Among the bids that reach the minimum quality, the lowest adjusted price wins; "
            "the contract is at the price offered."
        ),
    ),
    AwardMethod.BEST_QUALITY: (
        "Le prix est fixé d’avance ; la note de qualité la plus élevée l’emporte.",
        "The price is fixed beforehand; the highest note of quality wins.",
    ),
}
ADJUSTED_PRICE_EXPRESSION = "prix / (1 + K × (note − 70) / 30)"

SUBMISSION_DETAILS = (
    (
        "La soumission est déposée en ligne, scellée par chiffrement jusqu’à l’ouverture. "
        "Tous les montants sont avant taxes."
    ),
    (
        "Bids are submitted online and sealed by encryption until the opening. "
        "All amounts are before taxes."
    ),
)
PLACE: dict[str, str] = {Place.REMOTE: "remote", Place.HYBRID: "hybrid", Place.ON_SITE: "onSite"}
RESERVED_FOR: dict[str, str] = {
    Reservation.SME: "sme",
    Reservation.SME_QUEBEC: "smeQuebec",
    Reservation.MICRO: "micro",
    Reservation.MICRO_QUEBEC: "microQuebec",
}
RESERVATION: dict[str, tuple[str, str]] = {
    Reservation.SME: (
        "Réservé aux entreprises de moins de 250 personnes.",
        "Reserved for firms of fewer than 250 people.",
    ),
    Reservation.SME_QUEBEC: (
        "Réservé aux entreprises du Québec de moins de 250 personnes.",
        "Reserved for firms of Québec of fewer than 250 people.",
    ),
    Reservation.MICRO: (
        "Réservé aux entreprises de moins de 10 personnes.",
        "Reserved for firms of fewer than 10 people.",
    ),
    Reservation.MICRO_QUEBEC: (
        "Réservé aux entreprises du Québec de moins de 10 personnes.",
        "Reserved for firms of Québec of fewer than 10 people.",
    ),
}
CLAUSE: dict[str, str] = {
    Clause.CONFIDENTIALITY: "confidentiality",
    Clause.PERSONAL_INFORMATION: "personalInformation",
    Clause.OPEN_SOURCE: "openSource",
    Clause.ACCESSIBILITY: "accessibility",
    Clause.WARRANTY: "warranty",
    Clause.KNOWLEDGE_TRANSFER: "knowledgeTransfer",
}
DISQUALIFICATION: dict[str, str] = {
    Disqualification.ELIGIBILITY: "eligibility",
    Disqualification.INCOMPLETE: "incomplete",
    Disqualification.CONDITIONAL: "conditional",
    Disqualification.ABOVE_BUDGET: "aboveBudget",
    Disqualification.QUALITY: "quality",
    Disqualification.ABNORMALLY_LOW: "abnormallyLow",
    Disqualification.CONFLICT: "conflict",
    Disqualification.INELIGIBLE_FIRM: "ineligibleFirm",
}
LAPSED = "unconfirmed"  # after a change of substance
LICENCE: dict[str, tuple[str, str]] = {
    "LiLiQ-P-1.1": ("Licence libre du Québec – Permissive 1.1", "Québec free licence, permissive"),
    "LiLiQ-R-1.1": ("Licence libre du Québec – Réciprocité 1.1", "Québec free licence, reciprocal"),
    "LiLiQ-Rplus-1.1": (
        "Licence libre du Québec – Réciprocité forte 1.1",
        "Québec free licence, strong reciprocity",
    ),
    "MIT": ("Licence MIT", "MIT Licence"),
    "Apache-2.0": ("Licence Apache 2.0", "Apache Licence 2.0"),
    "GPL-3.0-or-later": ("GNU GPL 3 ou ultérieure", "GNU GPL 3 or later"),
    "AGPL-3.0-or-later": ("GNU AGPL 3 ou ultérieure", "GNU AGPL 3 or later"),
    "EUPL-1.2": ("Licence publique de l’Union européenne 1.2", "European Union Public Licence 1.2"),
    "CC-BY-4.0": ("Creative Commons Attribution 4.0", "Creative Commons Attribution 4.0"),
    "owned": ("Droits cédés à l’acheteur", "Rights assigned to the buyer"),
    "none": ("Aucun livrable à mettre sous licence", "Nothing delivered that needs a licence"),
}

_IT_REGULATION = {
    "scheme": "CA-QC-RLRQ",
    "id": "C-65.1, r. 5.1",
    "description": "Règlement sur les contrats des organismes publics en matière de "
    "technologies de l’information",
}
# The law of municipalities varies with their kind, and state enterprises have policies of
# their own: nothing is said for them rather than something wrong.
LEGAL_BASIS: dict[str, dict[str, str]] = {
    BuyerKind.MINISTRY: _IT_REGULATION,
    BuyerKind.HEALTH: _IT_REGULATION,
    BuyerKind.EDUCATION: _IT_REGULATION,
}
