"""A product shade that a kit may choose, and how well it answers a target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from itertools import accumulate
from typing import Final

from catalog.engine.taxonomy import COVERAGES, FINISH_CLASSES, FINISHES
from layer2.engine.types import Lab
from layer3.engine.rules import BUDGET_SHARES, Weights, best_limit
from layer3.engine.slots import SlotPlan
from layer3.engine.types import Availability

PARTS: Final = ("color", "finish", "coverage", "price", "brand", "availability")
UNKNOWN_PART: Final = (
    0.25  # an unstated finish or coverage may fit: more than wrong, less than near
)
# How alike two finish classes reflect light, 0 to 1; the rest, matte beside gloss, is 0.
ALIKE: Final = {
    frozenset(("matte", "soft")): 0.5,
    frozenset(("soft", "gloss")): 0.5,
    frozenset(("gloss", "sparkle")): 0.25,
    frozenset(("soft", "sparkle")): 0.25,
}
SAME_CLASS: Final = 0.85
COVERAGE_STEPS: Final = {
    "sheer": 0.0, "light": 1.0, "medium": 2.0, "full": 3.0,
    "natural": 0.0, "defined": 1.5, "dramatic": 3.0,
}  # fmt: skip
STOCK_PART: Final[dict[str, float]] = {"in_stock": 1.0, "unknown": 0.5, "out_of_stock": 0.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """One SKU with what decides about it. Prices in cents; effective is one piece alone.

    delta_e: CIEDE2000 to the slot's target, None where the slot has no colour.
    size: amount and unit, None where the catalogue does not say.
    """

    sku: str
    product_id: int
    brand_id: int
    merchant_id: int
    category: str
    finish: str
    coverage: str
    availability: Availability
    price_cents: int
    effective_cents: int
    size: tuple[float, str] | None
    lab: Lab | None
    delta_e: float | None
    brand_known: bool = True

    @property
    def unit_cents(self) -> float | None:
        """Cents per ml or g after promotions."""
        return self.effective_cents / self.size[0] if self.size else None


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate and its score from 0 to 100; points are its parts before they are rounded."""

    candidate: Candidate
    score: float
    points: tuple[float, ...]

    @property
    def parts(self) -> dict[str, float]:
        """Return the parts that sum to the score: the running sum is what is rounded."""
        before, parts = 0.0, {}
        for name, exact in zip(PARTS, accumulate(self.points), strict=True):
            total = round(exact, 2)
            parts[name] = round(total - before, 2)
            before = total
        return parts


def rank(
    plan: SlotPlan,
    candidates: Iterable[Candidate],
    *,
    weights: Weights,
    budget_cents: int | None = None,
    shares: float = 1.0,
) -> list[Scored]:
    """Return the candidates, best first; ties by SKU.

    budget_cents: the whole kit's; shares: the sum of BUDGET_SHARES over the slots that are filled.
    """
    allowance = None if budget_cents is None else budget_cents * BUDGET_SHARES[plan.slot] / shares
    scorers = {
        coloured: _Scorer(plan, weights, allowance, coloured=coloured) for coloured in (True, False)
    }
    scored = [scorers[each.delta_e is not None].score(each) for each in candidates]
    return sorted(scored, key=lambda one: (-one.score, one.candidate.sku))


class _Scorer:
    """Scores what can be compared: a part without a target or a price limit weighs nothing.

    Hundreds of candidates share few finishes and coverages, so their points are counted once.
    """

    def __init__(
        self, plan: SlotPlan, weights: Weights, allowance: float | None, *, coloured: bool
    ) -> None:
        target = plan.target
        counts = {
            "color": coloured,
            "finish": target.finish is not None,
            "coverage": target.coverage is not None,
            "price": allowance is not None,
            "brand": True,
            "availability": True,
        }
        scale: dict[str, float] = asdict(weights)
        total = sum(scale[name] for name in PARTS if counts[name])
        full = {name: 100 * scale[name] / total if counts[name] else 0.0 for name in PARTS}
        self._color, self._price = full["color"], full["price"]
        self._limit, self._allowance = best_limit(plan.slot), allowance or 1.0
        self._finish: dict[str, float] = {
            has: full["finish"] * finish_part(target.finish or has, has) for has in FINISHES
        }
        self._coverage: dict[str, float] = {
            has: full["coverage"] * coverage_part(target.coverage or has, has) for has in COVERAGES
        }
        self._brand = {True: full["brand"], False: 0.0}
        self._stock = {has: full["availability"] * part for has, part in STOCK_PART.items()}

    def score(self, one: Candidate) -> Scored:
        near = 0.0 if one.delta_e is None else max(1 - one.delta_e / self._limit, 0.0)
        points = (
            self._color * near,
            self._finish[one.finish],
            self._coverage[one.coverage],
            self._price * price_part(one.effective_cents, self._allowance) if self._price else 0.0,
            self._brand[one.brand_known],
            self._stock[one.availability],
        )
        *_, exact = accumulate(points)  # as parts does; sum() adds in another way from 3.12 on
        return Scored(one, round(exact, 2), points)


def finish_part(wanted: str, has: str) -> float:
    """Return how well a finish answers another, 0 to 1."""
    if wanted == has:
        return 1.0
    classes = frozenset((FINISH_CLASSES[wanted], FINISH_CLASSES[has]))
    if "unknown" in classes:
        return UNKNOWN_PART
    return SAME_CLASS if len(classes) == 1 else ALIKE.get(classes, 0.0)


def coverage_part(wanted: str, has: str) -> float:
    """Return how well a coverage answers another, 0 to 1: a third less for each step between."""
    if wanted not in COVERAGE_STEPS or has not in COVERAGE_STEPS:
        return UNKNOWN_PART
    return 1 - abs(COVERAGE_STEPS[wanted] - COVERAGE_STEPS[has]) / 3


def price_part(cents: int, allowance: float) -> float:
    """Return 1 up to the slot's allowance, falling to 0 at twice of it."""
    return min(max(2 - cents / max(allowance, 1.0), 0.0), 1.0)
