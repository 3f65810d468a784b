"""A product shade that a kit may choose, and how well it answers a target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Final

from catalog.engine.taxonomy import FINISH_CLASSES
from layer2.engine.types import Lab
from layer3.engine.rules import BUDGET_SHARES, Weights, best_limit
from layer3.engine.slots import SlotPlan
from layer3.engine.types import Availability

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
    """A candidate, its score from 0 to 100, and the parts that sum to it."""

    candidate: Candidate
    score: float
    parts: dict[str, float]


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
    scale: dict[str, float] = asdict(weights)
    scored = [_score(plan, each, scale, allowance) for each in candidates]
    return sorted(scored, key=lambda one: (-one.score, one.candidate.sku))


def _score(
    plan: SlotPlan, one: Candidate, scale: dict[str, float], allowance: float | None
) -> Scored:
    """Score what can be compared: a part without a target or a price limit weighs nothing."""
    target = plan.target
    values: dict[str, float | None] = {
        "color": None if one.delta_e is None else max(1 - one.delta_e / best_limit(plan.slot), 0.0),
        "finish": None if target.finish is None else finish_part(target.finish, one.finish),
        "coverage": None
        if target.coverage is None
        else coverage_part(target.coverage, one.coverage),
        "price": None if allowance is None else price_part(one.effective_cents, allowance),
        "brand": 1.0 if one.brand_known else 0.0,
        "availability": STOCK_PART[one.availability],
    }
    total = sum(scale[name] for name, value in values.items() if value is not None)
    parts: dict[str, float] = {}
    exact = score = 0.0
    for name, value in values.items():  # rounding the running sum, so that the parts sum to it
        exact += 100 * scale[name] * (value or 0.0) / total
        before, score = score, round(exact, 2)
        parts[name] = round(score - before, 2)
    return Scored(one, score, parts)


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
