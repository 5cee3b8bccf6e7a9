"""What goes into a ranking and what comes out. Amounts are before taxes, notes out of 100."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from marketplace.money import CAD
from tenders.values import AwardMethod

HUNDRED = Decimal(100)
ACCEPTABLE = Decimal(70)  # the note at which the adjusted price is the price (annexe 2)
K_BOUNDS = (Decimal("0.15"), Decimal("0.30"))


@dataclass(frozen=True)
class Weighing:
    """One criterion. ``weight`` in percent; under ``pass_mark`` a bid is not acceptable."""

    key: str
    weight: Decimal
    pass_mark: Decimal | None = None


@dataclass(frozen=True)
class Rules:
    """What the call announced. ``k`` is a fraction: 0.15 is 15 %.

    Raises ValueError where the rules contradict themselves: weights that don't make 100, or an
    adjusted price without a K within ``k_bounds``.
    """

    method: AwardMethod
    criteria: tuple[Weighing, ...] = ()
    minimum_note: Decimal = ACCEPTABLE
    k: Decimal | None = None
    ceiling: Decimal | None = None
    currency: str = CAD
    k_bounds: tuple[Decimal, Decimal] = K_BOUNDS

    def __post_init__(self) -> None:
        if self.has_quality and sum(each.weight for each in self.criteria) != HUNDRED:
            raise ValueError("the weights of the criteria do not make 100")
        low, high = self.k_bounds
        if self.adjusts and not (self.k is not None and low <= self.k <= high):
            raise ValueError(f"K is between {low} and {high}")

    @property
    def has_quality(self) -> bool:
        return self.method != AwardMethod.LOWEST_PRICE

    @property
    def adjusts(self) -> bool:
        return self.method == AwardMethod.ADJUSTED_PRICE


@dataclass(frozen=True)
class Offer:
    """One bid as it is judged: the price offered, and the committee's note for each criterion.

    ``price`` may be missing from a bid that is not acceptable, because it then stays sealed.
    ``disqualified`` is the coded reason of a bid that was set aside by a person.
    """

    bid: str
    price: Decimal | None
    notes: Mapping[str, Decimal] = field(default_factory=dict)
    disqualified: str = ""


@dataclass(frozen=True)
class Shortfall:
    """Why a bid is not acceptable: a code of ``Disqualification``, and the figures if any.

    Without a ``criterion``, the figures are of the whole: the final note, or the price.
    """

    code: str
    criterion: str = ""
    given: Decimal | None = None
    required: Decimal | None = None


@dataclass(frozen=True)
class Quality:
    """The final note, exact, and the pass marks that were not reached."""

    note: Decimal
    shortfalls: tuple[Shortfall, ...]


@dataclass(frozen=True)
class Standing:
    """Where one bid ended up.

    ``rank`` counts from 1; a bid that is not acceptable has none. ``tie_break`` is what
    separated it from bids with the same result, "price" or "draw", and ``ticket`` what it drew.
    """

    offer: Offer
    note: Decimal | None
    adjusted_price: Decimal | None
    shortfalls: tuple[Shortfall, ...]
    ticket: str
    rank: int | None = None
    tie_break: str = ""

    @property
    def bid(self) -> str:
        return self.offer.bid

    @property
    def price(self) -> Decimal | None:
        return self.offer.price

    @property
    def acceptable(self) -> bool:
        return not self.shortfalls


@dataclass(frozen=True)
class Ranking:
    """The result: acceptable bids in order, then the others by identifier."""

    rules: Rules
    seed: str
    standings: tuple[Standing, ...]

    @property
    def winner(self) -> Standing | None:
        """The first acceptable bid. The contract is at its ``price``, never the adjusted one."""
        return next((each for each in self.standings if each.rank == 1), None)

    def of(self, bid: str) -> Standing:
        """The standing of one bid. Raises KeyError if it was not ranked here."""
        for each in self.standings:
            if each.bid == bid:
                return each
        raise KeyError(bid)
