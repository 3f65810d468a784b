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
    items = response.context["found"]["items"]
    distances = [float(item["distance"]) for item in items]
    assert distances == sorted(distances)
    target = lab_from_hex("#9c2a44")
    sold = Shade.objects.filter(category_id="lipstick").exclude(lab_l=None)
    nearest = min(float(ciede2000(target, (s.lab_l, s.lab_a, s.lab_b))) for s in sold)
    assert distances[0] == pytest.approx(nearest, abs=0.06)


def test_a_product_is_compared_with_others_never_with_itself(browser: Client) -> None:
    own = Shade.objects.filter(category_id="lipstick").order_by("-price_cents", "sku")[0]
    found = browser.get("/dupes", {"skuId": own.sku}).context["found"]
    assert own.sku not in {item["sku"] for item in found["items"]}
    for item in found["items"]:
        if item["is_dupe"]:
            other = Shade.objects.get(sku=item["sku"])
            assert (other.price_cents or 0) < (own.price_cents or 0)
            assert float(item["distance"]) <= 3.05


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"hex": "red", "category": "lipstick"}, "six hexadecimal digits"),
        ({"hex": "#9c2a44", "category": "shoes"}, "Choose a category."),
        ({"skuId": "no-such-sku"}, "No product has this SKU."),
        ({"skuId": "a\x00b"}, "No product has this SKU."),
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
