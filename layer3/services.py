"""Builds a kit: a look and a wearer in, the nearest products and their honest dupes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final

import numpy as np
from django.conf import settings

from catalog import selectors
from catalog.engine.pricing import Line, Occasion
from catalog.engine.taxonomy import LASH_EFFECTS, finishes_alike
from catalog.models import Shade
from catalog.promotions import Pricer, running_promotions
from catalog.selectors import ColourQuery, Context, Filters, Hit, Match
from config.colour import ciede2000
from config.errors import InvalidRequestError
from layer2.engine.types import Evidence, Lab, LookSpec, Preferences, Slot, Swatch, Wearer
from layer3.engine.budget import Choice, choose
from layer3.engine.candidates import Candidate, rank
from layer3.engine.dupes import DupeMatch, rank_dupes
from layer3.engine.kit import Details, Draft, assemble
from layer3.engine.rules import BUDGET_SHARES, CANDIDATES, Weights, best_limit, dupe_limit
from layer3.engine.slots import SlotPlan, plan_slots
from layer3.engine.types import Constraints, Kit, SlotReason

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
    language = "es" if locale.lower().split("-")[0] == "es" else "en"
    plans = plan_slots(look, wearer, preferences, language=language)
    wanted = {selectors.brand_key(name): name for name in constraints.excluded_brands}
    context = selectors.read_context(sorted(wanted))
    pricer = Pricer(running_promotions(at=priced_at), Occasion(priced_at))
    shop = _Shop(context, pricer, constraints, weights())
    draft = shop.draft(plans)
    details, is_demo = _details(draft.skus(), pricer)
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
        priced_at=priced_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        warnings=warnings,
        catalog_version=context.version,
        language=language,
    )


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


class _Shop:
    """The catalogue under one shopper's constraints, at one time."""

    def __init__(
        self, context: Context, pricer: Pricer, constraints: Constraints, weights: Weights
    ) -> None:
        self.context, self.pricer = context, pricer
        self.constraints, self.weights = constraints, weights

    def draft(self, plans: Sequence[SlotPlan]) -> Draft:
        """Decide everything: candidates, bests within the budget, dupes."""
        open_plans = {plan.slot: plan for plan in plans if plan.open}
        found = self._candidates(open_plans)
        budget = self.constraints.budget_cents
        scores = partial(
            rank,
            weights=self.weights,
            budget_cents=budget,
            shares=sum(BUDGET_SHARES[slot] for slot in open_plans),
        )
        ranked = {slot: scores(open_plans[slot], each) for slot, each in found.items()}
        choice = choose(ranked, budget_cents=budget, total=self.total)
        dupes = self._dupes(open_plans, choice, found)
        scored = {
            slot: scores(open_plans[slot], [match.candidate])[0] for slot, match in dupes.items()
        }
        empty = self._why_empty([open_plans[slot] for slot, each in found.items() if not each])
        return Draft(plans, ranked, choice, dupes, scored, empty)

    def total(self, chosen: Sequence[Candidate]) -> int:
        """Return the cents of a cart after promotions, without shipping."""
        return self.pricer.cart(_line(one) for one in chosen).total_cents

    def _filters(self, plan: SlotPlan) -> Filters:
        return Filters(
            category=plan.category,
            in_stock_only=self.constraints.in_stock_only,
            excluded_brands=tuple(sorted(self.context.brands.values())),
            excluded_merchants=self.context.inactive_merchants,
        )

    def _candidates(self, plans: Mapping[Slot, SlotPlan]) -> dict[Slot, list[Candidate]]:
        coloured = {plan.slot: plan.lab for plan in plans.values() if plan.lab}
        matches = selectors.search_colours(
            [self._query(plans[slot], lab) for slot, lab in coloured.items()]
        )
        found = {
            slot: [self._candidate(plans[slot], match.hit, match.delta_e) for match in each]
            for slot, each in zip(coloured, matches, strict=True)
        }
        for plan in plans.values():
            if not plan.lab:
                listed = selectors.list_plain(
                    self._filters(plan), coverages=(*LASH_EFFECTS, "unknown"), limit=CANDIDATES
                )
                found[plan.slot] = [self._candidate(plan, match.hit, None) for match in listed]
        return {slot: found[slot] for slot in plans}

    def _query(self, plan: SlotPlan, lab: Lab) -> ColourQuery:
        return ColourQuery(lab, self._filters(plan), CANDIDATES, best_limit(plan.slot))

    def _candidate(self, plan: SlotPlan, hit: Hit, delta_e: float | None) -> Candidate:
        line = Line(
            hit.sku, hit.merchant_id, hit.product_id, hit.brand_id, plan.category, hit.price_cents
        )
        return Candidate(
            sku=hit.sku,
            product_id=hit.product_id,
            brand_id=hit.brand_id,
            merchant_id=hit.merchant_id,
            category=plan.category,
            finish=hit.finish,
            coverage=hit.coverage,
            availability=hit.availability,  # type: ignore[arg-type]  # the CHECK's vocabulary
            price_cents=hit.price_cents,
            effective_cents=self.pricer.single(line)[0],
            size=(hit.size_amount, hit.size_unit) if hit.size_amount else None,
            lab=_lab(hit),
            delta_e=delta_e,
        )  # fmt: skip

    def _dupes(
        self, plans: Mapping[Slot, SlotPlan], choice: Choice, found: Mapping[Slot, list[Candidate]]
    ) -> dict[Slot, DupeMatch]:
        coloured = {
            slot: self._dupe_query(plans[slot], best.candidate, best.candidate.lab)
            for slot, best in choice.chosen.items()
            if best.candidate.lab and plans[slot].lab
            and finishes_alike(best.candidate.finish)  # type: ignore[arg-type]
        }  # fmt: skip
        pools = self._dupe_pools(plans, coloured)
        for slot, best in choice.chosen.items():
            if not plans[slot].lab:
                pools[slot] = [(one, _apart(best.candidate, one)) for one in found[slot]]
        return {
            slot: ranked[0]
            for slot, pool in pools.items()
            if (ranked := rank_dupes(choice.chosen[slot].candidate, pool))
        }

    def _dupe_pools(
        self, plans: Mapping[Slot, SlotPlan], queries: Mapping[Slot, ColourQuery]
    ) -> dict[Slot, list[tuple[Candidate, float | None]]]:
        found = selectors.search_colours(list(queries.values()))
        return {
            slot: self._pool(plans[slot], matches)
            for slot, matches in zip(queries, found, strict=True)
        }

    def _pool(
        self, plan: SlotPlan, matches: Sequence[Match]
    ) -> list[tuple[Candidate, float | None]]:
        """Return matches of a best as candidates of the slot, with their distance to the best."""
        labs = [_lab(match.hit) for match in matches]
        if not labs or not plan.lab:
            return []
        distances = ciede2000(plan.lab, np.array(labs, np.float64)).tolist()
        return [
            (self._candidate(plan, match.hit, distance), match.delta_e)
            for match, distance in zip(matches, distances, strict=True)
        ]

    def _dupe_query(self, plan: SlotPlan, best: Candidate, lab: Lab) -> ColourQuery:
        filters = replace(
            self._filters(plan),
            finishes=finishes_alike(best.finish),  # type: ignore[arg-type]
            max_price_cents=best.effective_cents - 1,
            price_exempt_merchants=self.pricer.merchants,
            excluded_products=(best.product_id,),
        )
        return ColourQuery(lab, filters, CANDIDATES, dupe_limit(plan.category))

    def _why_empty(self, plans: Sequence[SlotPlan]) -> dict[Slot, SlotReason]:
        """Return NO_MATCH, or OUT_OF_STOCK where only the stock filter emptied a slot."""
        reasons: dict[Slot, SlotReason] = {plan.slot: "NO_MATCH" for plan in plans}
        coloured = {plan.slot: self._query(plan, plan.lab) for plan in plans if plan.lab}
        if not self.constraints.in_stock_only or not coloured:
            return reasons
        queries = [
            replace(query, filters=replace(query.filters, in_stock_only=False))
            for query in coloured.values()
        ]
        for slot, exists in zip(coloured, selectors.any_within(queries), strict=True):
            if exists:
                reasons[slot] = "OUT_OF_STOCK"
        return reasons


