"""Puts the kit together: slots from plans, choices and dupes; totals from the cart engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from layer1.engine.types import IMPACT_AREAS
from layer2.engine.types import Evidence, Slot
from layer3.engine.budget import Choice
from layer3.engine.candidates import Candidate, Scored
from layer3.engine.differences import TEXTS, differences, from_target
from layer3.engine.dupes import DupeMatch
from layer3.engine.rules import ALTERNATES, dupe_limit
from layer3.engine.slots import SlotPlan
from layer3.engine.types import (
    Kit,
    KitArea,
    KitAreas,
    KitItem,
    KitShade,
    KitSlot,
    Money,
    Size,
    SlotReason,
    Totals,
)

WHY: Final = {
    "en": {
        "color": "Nearest colour: CIEDE2000 {} from the target.",
        "plain": "Chosen by effect and finish; colour is not compared here.",
        "dupe": "{} less than {}.",
        "finish": "Finish: {}.",
    },
    "es": {
        "color": "Color más cercano: CIEDE2000 {} respecto al objetivo.",
        "plain": "Elegido por efecto y acabado; aquí no se compara el color.",
        "dupe": "{} menos que {}.",
        "finish": "Acabado: {}.",
    },
}


@dataclass(frozen=True, slots=True)
class Details:
    """What a buyer reads about a SKU; promotion names what lowers the price of one piece."""

    product_id: str
    name: str
    brand: str
    shade_name: str
    hex: str | None
    image_url: str
    product_url: str
    promotion: str | None = None
    evidence: tuple[Evidence, ...] = ()


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


def money(cents: int) -> Money:
    """Return cents as dollars: 1250 is 12.50."""
    return Money(f"{cents // 100}.{cents % 100:02d}")


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
        best=_item(plan, best, details, language) if best else None,
        best_reason=None if best else reason,
        dupe=_dupe(plan, best, match, draft, details, language) if best and match else None,
        dupe_reason=None if best and match else dupe_reason,
        alternates=tuple(
            _item(plan, one, details, language) for one in draft.alternates(plan.slot)
        ),
    )


def _dupe(
    plan: SlotPlan,
    best: Scored,
    match: DupeMatch,
    draft: Draft,
    details: Mapping[str, Details],
    language: str,
) -> KitItem:
    one, original = match.candidate, best.candidate
    apart = match.delta_e_to_best
    evidence = (
        Evidence("dupe.deltaE00", apart, "CIEDE2000", plan.slot,
                 f"to {original.sku}, at most {dupe_limit(original.category)}"),
        Evidence("dupe.saving", money(match.saving_cents).amount, "USD", plan.slot,
                 f"one piece after promotions, against {original.sku}"),
    )  # fmt: skip
    text = WHY[language]
    why = text["dupe"].format(f"${money(match.saving_cents).amount}", details[original.sku].name)
    return _build(
        plan, draft.scored_dupes[plan.slot], details[one.sku], why=why, evidence=evidence,
        stated=differences(one, original, apart, language=language),
    )  # fmt: skip


def _item(plan: SlotPlan, scored: Scored, details: Mapping[str, Details], language: str) -> KitItem:
    one, text = scored.candidate, WHY[language]
    why = text["plain"] if one.delta_e is None else text["color"].format(f"{one.delta_e:.1f}")
    if one.finish != "unknown":
        why = f"{why} {text['finish'].format(TEXTS[language][one.finish])}"
    color = plan.target.color
    stated = from_target(
        one, color.lab if color else None, plan.target.finish, plan.target.coverage,
        language=language,
    )  # fmt: skip
    return _build(plan, scored, details[one.sku], why=why, evidence=(), stated=stated)


def _build(
    plan: SlotPlan,
    scored: Scored,
    about: Details,
    *,
    why: str,
    evidence: tuple[Evidence, ...],
    stated: tuple[str, ...],
) -> KitItem:
    one = scored.candidate
    unit = one.unit_cents
    return KitItem(
        sku_id=one.sku,
        product_id=about.product_id,
        name=about.name,
        brand=about.brand,
        shade=KitShade(about.shade_name, about.hex, one.lab),
        finish=one.finish,
        coverage=one.coverage,
        size=Size(*one.size) if one.size else None,
        price=money(one.price_cents),
        effective_price=money(one.effective_cents),
        unit_price=money(round(unit)) if unit is not None else None,
        promotion=about.promotion,
        availability=one.availability,
        image_url=about.image_url,
        product_url=about.product_url,
        score=scored.score,
        score_parts=scored.parts,
        delta_e00=one.delta_e,
        why=why,
        differences=stated,
        evidence=(*plan.evidence, *about.evidence, *evidence),
    )
