"""Amounts of money: exact, in one currency, never a float.

``Money`` computes, ``marketplace.amounts`` reads and writes amounts as people do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Clamped, Context, Decimal, Inexact, InvalidOperation, Overflow
from fractions import Fraction
from typing import Any, Self

CAD = "CAD"
CENTS = 2
DECIMALS = {"JPY": 0, "KRW": 0, "XAF": 0, "XOF": 0, "XPF": 0}  # ISO 4217; all others we name: 2

# Sixty digits, and an error rather than a silent rounding: a lost cent is never an accident.
_EXACT = Context(prec=60, traps=[Inexact, InvalidOperation, Overflow, Clamped])
_ROUNDING = Context(prec=60, rounding=ROUND_HALF_UP, traps=[InvalidOperation, Overflow])


class CurrencyMismatch(TypeError):
    """Amounts of two currencies were added or compared. A programming error: nobody sees it."""


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount. Sums, differences and products stay exact; only ``rounded`` rounds.

    ``currency`` is an ISO 4217 code. Floats are refused, because 0.1 is not one tenth.
    """

    amount: Decimal
    currency: str = CAD

    def __post_init__(self) -> None:
        amount: Any = self.amount
        if isinstance(amount, float | bool) or not isinstance(amount, Decimal | int):
            raise TypeError(f"an amount is a Decimal, not {type(amount).__name__}")
        object.__setattr__(self, "amount", Decimal(amount))
        if not self.amount.is_finite():
            raise ValueError("an amount is a finite number")
        if not (len(self.currency) == 3 and self.currency.isascii() and self.currency.isupper()):
            raise ValueError(f"{self.currency!r} is not an ISO 4217 code")

    @classmethod
    def from_minor_units(cls, units: int, currency: str = CAD) -> Self:
        """Money of so many cents, as Stripe counts."""
        return cls(Decimal(units).scaleb(-_decimals(currency)), currency)

    @property
    def minor_units(self) -> int:
        """The amount in cents. Raises ValueError if it is not a whole number of them."""
        units = self.amount.scaleb(_decimals(self.currency), _EXACT)
        if units != units.to_integral_value():
            raise ValueError(f"{self} is not a whole number of cents: round it first")
        return int(units)

    def rounded(self) -> Self:
        """To the cent, halves away from zero, as on an invoice."""
        cent = Decimal(1).scaleb(-_decimals(self.currency))
        return self._new(self.amount.quantize(cent, context=_ROUNDING))

    def allocate(self, shares: Sequence[Decimal | int]) -> list[Self]:
        """Divide among ``shares`` in proportion, to the cent, losing and making none.

        Each part is its exact share rounded down or up to the cent; the cents left over go to
        the largest remainders, the first of equals first. Raises ValueError for a negative
        share, no positive share, or an amount that is not in whole cents.
        """
        weights = [Fraction(share) for share in shares]
        if sum(weights) <= 0 or min(weights) < 0:
            raise ValueError("shares are not negative, and one at least is positive")
        sign, units = (-1 if self.amount < 0 else 1), abs(self.minor_units)
        exact = [units * weight / sum(weights) for weight in weights]
        parts = [int(share) for share in exact]
        by_remainder = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
        for i in by_remainder[: units - sum(parts)]:
            parts[i] += 1
        return [self.from_minor_units(sign * part, self.currency) for part in parts]

    def __add__(self, other: Self) -> Self:
        return self._new(_EXACT.add(self.amount, self._same(other)))

    def __sub__(self, other: Self) -> Self:
        return self._new(_EXACT.subtract(self.amount, self._same(other)))

    def __mul__(self, factor: Decimal | int) -> Self:
        if isinstance(factor, bool) or not isinstance(factor, Decimal | int):
            raise TypeError(f"money is multiplied by a Decimal, not {type(factor).__name__}")
        return self._new(_EXACT.multiply(self.amount, Decimal(factor)))

    __rmul__ = __mul__

    def __neg__(self) -> Self:
        return self._new(self.amount.copy_negate() if self.amount else self.amount)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: Self) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Self) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Self) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Self) -> bool:
        return self.amount >= self._same(other)

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def _new(self, amount: Decimal) -> Self:
        return type(self)(amount, self.currency)

    def _same(self, other: Self) -> Decimal:
        if not isinstance(other, Money):
            raise TypeError(f"money meets money, not {type(other).__name__}")
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency}")
        return other.amount


def total(amounts: Iterable[Money], currency: str = CAD) -> Money:
    """The sum, which of nothing is zero. Raises CurrencyMismatch."""
    result = Money(Decimal("0.00"), currency)
    for amount in amounts:
        result += amount
    return result


@dataclass(frozen=True, slots=True)
class TaxRates:
    """The rates in force from a day on, and the text that sets them."""

    since: date
    gst: Decimal
    qst: Decimal
    source: str


TAX_RATES = (
    TaxRates(
        date(2013, 1, 1),  # since then the QST is on the price alone, no more on the GST
        gst=Decimal("0.05"),
        qst=Decimal("0.09975"),
        source="R.S.C. 1985, c. E-15, s. 165 (1); RLRQ, c. T-0.1, a. 16",
    ),
)


@dataclass(frozen=True, slots=True)
class TaxBreakdown:
    """A price and its taxes, each in whole cents. Firms that are not registered charge none."""

    pretax: Money
    gst: Money
    qst: Money
    total: Money


def with_quebec_taxes(pretax: Money, *, charged: bool, on: date | None = None) -> TaxBreakdown:
    """Add GST and QST to a price, each on the price alone and each rounded to the cent.

    ``charged`` is whether the firm is registered: a small supplier (30,000 $ or less over four
    quarters) charges no tax. ``on`` is the day whose rates apply; without it, the latest.
    Raises ValueError for a day before the oldest rates known here.
    """
    rates = tax_rates(on)
    price = pretax.rounded()
    gst = (price * (rates.gst if charged else 0)).rounded()
    qst = (price * (rates.qst if charged else 0)).rounded()
    return TaxBreakdown(price, gst, qst, price + gst + qst)


def tax_rates(on: date | None = None) -> TaxRates:
    """The rates in force on a day; the latest without one."""
    if on is None:
        return TAX_RATES[-1]
    in_force = [rates for rates in TAX_RATES if rates.since <= on]
    if not in_force:
        raise ValueError(f"no tax rates are known for {on}")
    return in_force[-1]


def _decimals(currency: str) -> int:
    return DECIMALS.get(currency, CENTS)
