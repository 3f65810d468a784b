"""build_kit on a real database: contracts, constraints, dupes, totals, queries."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command

from catalog.models import Promotion, Shade
from config.colour import ciede2000
from config.contracts import to_wire
from layer2.engine.types import Preferences
from layer3.engine.rules import dupe_limit
from layer3.engine.types import Constraints, Kit, KitSlot
from layer3.serializers import KitV0Serializer
from layer3.services import build_kit
from tests.factories import make_look, make_product, make_shade, make_wearer

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _kit(**overrides: Any) -> Kit:
    given: dict[str, Any] = {
        "look": make_look(), "wearer": make_wearer(), "preferences": Preferences(),
        "constraints": Constraints(), "priced_at": AT, "locale": "en-US",
    }  # fmt: skip
    return build_kit(**(given | overrides))


def _slots(kit: Kit) -> dict[str, KitSlot]:
    areas = (kit.areas.base, kit.areas.eye, kit.areas.lip)
    return {slot.slot: slot for area in areas for slot in area.slots}


@pytest.fixture
def demo(db: None) -> None:
    call_command("demo_catalog", verbosity=0)


CASES: dict[str, dict[str, Any]] = {
    "plain": {},
    "budget": {"constraints": Constraints(budget_cents=6000)},
    "poor": {"constraints": Constraints(budget_cents=500)},
    "stock": {"constraints": Constraints(in_stock_only=True)},
    "no skin": {"wearer": make_wearer(None)},
    "spanish": {"locale": "es-MX"},
    "bare": {
        "look": make_look(
            base={"coverage": "bare"}, blush={"intensity": "none", "hue": "none", "color": None},
            eye={"shadow_family": "none", "coverage": "none", "finish": "none", "liner": "none",
                 "lashes": "natural"},
            lip={"coverage": "none", "color_family": "none"},
        )
    },
    "gloss": {"look": make_look(lip={"finish": "glossy", "coverage": "sheer"})},
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_every_kit_is_a_valid_kit_and_the_same_each_time(demo: None, case: str) -> None:
    wire = to_wire(_kit(**CASES[case]))
    body = KitV0Serializer(data=json.loads(json.dumps(wire)))
    assert body.is_valid(), body.errors
    assert json.dumps(body.validated_data) == json.dumps(wire)
    assert to_wire(_kit(**CASES[case])) == wire


def test_a_kit_takes_at_most_10_queries(demo: None, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        _kit(constraints=Constraints(9000, ("Verrane", "Nobody"), in_stock_only=True))


def test_the_demo_fills_every_slot_of_a_full_look(demo: None) -> None:
    kit = _kit()
    assert all(slot.best is not None for slot in _slots(kit).values())
    assert "DEMO_CATALOG" in kit.warnings


def test_a_dupe_is_one(demo: None) -> None:
    dupes = [slot for slot in _slots(_kit()).values() if slot.dupe]
    assert dupes
    for slot in dupes:
        best, dupe = slot.best, slot.dupe
        assert best is not None
        assert dupe is not None
        assert float(dupe.effective_price.amount) < float(best.effective_price.amount)
        assert dupe.differences
        if slot.slot != "mascara":
            assert ciede2000(best.shade.lab, dupe.shade.lab) <= dupe_limit(slot.slot)


def test_budget_holds_and_says_what_it_cost(demo: None) -> None:
    kit = _kit(constraints=Constraints(budget_cents=3000))
    assert float(kit.totals.best.amount) <= 30
    reasons = {slot.slot: slot.best_reason for slot in _slots(kit).values() if slot.best is None}
    assert reasons
    assert set(reasons.values()) == {"OVER_BUDGET"}
    assert "BUDGET_TOO_LOW" in kit.warnings


def test_excluded_brands_are_never_sold_and_an_unknown_one_is_said(demo: None) -> None:
    kit = _kit(constraints=Constraints(excluded_brands=("tansy  ROW", "Nobody")))
    items = [
        item for slot in _slots(kit).values() for item in (slot.best, slot.dupe, *slot.alternates)
    ]
    assert all(item is None or item.brand != "Tansy Row" for item in items)
    assert "EXCLUDED_BRAND_UNKNOWN: Nobody" in kit.warnings


def test_out_of_stock_is_said_where_only_the_stock_is_missing() -> None:
    make_shade("gone", availability="out_of_stock")
    slots = _slots(_kit(constraints=Constraints(in_stock_only=True)))
    assert slots["lipstick"].best_reason == "OUT_OF_STOCK"
    assert slots["blush"].best_reason == "NO_MATCH"


def test_too_far_a_colour_is_no_match() -> None:
    make_shade("blue", hex="#1030c0")
    assert _slots(_kit())["lipstick"].best_reason == "NO_MATCH"


def test_a_dupe_goes_by_the_price_after_promotions() -> None:
    make_shade("best", price_cents=2000)
    dearer = make_shade("dearer", price_cents=2100, hex="#a22035")
    make_product("other", category="blush")
    sale = Promotion.objects.create(
        merchant=dearer.merchant, name="Sale", kind="PERCENT_OFF", percent_bp=2000,
        status="published", scope="products", starts_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    sale.products.set([dearer.product])
    slot = _slots(_kit())["lipstick"]
    assert slot.best is not None
    assert slot.dupe is not None
    assert (slot.best.sku_id, slot.dupe.sku_id) == ("shop:best", "shop:dearer")
    assert (slot.dupe.price.amount, slot.dupe.effective_price.amount) == ("21.00", "16.80")
    assert slot.dupe.promotion == "Sale"


def test_totals_run_the_cart() -> None:
    lip = make_shade("lip", price_cents=2000)
    make_shade(
        "cheek", price_cents=1000, hex="#c97b78", product=make_product("b", category="blush")
    )
    Promotion.objects.create(
        merchant=lip.merchant, name="Two or more", kind="MULTI_BUY_DISCOUNT", percent_bp=1000,
        buy_quantity=2, status="published", starts_at=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    kit = _kit()
    assert _slots(kit)["lipstick"].best.effective_price.amount == "20.00"  # type: ignore[union-attr]
    assert kit.totals.best.amount == "27.00"


def test_texts_are_spanish_where_asked(demo: None) -> None:
    best = _slots(_kit(locale="es-US"))["lipstick"].best
    assert best is not None
    assert best.why.startswith("Color más cercano")


def test_no_price_is_lower_than_promised_by_another_currency() -> None:
    Shade.objects.filter(pk=make_shade("euro").pk).update(currency="EUR")
    assert _slots(_kit())["lipstick"].best is None
