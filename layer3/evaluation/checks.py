"""What must hold for every kit, checked against all rows of the catalogue by brute force."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np

from catalog.engine.pricing import Line, Occasion
from catalog.engine.taxonomy import COLOUR_MATCHED
from catalog.models import Shade
from catalog.promotions import Pricer, running_promotions
from config.colour import ciede2000
from layer2.engine.parts import slots_used
from layer2.engine.types import Slot
from layer3.engine.candidates import Candidate, Scored, rank
from layer3.engine.dupes import is_dupe
from layer3.engine.rules import BUDGET_SHARES, CANDIDATES, Weights, best_limit, dupe_limit
from layer3.engine.slots import SlotPlan, plan_slots
from layer3.engine.types import Kit, KitItem, KitSlot
from layer3.evaluation.made_up import MOMENT, Case

Check = Callable[[Case, Kit], Iterator[str]]
EMPTY: Final = {"NOT_IN_LOOK", "UNKNOWN_IN_LOOK"}


def slots_of(kit: Kit) -> list[KitSlot]:
    """Return the slots in the kit's order."""
    return [slot for area in (kit.areas.base, kit.areas.eye, kit.areas.lip) for slot in area.slots]


def items_of(kit: Kit) -> Iterator[KitItem]:
    for slot in slots_of(kit):
        yield from (each for each in (slot.best, slot.dupe, *slot.alternates) if each is not None)


def cents(amount: str) -> int:
    return int(amount.replace(".", ""))


@dataclass(frozen=True, slots=True)
class Shelf:
    """Every row of a category that may be sold, priced, without any search."""

    rows: tuple[Candidate, ...]
    brands: tuple[str, ...]
    labs: Any


@cache
def shelf(category: str) -> Shelf:
    """Return the shelf of a category; the catalogue stands still during an evaluation."""
    rows = list(
        Shade.objects.sellable().filter(category=category).select_related("brand").order_by("sku")
    )
    pricer = Pricer(running_promotions(at=MOMENT), Occasion(MOMENT))
    return Shelf(
        tuple(_candidate(row, pricer) for row in rows),
        tuple(row.brand.name for row in rows),
        np.array([(row.lab_l or 0.0, row.lab_a or 0.0, row.lab_b or 0.0) for row in rows]),
    )


def _candidate(row: Shade, pricer: Pricer) -> Candidate:
    price = row.price_cents or 0
    line = Line(row.sku, row.merchant_id, row.product_id, row.brand_id, row.category_id, price)
    lab = None if row.lab_l is None else (row.lab_l, row.lab_a or 0.0, row.lab_b or 0.0)
    return Candidate(
        row.sku, row.product_id, row.brand_id, row.merchant_id, row.category_id, row.finish,
        row.coverage, row.availability, price, pricer.single(line)[0],  # type: ignore[arg-type]
        (row.size_amount, row.size_unit) if row.size_amount else None, lab, None,
    )  # fmt: skip


def allowed(case: Case, category: str) -> list[int]:
    """Return the places on the shelf that the shopper's constraints leave."""
    found, wants = shelf(category), case.constraints
    return [
        place
        for place, one in enumerate(found.rows)
        if found.brands[place] not in wants.excluded_brands
        and (one.availability == "in_stock" or not wants.in_stock_only)
    ]


def ranked(case: Case, plan: SlotPlan) -> list[Scored]:
    """Return all that a slot may hold, best first, by brute force over the whole shelf."""
    found, places = shelf(plan.category), allowed(case, plan.category)
    budget = case.constraints.budget_cents
    shares = sum(BUDGET_SHARES[slot] for slot in open_slots(case))
    rows = [found.rows[place] for place in places]
    if plan.lab is not None and rows:
        distances = ciede2000(plan.lab, found.labs[places])
        pairs = sorted(zip(distances.tolist(), rows, strict=True), key=lambda p: (p[0], p[1].sku))
        rows = [_at(one, far) for far, one in pairs[:CANDIDATES] if far <= best_limit(plan.slot)]
    return rank(plan, rows, weights=Weights(), budget_cents=budget, shares=shares or 1.0)


def _at(one: Candidate, far: float | None) -> Candidate:
    values = {name: getattr(one, name) for name in Candidate.__dataclass_fields__}
    return Candidate(**(values | {"delta_e": far}))


def open_slots(case: Case) -> dict[Slot, SlotPlan]:
    plans = plan_slots(case.look, case.wearer, case.preferences, language="en")
    return {plan.slot: plan for plan in plans if plan.open}


def parts_sum(_: Case, kit: Kit) -> Iterator[str]:
    """A score is the sum of its parts."""
    for item in items_of(kit):
        if abs(sum(item.score_parts.values()) - item.score) > 0.005:
            yield f"{item.sku_id}: parts {item.score_parts} are not {item.score}"


