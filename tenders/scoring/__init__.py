"""Who wins, and why. Pure: values in, a ranking out, nothing read or written.

rules, offers ──methods.rank──▶ Ranking ──record.as_json──▶ Award.ranking, open data
                                    └────formulas──▶ debriefs and pages
"""

from tenders.scoring.formulas import note_formula, price_formula
from tenders.scoring.methods import adjusted_price, draw_seed, draw_ticket, quality, rank
from tenders.scoring.record import as_json
from tenders.scoring.values import (
    ACCEPTABLE,
    K_BOUNDS,
    Offer,
    Quality,
    Ranking,
    Rules,
    Shortfall,
    Standing,
    Weighing,
)

__all__ = [
    "ACCEPTABLE",
    "K_BOUNDS",
    "Offer",
    "Quality",
    "Ranking",
    "Rules",
    "Shortfall",
    "Standing",
    "Weighing",
    "adjusted_price",
    "as_json",
    "draw_seed",
    "draw_ticket",
    "note_formula",
    "price_formula",
    "quality",
    "rank",
]
