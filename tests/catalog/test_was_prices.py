"""A "was" price only where the price history shows it for 30 of the last 90 days."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from catalog.models import PriceHistory, Shade
from catalog.was_prices import was_prices
from tests.factories import make_shade

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)


def history(*spans: tuple[int, float, float | None]) -> Shade:
    """Store a shade whose price history is (cents, days ago from, days ago to)."""
    shade = make_shade(price_cents=spans[-1][0])
    PriceHistory.objects.filter(shade=shade).delete()
    for cents, start, end in spans:
        PriceHistory.objects.create(
            shade=shade, price_cents=cents, currency="USD", started_at=NOW - timedelta(days=start),
            ended_at=None if end is None else NOW - timedelta(days=end),
        )  # fmt: skip
    return shade


@pytest.mark.parametrize(
    ("spans", "pays", "was"),
    [
        (((2000, 200, None),), 1500, 2000),  # long shown, now under a promotion
        (((2000, 30, None),), 1500, 2000),  # 30 days to the second
        (((2000, 29.99, None),), 1500, None),  # a second less
        (((2000, 200, None),), 2000, None),  # nothing is lower
        (((3000, 10, 5), (2000, 5, None)), 2000, None),  # raised for five days, then "reduced"
        (((3000, 200, 59), (2000, 59, None)), 2000, 3000),  # 31 days of it lie in the window
        (((3000, 200, 61), (2000, 61, None)), 2000, None),  # 29 days do
        (((3000, 80, 60), (2500, 60, 50), (3000, 50, 40), (2000, 40, None)), 2000, 3000),  # 20 + 10
        (((3000, 90, 60), (2500, 60, 30), (2000, 30, None)), 2000, 2500),  # two: the lower one
        (((2000, -1, None),), 1500, None),  # not shown yet
    ],
)
def test_was_price(
    spans: tuple[tuple[int, float, float | None], ...], pays: int, was: int | None
) -> None:
    shade = history(*spans)
    assert was_prices({shade.pk: pays}, now=NOW).get(shade.pk) == was


def test_a_price_in_another_currency_counts_for_nothing() -> None:
    shade = history((2000, 200, None))
    PriceHistory.objects.update(currency="EUR")
    assert was_prices({shade.pk: 1000}, now=NOW) == {}
