"""What the database refuses, one constraint a test; and what it keeps the same by itself."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection

from catalog.models import Brand, Merchant, PriceHistory, Product, Promotion, Shade
from catalog.selectors import read_context
from tests.factories import make_brand, make_merchant, make_product, make_shade

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_every_table_of_ours_says_that_it_is_of_the_us_market() -> None:
    ours = ("catalog", "access", "layer1", "layer2", "layer3", "lookjobs", "staff")
    tables = {
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in ours and not model._meta.proxy
    }
    assert len(tables) > 20
    assert {name for name in tables if not name.endswith("_us")} == set()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"market": "CA"}, "catalog_shade_us_market"),
        ({"hex": None}, "catalog_shade_us_colour_needed"),
        ({"lab_l": 101.0}, "catalog_shade_us_lab"),
        ({"lab_a": None}, "catalog_shade_us_lab"),
        ({"price_cents": 0}, "catalog_shade_us_price"),
        ({"currency": "usd"}, "catalog_shade_us_currency"),
        ({"currency": "USD", "currency_source": "unknown"}, "catalog_shade_us_currency"),
        ({"finish": "shiny"}, "catalog_shade_us_finish"),
        ({"coverage": "thick"}, "catalog_shade_us_coverage"),
        ({"undertone": "blue"}, "catalog_shade_us_undertone"),
        ({"availability": "soon"}, "catalog_shade_us_availability"),
        ({"size_amount": 1.0, "size_unit": ""}, "catalog_shade_us_size"),
        ({"size_amount": 0.0}, "catalog_shade_us_size"),
    ],
)
def test_database_refuses_a_shade(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        make_shade(**fields)


@pytest.mark.parametrize("text", ["#A11F33", "red", "#a11f3"])
def test_database_refuses_another_spelling_of_a_colour(text: str) -> None:
    shade = make_shade()
    with pytest.raises(IntegrityError, match="catalog_shade_us_hex"):
        Shade.objects.filter(pk=shade.pk).update(hex=text)


def test_a_shade_without_colour_is_stored_outside_the_colour_matched_categories() -> None:
    shade = make_shade(hex=None, product=make_product("m", category="mascara"))
    assert shade.colour_cell is None


PROMOTION: dict[str, Any] = {
    "name": "sale", "kind": "PERCENT_OFF", "percent_bp": 1000, "starts_at": NOW,
}  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"market": "CA"}, "market"),
        ({"kind": "GIFT"}, "kind"),
        ({"percent_bp": None}, "terms"),
        ({"percent_bp": 10_001}, "percent"),
        ({"kind": "AMOUNT_OFF"}, "terms"),
        ({"amount_cents": 0}, "amount"),
        ({"kind": "FLASH_SALE"}, "flash_ends"),
        ({"kind": "MULTI_BUY_DISCOUNT", "buy_quantity": 1}, "terms"),
        ({"kind": "BUY_X_GET_Y", "buy_quantity": 2}, "terms"),
        ({"ends_at": NOW - timedelta(1)}, "span"),
        ({"channels": ["radio"]}, "channels"),
        ({"usage_cap": 1, "used_count": 2}, "cap"),
    ],
)
def test_database_refuses_a_promotion(fields: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=f"catalog_promotion_us_{constraint}"):
        Promotion.objects.create(merchant=make_merchant(), **(PROMOTION | fields))


@pytest.mark.parametrize("model", [Brand, Merchant, Product])
def test_database_refuses_another_market(model: Any) -> None:
    makers: dict[Any, Any] = {Brand: make_brand, Merchant: make_merchant, Product: make_product}
    row = makers[model]()
    with pytest.raises(IntegrityError, match="market"):
        model.objects.filter(pk=row.pk).update(market="CA")


def test_database_refuses_two_open_prices_of_a_shade() -> None:
    shade = make_shade()
    with pytest.raises(IntegrityError, match="catalog_price_history_us_open"):
        PriceHistory.objects.create(shade=shade, price_cents=100, currency="USD", started_at=NOW)


def test_price_history_writes_itself() -> None:
    shade = make_shade(price_cents=2000)
    Shade.objects.filter(pk=shade.pk).update(name="renamed")
    Shade.objects.filter(pk=shade.pk).update(price_cents=1500)
    Shade.objects.filter(pk=shade.pk).update(price_cents=None)
    Shade.objects.filter(pk=shade.pk).update(price_cents=1800)
    spans = shade.prices.order_by("started_at").values_list("price_cents", "ended_at")
    assert [(cents, ended is None) for cents, ended in spans] == [
        (2000, False), (1500, False), (1800, True),
    ]  # fmt: skip


def test_a_shade_follows_what_its_product_says() -> None:
    shade = make_shade()
    other = make_brand("Other")
    Product.objects.filter(pk=shade.product_id).update(brand=other, is_active=False)
    shade.refresh_from_db()
    assert (shade.brand_id, shade.product_active) == (other.pk, False)


def test_database_refuses_a_shade_that_contradicts_its_product() -> None:
    shade = make_shade()
    Shade.objects.filter(pk=shade.pk).update(brand=make_brand("Other"))
    with pytest.raises(IntegrityError, match="catalog_shade_us_copied"):
        connection.check_constraints()


@pytest.mark.django_db(transaction=True)
def test_the_version_grows_with_each_transaction_that_changes_the_catalogue() -> None:
    versions = [read_context().version]
    shade = make_shade()
    versions.append(read_context().version)
    Shade.objects.filter(pk=shade.pk).update(price_cents=100)
    versions.append(read_context().version)
    assert len(set(versions)) == 3
    assert read_context().version == versions[-1]
