"""Colour search against brute force over the whole demo catalogue."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from catalog.models import Shade
from catalog.selectors import ColourQuery, Filters, search_colours
from config.colour import ciede2000
from tests.factories import make_shade

FIELDS = (
    "sku", "category_id", "finish", "availability", "price_cents", "brand_id",
    "lab_l", "lab_a", "lab_b",
)  # fmt: skip
CHANCES = 1000


@pytest.fixture
def demo(db: None) -> list[Any]:
    call_command("demo_catalog", verbosity=0)
    return list(Shade.objects.order_by("sku").values_list(*FIELDS))


def _query(chance: np.random.Generator, rows: list[Any]) -> ColourQuery:
    brands = sorted({row[5] for row in rows})
    finishes = ["matte", "satin", "natural", "dewy", "glossy", "shimmer"]
    filters = Filters(
        category=str(chance.choice(sorted({row[1] for row in rows}))),  # type: ignore[arg-type]
        finishes=tuple(map(str, chance.choice(finishes, chance.integers(0, 3), replace=False))),
        max_price_cents=int(chance.integers(500, 6000)) if chance.random() < 0.5 else None,
        in_stock_only=bool(chance.random() < 0.5),
        excluded_brands=tuple(
            map(int, chance.choice(brands, chance.integers(0, 5), replace=False))
        ),
    )
    far = float(chance.uniform(1, 30)) if chance.random() < 0.3 else float("inf")
    limit = int(chance.choice([1, 3, 10, 100]))
    away = chance.uniform(-90, 90, 2)
    target = (float(chance.uniform(0, 100)), float(away[0]), float(away[1]))
    if chance.random() < 0.5:  # near something that is sold
        near = np.array(rows[int(chance.integers(len(rows)))][6:]) + chance.normal(0, 3, 3)
        target = (float(np.clip(near[0], 0, 100)), float(near[1]), float(near[2]))
    return ColourQuery(target, filters, limit, far)


def _brute_force(query: ColourQuery, rows: list[Any]) -> list[tuple[float, str]]:
    asked = query.filters
    kept = [
        row for row in rows
        if row[1] == asked.category and (not asked.finishes or row[2] in asked.finishes)
        and (not asked.in_stock_only or row[3] == "in_stock")
        and (asked.max_price_cents is None or row[4] <= asked.max_price_cents)
        and row[5] not in asked.excluded_brands
    ]  # fmt: skip
    if not kept:
        return []
    distances = ciede2000(query.target, np.array([row[6:] for row in kept])).tolist()
    ranked = sorted(zip(distances, (row[0] for row in kept), strict=True))
    return [pair for pair in ranked if pair[0] <= query.max_delta_e][: query.limit]


@pytest.mark.django_db
def test_search_with_filters_equals_brute_force_on_1000_random_queries(demo: list[Any]) -> None:
    chance = np.random.default_rng(7)
    queries = [_query(chance, demo) for _ in range(CHANCES)]
    for start in range(0, CHANCES, 10):
        part = queries[start : start + 10]
        for query, matches in zip(part, search_colours(part), strict=True):
            found = [(match.delta_e, match.hit.sku) for match in matches]
            assert found == _brute_force(query, demo)


@pytest.mark.django_db
def test_search_takes_two_queries_for_any_number_of_targets(
    demo: list[Any], django_assert_num_queries: Any
) -> None:
    targets = [ColourQuery((50.0, 40.0, float(b)), Filters("lipstick"), 5) for b in range(7)]
    with django_assert_num_queries(2):
        search_colours(targets)


@pytest.mark.django_db
def test_what_cannot_be_sold_is_never_found() -> None:
    make_shade("no-price", price_cents=None)
    make_shade("euro", currency="EUR")
    make_shade("no-currency", currency="", currency_source="unknown")
    make_shade("withdrawn", is_active=False)
    hidden = make_shade("hidden")
    hidden.product.is_active = False
    hidden.product.save()
    sold = make_shade("sold")
    matches = search_colours([ColourQuery((40.0, 50.0, 25.0), Filters("lipstick"), 10)])[0]
    assert [match.hit.sku for match in matches] == [sold.sku]


@pytest.mark.django_db
def test_a_tie_goes_by_sku() -> None:
    for sku in ("b", "a", "c"):
        make_shade(sku)
    matches = search_colours([ColourQuery((40.0, 50.0, 25.0), Filters("lipstick"), 2)])[0]
    assert [match.hit.sku for match in matches] == ["shop:a", "shop:b"]
