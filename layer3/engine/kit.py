"""Puts the kit together: slots from plans, choices and dupes; totals from the cart engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from layer1.engine.types import IMPACT_AREAS
from layer2.engine.types import Slot
from layer3.engine.budget import Choice
from layer3.engine.candidates import Candidate, Scored
from layer3.engine.dupes import DupeMatch
from layer3.engine.items import Details, make_dupe, make_item, money
from layer3.engine.rules import ALTERNATES
from layer3.engine.slots import SlotPlan
from layer3.engine.types import Kit, KitArea, KitAreas, KitSlot, SlotReason, Totals


@dataclass(frozen=True, slots=True)
class Draft:
    """All that was decided. empty: why a slot that may be filled found nothing."""

    plans: Sequence[SlotPlan]
    ranked: Mapping[Slot, Sequence[Scored]]
    choice: Choice
    dupes: Mapping[Slot, DupeMatch]
    scored_dupes: Mapping[Slot, Scored]
    empty: Mapping[Slot, SlotReason] = field(default_factory=dict)

    def chosen(self) -> list[Candidate]:
        return [one.candidate for one in self.choice.chosen.values()]

    def cheapest(self) -> list[Candidate]:
        """Return the dupe of each filled slot, its best where there is no dupe."""
        return [
            self.dupes[slot].candidate if slot in self.dupes else one.candidate
            for slot, one in self.choice.chosen.items()
        ]

    def alternates(self, slot: Slot) -> list[Scored]:
        """Return the next best of other products, one each."""
        best = self.choice.chosen.get(slot)
        if best is None:
            return []
        seen = {best.candidate.product_id}
        if slot in self.dupes:
            seen.add(self.dupes[slot].candidate.product_id)
        found: list[Scored] = []
        for one in self.ranked[slot]:
            if one.candidate.product_id not in seen and len(found) < ALTERNATES:
                seen.add(one.candidate.product_id)
                found.append(one)
        return found

    def skus(self) -> set[str]:
        """Return every SKU that the kit shows."""
        shown = {each.sku for each in (*self.chosen(), *self.cheapest())}
        alternates = (one for slot in self.choice.chosen for one in self.alternates(slot))
        return shown | {one.candidate.sku for one in alternates}


def assemble(
    draft: Draft,
    details: Mapping[str, Details],
    *,
    total: Callable[[Sequence[Candidate]], int],
    priced_at: str,
    warnings: Sequence[str],
    catalog_version: str,
    language: str,
) -> Kit:
    """Return the kit. details holds every SKU of draft.skus(); total is cents of a cart."""
    slots = {plan.slot: _slot(plan, draft, details, language) for plan in draft.plans}
    areas = {
        area: KitArea(tuple(slots[plan.slot] for plan in draft.plans if plan.area == area))
        for area in IMPACT_AREAS
    }
    best, dupe = total(draft.chosen()), total(draft.cheapest())
    return Kit(
        areas=KitAreas(base=areas["base"], eye=areas["eye"], lip=areas["lip"]),
        totals=Totals(money(best), money(min(dupe, best)), money(max(best - dupe, 0))),
        priced_at=priced_at,
        warnings=tuple(warnings),
        catalog_version=catalog_version,
    )


def _slot(plan: SlotPlan, draft: Draft, details: Mapping[str, Details], language: str) -> KitSlot:
    best = draft.choice.chosen.get(plan.slot)
    match = draft.dupes.get(plan.slot)
    reason = plan.reason or draft.empty.get(plan.slot)
    if plan.slot in draft.choice.over_budget:
        reason = "OVER_BUDGET"
    dupe_reason: SlotReason | None = reason if best is None else "NO_CHEAPER_MATCH"
    return KitSlot(
        slot=plan.slot,
        needed=plan.needed,
        target=plan.target,
        best=make_item(plan, best, details, language) if best else None,
        best_reason=None if best else reason,
        dupe=make_dupe(
            plan, draft.scored_dupes[plan.slot], match, best.candidate, details, language
        )
        if best and match
        else None,
        dupe_reason=None if best and match else dupe_reason,
        alternates=tuple(
            make_item(plan, one, details, language) for one in draft.alternates(plan.slot)
        ),
    )
