from __future__ import annotations

import pytest
from django.core.management import call_command
from django.test import Client

from catalog.models import Shade
from config.colour import ciede2000, lab_from_hex

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _catalog() -> None:
    call_command("demo_catalog", verbosity=0)


def test_a_color_gives_the_nearest_products_nearest_first(browser: Client) -> None:
    response = browser.get("/dupes", {"hex": "#9c2a44", "category": "lipstick"})
    rows = response.context["found"]["rows"]
    distances = [row["deltaE00"] for row in rows]
    assert distances == sorted(distances)
    target = lab_from_hex("#9c2a44")
    sold = Shade.objects.filter(category_id="lipstick", is_active=True).exclude(lab_l=None)
    nearest = min(float(ciede2000(target, (s.lab_l, s.lab_a, s.lab_b))) for s in sold)
    assert distances[0] == pytest.approx(nearest, abs=0.01)
    assert f"distance {distances[0]:.1f}" in response.content.decode()


def test_a_product_gives_its_dupes_each_cheaper_and_said_so(browser: Client) -> None:
    own = _with_dupes(browser)
    response = browser.get("/dupes", {"skuId": own.sku})
    found = response.context["found"]
    assert found["original"]["skuId"] == own.sku
    for row in found["rows"]:
        assert row["cents"] < found["original"]["cents"]
        assert row["compared"].endswith("cheaper")
        assert row["differences"]


def _with_dupes(browser: Client) -> Shade:
    for shade in Shade.objects.filter(category_id="lipstick").order_by("-price_cents", "sku")[:40]:
        if browser.get("/dupes", {"skuId": shade.sku}).context["found"]["rows"]:
            return shade
    raise AssertionError("no lipstick of the demo catalogue has a dupe")


def test_a_list_goes_on_where_it_ended(browser: Client) -> None:
    first = browser.get("/dupes", {"hex": "#9c2a44", "category": "lipstick"}).context["found"]
    second = browser.get(first["more"]).context["found"]
    shown = {row["skuId"] for row in first["rows"]}
    assert shown.isdisjoint(row["skuId"] for row in second["rows"])
    assert first["rows"][-1]["deltaE00"] <= second["rows"][0]["deltaE00"]


def test_a_name_offers_products_to_choose_from(browser: Client) -> None:
    own = Shade.objects.filter(category_id="lipstick").select_related("product", "brand")[0]
    response = browser.get("/dupes", {"q": f"{own.brand.name.lower()} lipstick"})
    assert f"?skuId={own.sku.replace(':', '%3A')}" in response.content.decode()


def test_a_sku_in_the_name_field_is_understood(browser: Client) -> None:
    own = Shade.objects.filter(category_id="lipstick").order_by("sku")[0]
    assert browser.get("/dupes", {"q": own.sku}).context["found"]["original"]["skuId"] == own.sku


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"hex": "red", "category": "lipstick"}, "six hexadecimal digits"),
        ({"hex": "#9c2a44", "category": "shoes"}, "Choose a category."),
        ({"skuId": "no-such-sku"}, "Nothing in the catalog has this name or SKU."),
        ({"q": "a\x00b zzz"}, "Nothing in the catalog has this name or SKU."),
        ({"hex": "#9c2a44", "category": "lipstick", "cursor": "forged"}, "Search again."),
    ],
)
def test_what_is_wrong_is_said(browser: Client, query: dict[str, str], words: str) -> None:
    response = browser.get("/dupes", query)
    assert response.status_code == 400
    assert words in response.content.decode()


def test_a_plain_visit_shows_the_form_alone(browser: Client) -> None:
    response = browser.get("/dupes")
    assert response.status_code == 200
    assert response.context["found"] is None
