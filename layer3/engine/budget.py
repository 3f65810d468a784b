"""Choosing one product a slot under a budget."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from layer2.engine.types import Slot
from layer3.engine.candidates import Candidate, Scored
from layer3.engine.rules import DROP_ORDER

Total = Callable[[Sequence[Candidate]], int]  # cents of a cart after promotions


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen candidate of each slot, and the slots that the budget left empty."""

    chosen: dict[Slot, Scored]
    over_budget: tuple[Slot, ...]


def choose(
    ranked: Mapping[Slot, Sequence[Scored]], *, budget_cents: int | None, total: Total
) -> Choice:
    """Return the best of each slot whose cart is within the budget.

    First cheaper products replace dearer ones, the swap that loses least score a cent first; where
    even the cheapest are too dear together, slots are left empty in DROP_ORDER.
    """
    open_slots = {slot: list(options) for slot, options in ranked.items() if options}
    dropped: list[Slot] = []
    for leaving in (None, *DROP_ORDER):
        if leaving is not None:
            if leaving not in open_slots:
                continue
            del open_slots[leaving]
            dropped.append(leaving)
        chosen = _within(open_slots, budget_cents, total)
        if chosen is not None:
            return Choice(chosen, tuple(dropped))
    return Choice({}, tuple(dropped))


def _within(
    options: Mapping[Slot, list[Scored]], budget_cents: int | None, total: Total
) -> dict[Slot, Scored] | None:
    chosen = {slot: scored[0] for slot, scored in options.items()}
    if budget_cents is None:
        return chosen
    while total([one.candidate for one in chosen.values()]) > budget_cents:
        swap = _best_swap(chosen, options)
        if swap is None:
            return None
        slot, cheaper = swap
        chosen[slot] = cheaper
    return chosen


def _loss(now: Scored, other: Scored) -> float:
    saved = now.candidate.effective_cents - other.candidate.effective_cents
    return round((now.score - other.score) / saved, 9)


def _best_swap(
    chosen: Mapping[Slot, Scored], options: Mapping[Slot, list[Scored]]
) -> tuple[Slot, Scored] | None:
    """Return the replacement that loses least score for each cent saved; ties by slot and SKU."""
    swaps = [
        (
            _loss(now, other),
            slot,
            other.candidate.sku,
            other,
        )
        for slot, now in chosen.items()
        for other in options[slot]
        if other.candidate.effective_cents < now.candidate.effective_cents
    ]  # fmt: skip
    if not swaps:
        return None
    _, slot, _, other = min(swaps, key=lambda swap: swap[:3])
    return slot, other
