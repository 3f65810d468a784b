"""Colour search against brute force over a whole catalogue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from catalog.imports import import_file
from catalog.models import Merchant
from catalog.selectors import ColourQuery, Filters, search_colours
from lookjobs.bench.exactness import differences, read_columns
from lookjobs.bench.feed import write_feed
from tests.factories import make_shade

SHADES = 20_000
CHECKED = 1000


@pytest.mark.django_db
def test_search_equals_brute_force_on_1000_random_targets_and_1000_random_filters(
    tmp_path: Path,
) -> None:
    feed = tmp_path / "feed.csv"
    write_feed(feed, SHADES)
    merchant = Merchant.objects.create(slug="bench", name="Bench")
    report = tmp_path / "refused.csv"
    import_file(feed, source="csv", merchant=merchant, report=report, now=timezone.now())
    columns = read_columns()
    assert sum(len(column.skus) for column in columns.values()) > SHADES * 0.9  # but mascaras
    found = differences(columns, CHECKED)
    print(found)  # noqa: T201, for who runs it with -s
    assert list(found.values()) == [CHECKED, 0, CHECKED, 0, 0]


@pytest.mark.django_db
def test_search_takes_two_queries_for_any_number_of_targets(
    django_assert_num_queries: Any,
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


@pytest.mark.django_db
def test_a_target_next_to_nothing_is_answered() -> None:
    make_shade("gray", hex="#777777")
    query = ColourQuery((40.0, 1e-200, 5e-324), Filters("lipstick"), 1)
    assert [match.hit.sku for match in search_colours([query])[0]] == ["shop:gray"]
