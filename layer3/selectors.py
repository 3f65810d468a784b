"""What a kit may choose from: candidates of slots, and what may be a product's dupe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from catalog import selectors
from catalog.engine.pricing import Line
from catalog.engine.taxonomy import COLOUR_MATCHED, LASH_EFFECTS, finishes_alike
from catalog.models import Shade
from catalog.promotions import Pricer
from catalog.selectors import ColourQuery, Context, Filters, Hit, Match
from config.colour import ciede2000
from layer2.engine.types import Evidence, Lab, Slot
from layer3.engine.candidates import Candidate
from layer3.engine.items import Details
from layer3.engine.rules import CANDIDATES, best_limit, dupe_limit
from layer3.engine.slots import SlotPlan
from layer3.engine.types import Constraints, SlotReason

Pool = list[tuple[Candidate, float | None]]  # each with its CIEDE2000 to the original


class Shop:
    """The catalogue under one shopper's constraints, at one time."""

    def __init__(self, context: Context, pricer: Pricer, constraints: Constraints) -> None:
        self.context, self.pricer, self.constraints = context, pricer, constraints
        self._listed: dict[Slot, list[Candidate]] = {}

    def total(self, chosen: Sequence[Candidate]) -> int:
        """Return the cents of a cart after promotions, without shipping."""
        return self.pricer.cart(_line(one) for one in chosen).total_cents

    def candidates(self, plans: Mapping[Slot, SlotPlan]) -> dict[Slot, list[Candidate]]:
        """Return for each slot the nearest shades within its limit; at most three queries."""
        coloured = {slot: plan.lab for slot, plan in plans.items() if plan.lab}
        matches = selectors.search_colours(
            [self._query(plans[slot], lab) for slot, lab in coloured.items()]
        )
        found = {
            slot: [self.candidate(plans[slot], match.hit, match.delta_e) for match in each]
            for slot, each in zip(coloured, matches, strict=True)
        }
        return {slot: found[slot] if slot in found else self._plain(plans[slot]) for slot in plans}

    def pools(
        self, plans: Mapping[Slot, SlotPlan], originals: Mapping[Slot, Candidate]
    ) -> dict[Slot, Pool]:
        """Return for each original what may be its dupe: the nearest that may be cheaper."""
        queries = {
            slot: self._dupe_query(plans[slot], one, one.lab)
            for slot, one in originals.items()
            if one.lab and one.category in COLOUR_MATCHED
            and finishes_alike(one.finish)
        }  # fmt: skip
        found = selectors.search_colours(list(queries.values()))
        pools = {
            slot: self._pool(plans[slot], matches)
            for slot, matches in zip(queries, found, strict=True)
        }
        for slot, one in originals.items():
            if one.category not in COLOUR_MATCHED:
                plain = self._plain(plans[slot])
                pools[slot] = list(zip(plain, _apart(one, plain), strict=True))
        return pools

    def why_empty(self, plans: Sequence[SlotPlan]) -> dict[Slot, SlotReason]:
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

    def filters(self, plan: SlotPlan) -> Filters:
        """Return what every row of a slot must be."""
        return Filters(
            category=plan.category,
            in_stock_only=self.constraints.in_stock_only,
            excluded_brands=self._excluded_brands(plan),
            excluded_merchants=self.context.inactive_merchants,
        )

    def candidate(self, plan: SlotPlan, hit: Hit, delta_e: float | None) -> Candidate:
        """Return a row of the search with its price after promotions."""
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
            lab=hit.lab,
            delta_e=delta_e,
            brand_known=hit.brand_id != self.context.unknown_brand,
        )

    def _excluded_brands(self, plan: SlotPlan) -> tuple[int, ...]:
        """Who names a foundation that they wear asks for its equivalents in other brands."""
        brands = set(self.context.brands.values())
        if plan.slot == "foundation" and self.context.worn_brand is not None:
            brands.add(self.context.worn_brand)
        return tuple(sorted(brands))

    def _plain(self, plan: SlotPlan) -> list[Candidate]:
        if plan.slot not in self._listed:  # candidates() and pools() ask for the same rows
            listed = selectors.list_plain(
                self.filters(plan), coverages=(*LASH_EFFECTS, "unknown"), limit=CANDIDATES
            )
            self._listed[plan.slot] = [self.candidate(plan, match.hit, None) for match in listed]
        return self._listed[plan.slot]

    def _query(self, plan: SlotPlan, lab: Lab) -> ColourQuery:
        return ColourQuery(lab, self.filters(plan), CANDIDATES, best_limit(plan.slot))

    def _dupe_query(self, plan: SlotPlan, one: Candidate, lab: Lab) -> ColourQuery:
        cheaper = one.effective_cents - 1
        filters = replace(
            self.filters(plan),
            finishes=finishes_alike(one.finish),
            max_price_cents=cheaper,
            merchant_price_caps=self.pricer.list_price_caps(cheaper),
            excluded_products=(one.product_id,),
        )
        return ColourQuery(lab, filters, CANDIDATES, dupe_limit(plan.category))

    def _pool(self, plan: SlotPlan, matches: Sequence[Match]) -> Pool:
        """Return matches of an original as candidates of the slot, with both distances."""
        labs = [match.hit.lab for match in matches]
        if not labs or not plan.lab:
            return []
        distances = ciede2000(plan.lab, np.array(labs, np.float64)).tolist()
        return [
            (self.candidate(plan, match.hit, distance), match.delta_e)
            for match, distance in zip(matches, distances, strict=True)
        ]


def read_details(skus: set[str], pricer: Pricer) -> tuple[dict[str, Details], bool]:
    """Return what is shown of each SKU, and whether any of it is demo data; one query."""
    rows = (
        Shade.objects.filter(sku__in=skus)
        .select_related("product", "brand", "merchant")
        .order_by("sku")
    )
    found, demo = {}, False
    for row in rows:
        demo = demo or row.product.is_demo
        price = row.price_cents or 0
        line = Line(
            row.sku, row.merchant_id, row.product_id, row.brand_id, row.category_id, price
        )  # fmt: skip
        found[row.sku] = Details(
            product_id=f"{row.merchant.slug}:{row.product.external_id}",
            name=row.product.name,
            brand=row.brand.name,
            shade_name=row.name,
            hex=row.hex,
            image_url=row.product.image_url,
            product_url=row.product.product_url,
            promotion=pricer.single(line)[1] if price else None,
            evidence=tuple(_provenance(row)),
        )
    return found, demo


def _line(one: Candidate) -> Line:
    return Line(
        one.sku, one.merchant_id, one.product_id, one.brand_id, one.category, one.price_cents
    )


def _apart(one: Candidate, others: Sequence[Candidate]) -> list[float | None]:
    """Return the CIEDE2000 to each; None where either has no colour."""
    labs = [other.lab for other in others if other.lab is not None]
    if one.lab is None or not labs:
        return [None] * len(others)
    distances = iter(ciede2000(one.lab, np.array(labs, np.float64)).tolist())
    return [None if other.lab is None else next(distances) for other in others]


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