def _line(one: Candidate) -> Line:
    return Line(
        one.sku, one.merchant_id, one.product_id, one.brand_id, one.category, one.price_cents
    )


def _lab(hit: Hit) -> tuple[float, float, float] | None:
    if hit.lab_l is None or hit.lab_a is None or hit.lab_b is None:
        return None
    return hit.lab_l, hit.lab_a, hit.lab_b


def _apart(one: Candidate, other: Candidate) -> float | None:
    if one.lab is None or other.lab is None:
        return None
    return float(ciede2000(one.lab, other.lab))


def _details(skus: set[str], pricer: Pricer) -> tuple[dict[str, Details], bool]:
    """Return what is shown of each SKU, and whether any of it is demo data; one query."""
    rows = (
        Shade.objects.filter(sku__in=skus)
        .select_related("product", "brand", "merchant")
        .order_by("sku")
    )
    found, demo = {}, False
    for row in rows:
        demo = demo or row.product.is_demo
        line = Line(
            row.sku,
            row.merchant_id,
            row.product_id,
            row.brand_id,
            row.category_id,
            row.price_cents or 0,
        )
        found[row.sku] = Details(
            product_id=f"{row.merchant.slug}:{row.product.external_id}",
            name=row.product.name,
            brand=row.brand.name,
            shade_name=row.name,
            hex=row.hex,
            image_url=row.product.image_url,
            product_url=row.product.product_url,
            promotion=pricer.single(line)[1],
            evidence=tuple(_provenance(row)),
        )
    return found, demo


def _provenance(row: Shade) -> list[Evidence]:
    """Return how each field of the row came to be known, where that is not "stated"."""
    known: dict[str, str] = {"currency": row.currency_source} | row.provenance
    return [
        Evidence(
            f"provenance.{name}", how, "name", "catalog", "stated by the merchant, or inferred"
        )
        for name, how in sorted(known.items())
        if how not in ("stated", "unknown")
    ]
