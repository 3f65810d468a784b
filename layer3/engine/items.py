"""A chosen product as the kit shows it: prices, score, reasons, differences, evidence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from layer2.engine.types import Evidence
from layer3.engine.candidates import Candidate, Scored
from layer3.engine.differences import TEXTS, differences, from_target
from layer3.engine.dupes import DupeMatch
from layer3.engine.rules import dupe_limit
from layer3.engine.slots import SlotPlan
from layer3.engine.types import KitItem, KitShade, Money, Size

WHY: Final = {
    "en": {
        "color": "Nearest color: CIEDE2000 {} from the target.",
        "plain": "Chosen by effect and finish; color is not compared here.",
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


def money(cents: int) -> Money:
    """Return cents as dollars: 1250 is 12.50."""
    return Money(f"{cents // 100}.{cents % 100:02d}")


def make_item(
    plan: SlotPlan, scored: Scored, details: Mapping[str, Details], language: str
) -> KitItem:
    """Return a candidate against what its slot looks for."""
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


def make_dupe(
    plan: SlotPlan,
    scored: Scored,
    match: DupeMatch,
    original: Candidate,
    details: Mapping[str, Details],
    language: str,
) -> KitItem:
    """Return a dupe against the product that it stands in for."""
    one, apart = match.candidate, match.delta_e_to_best
    saving = money(match.saving_cents).amount
    evidence = (
        Evidence("dupe.deltaE00", apart, "CIEDE2000", original.category,
                 f"to {original.sku}, at most {dupe_limit(original.category)}"),
        Evidence("dupe.saving", saving, "USD", original.category,
                 f"one piece after promotions, against {original.sku}"),
    )  # fmt: skip
    why = WHY[language]["dupe"].format(f"${saving}", details[original.sku].name)
    return _build(
        plan, scored, details[one.sku], why=why, evidence=evidence,
        stated=differences(one, original, apart, language=language),
    )  # fmt: skip


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
