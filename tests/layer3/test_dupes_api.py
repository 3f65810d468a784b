"""GET /catalog/dupes: the kit's law, alone, with paging."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from catalog.models import Shade
from config.colour import ciede2000, lab_from_hex
from layer3.engine.rules import dupe_limit
from layer3.serializers import DupesSerializer
from tests.factories import make_product, make_shade

pytestmark = pytest.mark.django_db
URL = "/catalog/dupes"


@pytest.fixture
def client(settings: Any) -> APIClient:
    settings.API_KEYS = {"default": "secret-key"}
    return APIClient(HTTP_AUTHORIZATION="Bearer secret-key")


def _get(client: APIClient, **query: Any) -> dict[str, Any]:
    answer = client.get(URL, query)
    assert answer.status_code == 200, answer.json()
    body: dict[str, Any] = answer.json()
    assert DupesSerializer(data=body).is_valid(), DupesSerializer(data=body).errors
    return body


def _luxury(category: str) -> Shade:
    return (
        Shade.objects.filter(category=category, brand__name="Maison Orlune").order_by("sku").first()  # type: ignore[return-value]
    )


def test_every_dupe_of_a_product_is_one(client: APIClient) -> None:
    call_command("demo_catalog", verbosity=0)
    found = 0
    for shade in Shade.objects.filter(brand__name="Maison Orlune", category="foundation"):
        body = _get(client, skuId=shade.sku, limit=50)
        own = float(body["original"]["effectivePrice"]["amount"])
        for item in body["items"]:
            assert float(item["effectivePrice"]["amount"]) < own
            assert float(item["unitPrice"]["amount"]) <= float(
                body["original"]["unitPrice"]["amount"]
            )
            assert ciede2000(lab_from_hex(shade.hex or ""), item["shade"]["lab"]) <= dupe_limit(
                "foundation"
            )
            assert item["differences"]
        found += len(body["items"])
        assert (body["reason"] is None) == bool(body["items"])
    assert found


def test_a_colour_asks_for_the_dupes_of_its_nearest_product(client: APIClient) -> None:
    make_shade("near", price_cents=3000)
    make_shade("cheap", hex="#a22035", price_cents=1000)
    body = _get(client, hex="#A11F33", category="lipstick")
    assert body["original"]["skuId"] == "shop:near"
    assert [item["skuId"] for item in body["items"]] == ["shop:cheap"]
    assert body["target"]["color"]["hex"] == "#a11f33"


def test_pages_have_no_repeats_and_no_gaps(client: APIClient) -> None:
    make_shade("original", price_cents=9000)
    for number in range(25):
        make_shade(f"d{number:02}", price_cents=1000 + number)
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        body = _get(client, skuId="shop:original", limit=10, **cursor)
        assert body["total"] == 25
        seen += [item["skuId"] for item in body["items"]]
        if body["nextCursor"] is None:
            break
        cursor = {"cursor": body["nextCursor"]}
    assert seen == [f"shop:d{number:02}" for number in range(25)]


def test_a_page_says_that_the_catalogue_changed(client: APIClient) -> None:
    make_shade("original", price_cents=9000)
    make_shade("one")
    make_shade("two")
    first = _get(client, skuId="shop:original", limit=1)
    assert "CATALOG_CHANGED" not in first["warnings"]
    cursor = first["nextCursor"]
    body = _get(client, skuId="shop:original", limit=1, cursor=cursor)
    assert body["pricedAt"] == first["pricedAt"]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"price_cents": None}, "PRICE_UNKNOWN"),
        ({"currency": "GBP"}, "PRICE_UNKNOWN"),
        ({"finish": "unknown"}, "FINISH_UNKNOWN"),
        ({"price_cents": 100}, "NO_CHEAPER_MATCH"),
    ],
)
def test_no_dupe_has_a_reason(client: APIClient, fields: dict[str, Any], reason: str) -> None:
    make_shade("original", **fields)
    make_shade("other", hex="#a22035", price_cents=500)
    body = _get(client, skuId="shop:original")
    assert (body["items"], body["reason"]) == ([], reason)


def test_equivalents_are_of_other_brands_nearest_first_whatever_the_price(
    client: APIClient,
) -> None:
    def base(sku: str, text: str, brand: str, **fields: Any) -> None:
        make_shade(
            sku, hex=text, product=make_product(sku, category="foundation", brand=brand), **fields
        )

    base("worn", "#c99a7c", "Mine", price_cents=None)
    base("sister", "#c99a7d", "Mine")
    base("far", "#c29070", "Other", price_cents=500)
    base("near", "#c99b7d", "Another", price_cents=9000)
    body = _get(client, skuId="shop:worn", relation="equivalent")
    assert [item["skuId"] for item in body["items"]] == ["shop:near", "shop:far"]


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"hex": "#a11f33"},
        {"category": "lipstick"},
        {"skuId": "shop:a", "hex": "#a11f33", "category": "lipstick"},
        {"hex": "red", "category": "lipstick"},
        {"hex": "#a11f33", "category": "mascara"},
        {"skuId": "shop:a", "limit": "0"},
        {"skuId": "shop:a", "limit": "51"},
        {"skuId": "shop:a", "limit": "x"},
        {"skuId": "shop:a", "color": "red"},
        {"skuId": "shop:a", "cursor": "forged"},
        {"skuId": "shop:a", "relation": "twin"},
    ],
)
def test_a_wrong_question_is_refused(client: APIClient, query: dict[str, str]) -> None:
    make_shade("a")
    answer = client.get(URL, query)
    assert (answer.status_code, answer.json()["error"]) == (400, "INVALID_REQUEST")


def test_a_cursor_belongs_to_its_question(client: APIClient) -> None:
    make_shade("original", price_cents=9000)
    make_shade("one")
    make_shade("two")
    cursor = _get(client, skuId="shop:original", limit=1)["nextCursor"]
    assert client.get(URL, {"skuId": "shop:one", "cursor": cursor}).status_code == 400


def test_a_sku_that_is_not_there_is_404(client: APIClient) -> None:
    assert client.get(URL, {"skuId": "shop:none"}).status_code == 404


def test_it_is_the_same_answer_as_the_kits(client: APIClient) -> None:
    from config.contracts import to_wire
    from tests.factories import make_look

    call_command("demo_catalog", verbosity=0)
    look = make_look(lip={"finish": "unknown", "coverage": "full"})
    body = {"market": "US", "locale": "en-US", "lookSpec": to_wire(look)}
    kit = client.post("/api/layer3/kit", body, format="json").json()
    for area in kit["areas"].values():
        for slot in area["slots"]:
            if slot["best"] is None or slot["slot"] == "mascara":
                continue
            alone = _get(client, skuId=slot["best"]["skuId"])
            expected = [slot["dupe"]["skuId"]] if slot["dupe"] else []
            assert [item["skuId"] for item in alone["items"]][:1] == expected


def test_it_takes_few_queries(client: APIClient, django_assert_max_num_queries: Any) -> None:
    call_command("demo_catalog", verbosity=0)
    sku = _luxury("foundation").sku
    with django_assert_max_num_queries(8):
        client.get(URL, {"skuId": sku})
