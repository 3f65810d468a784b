"""POST /api/layer3/kit."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from rest_framework.test import APIClient

from config.contracts import to_wire
from layer3.serializers import KitV0Serializer
from tests.factories import make_look, make_product, make_shade

pytestmark = pytest.mark.django_db
URL = "/api/layer3/kit"


@pytest.fixture
def client(settings: Any) -> APIClient:
    settings.API_KEYS = {"default": "secret-key"}
    return APIClient(HTTP_AUTHORIZATION="Bearer secret-key")


def _body(**overrides: Any) -> dict[str, Any]:
    return {"market": "US", "locale": "en-US", "lookSpec": to_wire(make_look())} | overrides


def test_a_kit_for_a_look(client: APIClient) -> None:
    call_command("demo_catalog", verbosity=0)
    body = _body(
        preferences={"skinHex": "#c99a7c"},
        constraints={"budget": {"amount": "120.00", "currency": "USD"}, "inStockOnly": True},
    )
    answer = client.post(URL, body, format="json")
    assert answer.status_code == 200
    assert KitV0Serializer(data=answer.json()).is_valid()
    assert float(answer.json()["totals"]["best"]["amount"]) <= 120


def test_a_worn_foundation_asks_for_its_equivalents_in_other_brands(client: APIClient) -> None:
    def base(sku: str, text: str, brand: str) -> str:
        product = make_product(sku, category="foundation", brand=brand)
        return make_shade(sku, hex=text, product=product).sku

    worn = base("worn", "#c99a7c", "Mine")
    base("sister", "#c99b7d", "Mine")
    other = base("other", "#c8997b", "Other")
    answer = client.post(URL, _body(preferences={"foundationSkuId": worn}), format="json")
    slot = answer.json()["areas"]["base"]["slots"][0]
    assert slot["target"]["color"]["hex"] == "#c99a7c"
    assert slot["best"]["skuId"] == other


@pytest.mark.parametrize(
    ("change", "code", "path"),
    [
        ({"market": "us"}, "UNSUPPORTED_MARKET", None),
        ({"extra": 1}, "INVALID_REQUEST", "extra"),
        ({"lookSpec": {"market": "US"}}, "INVALID_REQUEST", "lookSpec.schemaVersion"),
        ({"constraints": {"budget": {"amount": 12, "currency": "USD"}}}, "INVALID_REQUEST",
         "constraints.budget.amount"),
        ({"constraints": {"budget": {"amount": "-1.00", "currency": "USD"}}}, "INVALID_REQUEST",
         "constraints.budget.amount"),
        ({"constraints": {"budget": {"amount": "12.5", "currency": "USD"}}}, "INVALID_REQUEST",
         "constraints.budget.amount"),
        ({"constraints": {"inStockOnly": "yes"}}, "INVALID_REQUEST", "constraints.inStockOnly"),
        ({"preferences": {"foundationSkuId": "no:such"}}, "INVALID_REQUEST",
         "preferences.foundationSkuId"),
        ({"preferences": {"skinHex": "brown"}}, "INVALID_REQUEST", "preferences.skinHex"),
    ],
)  # fmt: skip
def test_a_wrong_body_is_refused_with_its_path(
    client: APIClient, change: dict[str, Any], code: str, path: str | None
) -> None:
    answer = client.post(URL, _body(**change), format="json")
    assert (answer.status_code, answer.json()["error"]) == (422 if path is None else 400, code)
    if path:
        assert path in answer.json()["details"]["fields"]


def test_nobody_without_a_key(settings: Any) -> None:
    settings.API_KEYS = {"default": "secret-key"}
    assert APIClient().post(URL, _body(), format="json").status_code == 401
