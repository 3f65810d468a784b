"""Products over HTTP: created, changed, in bulk, stock and prices; colors and SKUs kept right."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from catalog.models import PriceHistory, Product, Shade
from catalog.serializers import MerchantProductListSerializer, MerchantProductSerializer
from config.colour import lab_from_hex
from tests.catalog.merchant_client import (
    PRODUCTS,
    PROMOTIONS,
    client_of,
    dollars,
    product,
    shade,
    terms,
)
from tests.factories import make_merchant

pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> APIClient:
    return client_of(make_merchant())


def outcomes(answer: Any) -> list[str]:
    assert answer.status_code == 200, answer.json()
    return [each["outcome"] for each in answer.json()["results"]]


@pytest.mark.parametrize("blank", ["", " ", "\u2003\t"])
@pytest.mark.parametrize("field", ["brand", "name"])
def test_a_name_that_nobody_can_see_is_refused(client: APIClient, field: str, blank: str) -> None:
    made = client.post(PRODUCTS, product(**{field: blank}))
    assert (made.status_code, made.json()["error"]) == (400, "INVALID_REQUEST")
    assert client.post(PRODUCTS, product()).status_code == 201
    changed = client.patch(f"{PRODUCTS}/LIP-1", {field: blank})
    assert changed.status_code == 400


def test_a_product_comes_back_as_it_was_sent(client: APIClient) -> None:
    one = shade(
        "R", name="Red", finish="satin", coverage="full", undertone="warm", cost=dollars("6.00"),
        size={"amount": 3.5, "unit": "g"}, availability="in_stock", active=True,
    )  # fmt: skip
    sent = product(
        description="Soft.", tags=["satin", "new"], imageUrl="https://shop.example/a.jpg?size[]=1",
        productUrl="https://shop.example/a", active=True, shades=[one],
    )  # fmt: skip
    made = client.post(PRODUCTS, sent)
    assert made.status_code == 201, made.json()
    got = client.get(f"{PRODUCTS}/LIP-1").json()
    assert got == made.json()
    assert MerchantProductSerializer(data=got).is_valid()
    for name in sent.keys() - {"tags", "shades"}:
        assert got[name] == sent[name], name
    assert got["tags"] == ["new", "satin"]
    for name, value in one.items():
        assert got["shades"][0][name] == value, name
    row = Shade.objects.get(sku="shop:R")
    assert (row.lab_l, row.lab_a, row.lab_b) == lab_from_hex("#a11f33")
    assert row.provenance["finish"] == "stated"
    assert PriceHistory.objects.get().price_cents == 1800


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"shades": []}, "shades"), ({"shades": [shade("R"), shade("R")]}, "shades"),
        ({"shades": [shade("R", hex=None)]}, "shades"),
        ({"shades": [shade("R", hex="red")]}, "shades.0.hex"),
        ({"shades": [shade("R", price=dollars("0.00"))]}, "shades.0.price.amount"),
        ({"shades": [shade("R", price=dollars("100000.01"))]}, "shades.0.price.amount"),
        ({"shades": [shade("R", price=18)]}, "shades.0.price"),
        ({"shades": [shade("R", size={"amount": 0, "unit": "g"})]}, "shades.0.size.amount"),
        ({"shades": [shade(" R")]}, "shades.0.sku"), ({"productId": "a\nb"}, "productId"),
        ({"productId": "é"}, "productId"), ({"category": "hats"}, "category"),
        ({"imageUrl": "http://[shop/a.jpg"}, "imageUrl"),
        ({"imageUrl": "javascript:alert(1)"}, "imageUrl"), ({"name": None}, "name"),
        ({"color": "red"}, "color"),
    ],
)  # fmt: skip
def test_what_is_no_product_is_refused_by_field(
    client: APIClient, wrong: dict[str, Any], field: str
) -> None:
    answer = client.post(PRODUCTS, product(**wrong))
    assert answer.status_code == 400, answer.json()
    assert field in answer.json()["details"]["fields"]
    assert not Product.objects.exists()


def test_an_id_is_created_once(client: APIClient) -> None:
    assert client.post(PRODUCTS, product()).status_code == 201
    assert client.post(PRODUCTS, product()).status_code == 409


def test_patch_changes_what_it_names(client: APIClient) -> None:
    client.post(PRODUCTS, product())
    added = shade("LIP-1-B", hex="#3a1522")
    more = {
        "name": "Lip tint", "brand": "  New  Brand ", "imageUrl": None, "active": False,
        "shades": [{"sku": "LIP-1-R", "price": dollars("15.00")}, added],
    }  # fmt: skip
    got = client.patch(f"{PRODUCTS}/LIP-1", more).json()
    assert (got["name"], got["brand"], got["active"]) == ("Lip tint", "New Brand", False)
    assert [each["price"] for each in got["shades"]] == [dollars("18.00"), dollars("15.00")]
    assert got["shades"][1]["hex"] == "#a11f33"
    assert set(Shade.objects.values_list("product_active", "brand__name")) == {(False, "New Brand")}
    assert client.patch(f"{PRODUCTS}/none", {"name": "x"}).status_code == 404
    bare = {"shades": [shade("LIP-1-C", hex=None)]}
    assert client.patch(f"{PRODUCTS}/LIP-1", bare).status_code == 400
    assert not Shade.objects.filter(sku="shop:LIP-1-C").exists()


def test_a_product_without_colors_never_becomes_one_that_is_matched_by_color(
    client: APIClient,
) -> None:
    client.post(PRODUCTS, product("M", category="mascara", shades=[shade("M-1", hex=None)]))
    assert client.patch(f"{PRODUCTS}/M", {"category": "lipstick"}).status_code == 400
    both = {"category": "lipstick", "shades": [{"sku": "M-1", "hex": "#111111"}]}
    assert client.patch(f"{PRODUCTS}/M", both).status_code == 200
    assert Shade.objects.get().category_id == "lipstick"


def test_bulk_judges_each_product_alone(client: APIClient) -> None:
    many = [product("A"), product("B", shades=[shade("B-1", hex=None)]), product("C"), product("A")]
    sent = {"products": many}
    assert outcomes(client.post(f"{PRODUCTS}/bulk", sent)) == [
        "created", "refused", "created", "refused",
    ]  # fmt: skip
    assert outcomes(client.post(f"{PRODUCTS}/bulk", {"products": [product("A")]})) == ["unchanged"]
    changed = product("A", shades=[shade("A-R", price=dollars("9.00"), active=False)])
    assert outcomes(client.post(f"{PRODUCTS}/bulk", {"products": [changed]})) == ["updated"]
    row = Shade.objects.get(sku="shop:A-R")
    assert (row.price_cents, row.is_active) == (900, False)
    assert Shade.objects.count() == 2


def test_stock_and_price_of_many(client: APIClient) -> None:
    client.post(f"{PRODUCTS}/bulk", {"products": [product("A"), product("B")]})
    items = [
        {"sku": "A-R", "price": dollars("12.00"), "availability": "out_of_stock"},
        {"sku": "B-R", "price": dollars("18.00")},
        {"sku": "none", "availability": "in_stock"},
    ]
    answer = client.post(f"{PRODUCTS}/stock-and-price", {"items": items})
    assert outcomes(answer) == ["updated", "unchanged", "refused"]
    row = Shade.objects.get(sku="shop:A-R")
    assert (row.price_cents, row.availability) == (1200, "out_of_stock")
    spans = PriceHistory.objects.filter(shade=row).order_by("started_at")
    assert [(s.price_cents, s.ended_at is None) for s in spans] == [(1800, False), (1200, True)]
    gone = {"items": [{"sku": "A-R", "price": None}]}
    assert outcomes(client.post(f"{PRODUCTS}/stock-and-price", gone)) == ["updated"]
    row.refresh_from_db()
    assert (row.price_cents, row.currency) == (None, "")


def test_the_list_filters_pages_and_shows_what_it_costs_now(client: APIClient) -> None:
    many = [
        product("A"),
        product("B", brand="Other", name="Eyes", category="eyeshadow"),
        product("C", active=False, shades=[shade("C-R", availability="in_stock")]),
    ]
    client.post(f"{PRODUCTS}/bulk", {"products": many})
    client.post(PROMOTIONS, terms(percentOff=50))

    def ids(query: str) -> list[str]:
        return [each["productId"] for each in client.get(f"{PRODUCTS}{query}").json()["items"]]

    assert ids("") == ["A", "B", "C"]
    assert ids("?category=eyeshadow") == ["B"]
    assert ids("?brand=oTHER") == ["B"]
    assert ids("?active=false") == ["C"]
    assert ids("?availability=in_stock") == ["C"]
    assert ids("?search=eye") == ["B"]
    first = client.get(f"{PRODUCTS}?limit=2").json()
    assert MerchantProductListSerializer(data=first).is_valid()
    assert first["items"][0]["shades"][0]["effectivePrice"] == dollars("9.00")
    assert first["items"][0]["shades"][0]["wasPrice"] is None
    assert ids(f"?limit=2&cursor={first['nextCursor']}") == ["C"]
    with CaptureQueriesContext(connection) as queries:
        client.get(PRODUCTS)
    assert len(queries) <= 6


def test_an_id_with_a_slash_is_found(client: APIClient) -> None:
    client.post(PRODUCTS, product("LIP/1 a"))
    assert client.get(f"{PRODUCTS}/LIP%2F1%20a").json()["productId"] == "LIP/1 a"