def only_what_is_used(case: Case, kit: Kit) -> Iterator[str]:
    """A slot is needed where the look uses it, filled or explained, and never filled otherwise."""
    used = slots_used(case.look)
    for slot in slots_of(kit):
        if slot.needed != (slot.slot in used):
            yield f"{slot.slot}: needed is {slot.needed}"
        if not slot.needed and (slot.best or slot.dupe or slot.alternates):
            yield f"{slot.slot}: sold, and not used"
        if (slot.best is None) == (slot.best_reason is None):
            yield f"{slot.slot}: best and its reason are both there, or neither"
        if (slot.dupe is None) == (slot.dupe_reason is None):
            yield f"{slot.slot}: dupe and its reason are both there, or neither"
        if not slot.needed and slot.best_reason not in EMPTY:
            yield f"{slot.slot}: not needed because of {slot.best_reason}"


def best_is_best(case: Case, kit: Kit) -> Iterator[str]:
    """Without a budget the best of a slot is the best of the whole shelf."""
    if case.constraints.budget_cents is not None:
        return
    plans = open_slots(case)
    for slot in slots_of(kit):
        if slot.slot not in plans:
            continue
        found = ranked(case, plans[slot.slot])
        expected = found[0].candidate.sku if found else None
        got = slot.best.sku_id if slot.best else None
        if got != expected:
            yield f"{slot.slot}: {got}, and {expected} is better"


def stock_and_brands(case: Case, kit: Kit) -> Iterator[str]:
    """Nothing of an excluded brand, and nothing that is not in stock where that was asked."""
    for item in items_of(kit):
        if item.brand in case.constraints.excluded_brands:
            yield f"{item.sku_id} is of {item.brand}"
        if case.constraints.in_stock_only and item.availability != "in_stock":
            yield f"{item.sku_id} is {item.availability}"


def within_budget(case: Case, kit: Kit) -> Iterator[str]:
    """The bests fit the budget; where slots stay empty for it, the kit says so."""
    budget = case.constraints.budget_cents
    total, dropped = cents(kit.totals.best.amount), [
        slot.slot for slot in slots_of(kit) if slot.best_reason == "OVER_BUDGET"
    ]  # fmt: skip
    if budget is not None and total > budget:
        yield f"{total} cents, and the budget is {budget}"
    if bool(dropped) != ("BUDGET_TOO_LOW" in kit.warnings):
        yield f"dropped {dropped}, warnings {kit.warnings}"
    if budget is None and dropped:
        yield f"dropped {dropped} without a budget"


def totals(_: Case, kit: Kit) -> Iterator[str]:
    """Savings are best less dupe, and no total is negative."""
    best, dupe, saved = (
        cents(each.amount) for each in (kit.totals.best, kit.totals.dupe, kit.totals.savings)
    )
    if not 0 <= dupe <= best or saved != best - dupe:
        yield f"best {best}, dupe {dupe}, savings {saved}"


def dupe_law(_: Case, kit: Kit) -> Iterator[str]:
    """A dupe passes the law on the stored rows, its distance is right, and it says what differs."""
    for slot in slots_of(kit):
        if slot.best is None or slot.dupe is None:
            continue
        one, other = _row(slot.best), _row(slot.dupe)
        far = _between(one, other)
        if not is_dupe(one, other, far):
            yield f"{slot.slot}: {other.sku} is no dupe of {one.sku} at {far}"
        if not slot.dupe.differences:
            yield f"{slot.slot}: {other.sku} does not say what differs"
        told = [each.value for each in slot.dupe.evidence if each.metric == "dupe.deltaE00"]
        if told != [far] and one.category in COLOUR_MATCHED:
            yield f"{slot.slot}: {other.sku} says {told}, is {far}"


def no_dupe_is_missed(case: Case, kit: Kit) -> Iterator[str]:
    """Where there is no dupe, no row of the shelf is one."""
    for slot in slots_of(kit):
        if slot.best is None or slot.dupe is not None:
            continue
        one = _row(slot.best)
        found = shelf(one.category)
        for place in allowed(case, one.category):
            other = found.rows[place]
            if is_dupe(one, other, _between(one, other)):
                yield f"{slot.slot}: {other.sku} is a dupe of {one.sku}"
                break


def limits(_: Case, kit: Kit) -> Iterator[str]:
    """Nothing lies beyond the limit of its slot."""
    for slot in slots_of(kit):
        for item in filter(None, (slot.best, *slot.alternates)):
            if item.delta_e00 is not None and item.delta_e00 > best_limit(slot.slot):
                yield f"{slot.slot}: {item.sku_id} at {item.delta_e00}"


def _row(item: KitItem) -> Candidate:
    category = Shade.objects.values_list("category_id", flat=True).get(sku=item.sku_id)
    return next(one for one in shelf(category).rows if one.sku == item.sku_id)


def _between(one: Candidate, other: Candidate) -> float | None:
    if one.category not in COLOUR_MATCHED or one.lab is None or other.lab is None:
        return None
    if abs(one.lab[0] - other.lab[0]) > 4 * dupe_limit(one.category):
        return float("inf")  # L* alone is further apart than CIEDE2000 forgives
    return float(ciede2000(one.lab, other.lab))


CHECKS: Final[dict[str, Check]] = {
    "parts sum to the score": parts_sum,
    "only what the look uses": only_what_is_used,
    "best of the whole shelf": best_is_best,
    "brands and stock": stock_and_brands,
    "budget": within_budget,
    "totals": totals,
    "dupe law": dupe_law,
    "no dupe missed": no_dupe_is_missed,
    "limits of distance": limits,
}
