"""Who may call /api/merchant, and that one merchant never sees another."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from catalog.access.services import make_key
from catalog.models import Product, Promotion, Shade
from tests.catalog.merchant_client import PRODUCTS, PROMOTIONS, client_of, product, shade, terms
from tests.factories import make_merchant, make_product, make_shade

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def operator(settings: Any) -> APIClient:
    settings.ADMIN_KEY = "operators-own"
    settings.API_KEYS = {"default": "frontend"}
    return APIClient(headers={"X-ADMIN-KEY": "operators-own"})


def test_a_key_for_looks_sees_no_merchant() -> None:
    assert APIClient(headers={"X-API-Key": "frontend"}).get(PROMOTIONS).status_code == 403
    stored = make_key(name="shopper")[1]
    assert APIClient(headers={"X-API-Key": stored}).get(PRODUCTS).status_code == 403


def test_a_reading_key_writes_nothing() -> None:
    client = client_of(make_merchant(), "merchant:read")
    assert client.get(PROMOTIONS).status_code == 200
    assert client.post(PROMOTIONS, terms()).status_code == 403
    assert client.post(f"{PRODUCTS}/bulk", {"products": [product()]}).status_code == 403
    assert client.post(f"{PROMOTIONS}/preview", terms()).status_code == 200  # it saves nothing


@pytest.mark.parametrize("key", ["", "wrong", "operators-ow", "operators-own "[:-2]])
def test_a_wrong_admin_key_is_refused(key: str) -> None:
    answer = APIClient(headers={"X-ADMIN-KEY": key}).get(f"{PROMOTIONS}?merchantId=shop")
    assert answer.status_code == 401


def test_without_an_admin_key_set_there_is_no_operator(settings: Any) -> None:
    settings.ADMIN_KEY = ""
    make_merchant()
    client = APIClient(headers={"X-ADMIN-KEY": ""})
    assert client.get(f"{PROMOTIONS}?merchantId=shop").status_code == 401


def test_the_operator_must_name_the_merchant(operator: APIClient) -> None:
    make_merchant()
    assert operator.get(PROMOTIONS).status_code == 400
    assert operator.get(f"{PROMOTIONS}?merchantId=nobody").status_code == 404
    assert operator.get(f"{PROMOTIONS}?merchantId=shop").status_code == 200
    assert operator.post(PROMOTIONS, terms()).status_code == 400
    made = operator.post(PROMOTIONS, terms(merchantId="shop"))
    assert made.status_code == 201
    assert made.json()["merchantId"] == "shop"
    assert operator.post(f"{PROMOTIONS}?merchantId=shop", terms()).status_code == 201
    two = operator.post(f"{PROMOTIONS}?merchantId=shop", terms(merchantId="other"))
    assert two.status_code == 400


def test_another_merchant_looks_like_none() -> None:
    mine, theirs = make_merchant(), make_merchant("other")
    client, other = client_of(mine), client_of(theirs)
    number = client.post(PROMOTIONS, terms()).json()["promotionId"]
    client.post(PRODUCTS, product())
    calls = [
        ("get", f"{PROMOTIONS}/{number}", None), ("patch", f"{PROMOTIONS}/{number}", {"name": "x"}),
        ("delete", f"{PROMOTIONS}/{number}", None), ("post", f"{PROMOTIONS}/{number}/preview", {}),
        ("post", f"{PROMOTIONS}/{number}/redemptions",
         {"orderRef": "o", "discount": {"amount": "1.00", "currency": "USD"}}),
        ("get", f"{PRODUCTS}/LIP-1", None), ("patch", f"{PRODUCTS}/LIP-1", {"name": "x"}),
        ("get", f"{PROMOTIONS}?merchantId=shop", None),
        ("post", PROMOTIONS, terms(merchantId="shop")),
        ("post", PRODUCTS, product("LIP-9", merchantId="shop")),
    ]  # fmt: skip
    for method, path, body in calls:
        assert getattr(other, method)(path, body).status_code == 404, (method, path)
    assert other.get(PROMOTIONS).json()["items"] == []
    assert other.get(PRODUCTS).json()["items"] == []
    assert Promotion.objects.get().name == "Lip week"
    assert Product.objects.get().name == "Lip color"


def test_another_merchants_product_is_no_target_and_no_sku() -> None:
    client = client_of(make_merchant())
    make_product("theirs", merchant=make_merchant("other"))
    answer = client.post(PROMOTIONS, terms(scope="products", productIds=["theirs"]))
    assert answer.status_code == 400
    assert "productIds" in answer.json()["details"]["fields"]


def test_a_sku_of_another_product_is_not_taken_over() -> None:
    client = client_of(make_merchant())
    row = make_shade("R", product=make_product("old"))
    taken = product(shades=[shade("R")])
    assert client.post(PRODUCTS, taken).status_code == 409
    result = client.post(f"{PRODUCTS}/bulk", {"products": [taken]}).json()["results"][0]
    assert result["outcome"] == "refused"
    client.post(PRODUCTS, product())
    assert client.patch(f"{PRODUCTS}/LIP-1", {"shades": [shade("R")]}).status_code == 409
    assert Shade.objects.get(pk=row.pk).product.external_id == "old"


def test_a_closed_merchants_key_opens_nothing() -> None:
    merchant = make_merchant()
    client = client_of(merchant)
    merchant.is_active = False
    merchant.save()
    assert client.get(PROMOTIONS).status_code == 401
