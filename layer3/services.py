"""Builds a kit, and finds dupes: the nearest products, and honest cheaper ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.conf import settings

from catalog import selectors
from catalog.engine.pricing import Occasion
from catalog.promotions import Pricer, running_promotions
from config.contracts import to_wire
from config.errors import InvalidRequestError
from layer2.engine.types import LookSpec, Preferences, Swatch, Wearer
from layer3.engine.budget import choose
from layer3.engine.candidates import rank
from layer3.engine.dupes import rank_dupes
from layer3.engine.kit import Draft, assemble
from layer3.engine.rules import BUDGET_SHARES, ENGINE_VERSION, Weights
from layer3.engine.slots import SlotPlan, plan_slots
from layer3.engine.types import Constraints, Kit
from layer3.models import KitSample
from layer3.selectors import Shop, read_details

# A worn shade says which skin it was chosen for, within a shade's width; a selfie says more.
FOUNDATION_CONFIDENCE: Final = 0.8


def build_kit(
    *,
    look: LookSpec,
    wearer: Wearer,
    preferences: Preferences,
    constraints: Constraints,
    priced_at: datetime,
    locale: str,
) -> Kit:
    """Return the kit; at most 10 SQL queries. priced_at is the only clock."""
    language = language_of(locale)
    plans = plan_slots(look, wearer, preferences, language=language)
    wanted = {selectors.brand_key(name): name for name in constraints.excluded_brands}
    worn = preferences.foundation_sku_id if wearer.source == "foundation" else None
    context = selectors.read_context(sorted(wanted), worn_sku=worn or "")
    pricer = Pricer(running_promotions(at=priced_at), Occasion(priced_at))
    shop = Shop(context, pricer, constraints)
    draft = _draft(plans, shop)
    details, is_demo = read_details(draft.skus(), pricer)
    warnings = [
        f"EXCLUDED_BRAND_UNKNOWN: {wanted[key]}"
        for key in sorted(wanted)
        if key not in context.brands
    ]
    if draft.choice.over_budget:
        warnings.append("BUDGET_TOO_LOW")
    if is_demo:
        warnings.append("DEMO_CATALOG")
    return assemble(
        draft,
        details,
        total=shop.total,
        priced_at=stamp(priced_at),
        warnings=warnings,
        catalog_version=context.version,
        language=language,
    )


def _draft(plans: Sequence[SlotPlan], shop: Shop) -> Draft:
    """Decide everything: candidates, bests within the budget, dupes."""
    open_plans = {plan.slot: plan for plan in plans if plan.open}
    found = shop.candidates(open_plans)
    budget = shop.constraints.budget_cents
    scores = partial(
        rank,
        weights=weights(),
        budget_cents=budget,
        shares=sum(BUDGET_SHARES[slot] for slot in open_plans),
    )
    ranked = {slot: scores(open_plans[slot], each) for slot, each in found.items()}
    choice = choose(ranked, budget_cents=budget, total=shop.total)
    bests = {slot: one.candidate for slot, one in choice.chosen.items()}
    dupes = {
        slot: matches[0]
        for slot, pool in shop.pools(open_plans, bests).items()
        if (matches := rank_dupes(bests[slot], pool))
    }
    scored = {slot: scores(open_plans[slot], [match.candidate])[0] for slot, match in dupes.items()}
    empty = shop.why_empty([open_plans[slot] for slot, each in found.items() if not each])
    return Draft(plans, ranked, choice, dupes, scored, empty)


def store_sample(
    kit: Kit, *, caller: str, session_id: str, now: datetime, job_id: UUID | None = None
) -> None:
    """Store a kit for training; only where the person opted in.

    layer1.services deletes and exports it with its own, by session or by job.
    """
    KitSample.objects.create(
        caller=caller, session_id=session_id, job_id=job_id, created_at=now,
        engine_version=ENGINE_VERSION, catalog_version=kit.catalog_version, kit=to_wire(kit),
    )  # fmt: skip


class UnknownFoundationError(InvalidRequestError):
    """preferences.foundationSkuId names no foundation."""


def foundation_wearer(sku_id: str) -> Wearer:
    """Return the wearer of a foundation: its shade is their skin. Raises UnknownFoundationError."""
    shade = selectors.foundation_swatch(sku_id)
    if shade is None or shade.hex is None:
        raise UnknownFoundationError(
            "preferences.foundationSkuId: no foundation or concealer has this SKU.",
            details={"fields": {"preferences.foundationSkuId": ["Unknown SKU."]}},
        )
    lab = (shade.lab_l or 0.0, shade.lab_a or 0.0, shade.lab_b or 0.0)
    return Wearer(Swatch(shade.hex, lab, shade.name[:80]), FOUNDATION_CONFIDENCE, "foundation")


def weights() -> Weights:
    """Return the weights of the score: the defaults, or settings.KIT_WEIGHTS."""
    return replace(Weights(), **settings.KIT_WEIGHTS)


def language_of(locale: str) -> str:
    """Return the language that text is written in: Spanish for es, otherwise English."""
    return "es" if locale.lower().split("-")[0] == "es" else "en"


def stamp(moment: datetime) -> str:
    """Return a time as the contracts write it."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
