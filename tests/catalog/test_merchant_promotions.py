"""Promotions over HTTP: strict, listed and filtered, changed, softly deleted, previewed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from catalog.models import Creator, Promotion, Redemption, Shade
from catalog.serializers import MerchantPreviewSerializer, MerchantPromotionListSerializer
from tests.catalog.merchant_client import PROMOTIONS, START, client_of, dollars, terms
from tests.factories import make_merchant, make_product, make_shade

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


@pytest.fixture
def client() -> APIClient:
    return client_of(make_merchant(margin_floor_bp=3000))


def names(client: APIClient, query: str = "") -> list[str]:
    answer = client.get(f"{PROMOTIONS}{query}")
    assert answer.status_code == 200, answer.json()
    return [each["name"] for each in answer.json()["items"]]


def test_a_promotion_comes_back_as_it_was_sent(client: APIClient) -> None:
    Creator.objects.create(merchant=make_merchant(), handle="ana", name="Ana")
    make_product("LIP-1", brand="Shop")
    sent = terms(
        type="BUY_X_GET_Y", percentOff=12.34, buyQuantity=2, getQuantity=1, scope="products",
        productIds=["LIP-1"], minSubtotal=dollars("20.00"), maxDiscount=dollars("5.50"),
        endsAt=(NOW + timedelta(days=3)).isoformat(), channels=["web", "app"], creatorIds=["ana"],
        priority=-3, stackable=False, usageCap=10,
    )  # fmt: skip
    made = client.post(PROMOTIONS, sent)
    assert made.status_code == 201, made.json()
    got = client.get(made["Location"]).json()
    assert got == made.json()
    for name in sent.keys() - {"startsAt", "endsAt", "channels"}:
        assert got[name] == sent[name], name
    assert got["channels"] == ["app", "web"]
    assert got["state"] == "running"
    assert MerchantPromotionListSerializer(data=client.get(PROMOTIONS).json()).is_valid()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"percentOff": None}, "percentOff"), ({"percentOff": 0}, "percentOff"),
        ({"percentOff": 100.01}, "percentOff"), ({"percentOff": 1.234}, "percentOff"),
        ({"percentOff": "20"}, "percentOff"), ({"amountOff": dollars("1.00")}, "amountOff"),
        ({"type": "AMOUNT_OFF", "percentOff": None}, "amountOff"),
        ({"type": "FLASH_SALE"}, "endsAt"), ({"type": "FREE_SHIPPING"}, "percentOff"),
        ({"type": "MULTI_BUY_DISCOUNT", "buyQuantity": 1}, "buyQuantity"),
        ({"type": "BUY_X_GET_Y", "buyQuantity": 1}, "getQuantity"),
        ({"endsAt": START.isoformat()}, "endsAt"), ({"startsAt": "2026-01-01"}, "startsAt"),
        ({"startsAt": None}, "startsAt"), ({"scope": "products"}, "productIds"),
        ({"categories": ["lipstick"]}, "categories"),
        ({"scope": "brands", "brands": ["No"]}, "brands"),
        ({"scope": "categories", "categories": ["hats"]}, "categories.0"),
        ({"channels": ["fax"]}, "channels.0"), ({"creatorIds": ["nobody"]}, "creatorIds"),
        ({"usageCap": 0}, "usageCap"), ({"usageCap": True}, "usageCap"), ({"name": ""}, "name"),
        ({"maxDiscount": dollars("0.00")}, "maxDiscount.amount"), ({"discount": 5}, "discount"),
        ({"minSubtotal": {"amount": "5.00", "currency": "EUR"}}, "minSubtotal.currency"),
        ({"type": "BOGUS"}, "type"),
    ],
)  # fmt: skip
def test_what_is_no_promotion_is_refused_by_field(
    client: APIClient, wrong: dict[str, Any], field: str
) -> None:
    answer = client.post(PROMOTIONS, terms(**wrong))
    assert answer.status_code == 400
    assert field in answer.json()["details"]["fields"]
    assert not Promotion.objects.exists()


def test_the_list_filters_and_pages(client: APIClient) -> None:
    Creator.objects.create(merchant=make_merchant(), handle="ana", name="Ana")
    later, past = NOW + timedelta(days=2), NOW - timedelta(hours=1)
    for each in (
        {"name": "Draft", "status": "draft"},
        {"name": "Paused", "status": "paused"},
        {"name": "Later", "startsAt": later.isoformat()},
        {"name": "Ended", "endsAt": past.isoformat()},
        {"name": "Store only", "channels": ["store"]},
        {"name": "With Ana", "creatorIds": ["ana"]},
        {"name": "Shipping", "type": "FREE_SHIPPING", "percentOff": None},
    ):
        assert client.post(PROMOTIONS, terms(**each)).status_code == 201
    assert names(client)[:2] == ["Shipping", "With Ana"]
    assert names(client, "?status=draft") == ["Draft"]
    assert names(client, "?status=paused") == ["Paused"]
    assert names(client, "?status=scheduled") == ["Later"]
    assert names(client, "?status=ended") == ["Ended"]
    assert names(client, "?status=running") == ["Shipping", "With Ana", "Store only"]
    assert len(names(client, "?status=published")) == 5
    assert names(client, "?type=FREE_SHIPPING") == ["Shipping"]
    assert "Store only" in names(client, "?channel=store")
    assert "Store only" not in names(client, "?channel=web")
    assert names(client, "?creatorId=ana") == ["With Ana"]
    assert names(client, "?search=STORE") == ["Store only"]
    found, cursor = [], ""
    while True:
        page = client.get(f"{PROMOTIONS}?limit=3{cursor}").json()
        found += [each["name"] for each in page["items"]]
        if page["nextCursor"] is None:
            break
        cursor = f"&cursor={page['nextCursor']}"
    assert found == names(client)
    assert client.get(f"{PROMOTIONS}?limit=3{cursor}&type=AMOUNT_OFF").status_code == 400


@pytest.mark.parametrize(
    "query", ["?limit=0", "?limit=101", "?limit=x", "?cursor=x", "?status=on", "?type=x", "?x=1",
              "?status=draft&status=paused", "?search=", "?merchantId=a b"],
)  # fmt: skip
def test_a_wrong_parameter_is_a_400(client: APIClient, query: str) -> None:
    assert client.get(f"{PROMOTIONS}{query}").status_code == 400


def test_a_list_takes_the_same_queries_whatever_its_length(client: APIClient) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(PROMOTIONS).status_code == 200
        return len(found)

    client.post(PROMOTIONS, terms())
    first = queries()
    for number in range(5):
        client.post(PROMOTIONS, terms(name=f"P{number}"))
    assert queries() == first <= 8


def test_patch_changes_what_it_names_and_checks_the_whole(client: APIClient) -> None:
    make_product("LIP-1")
    path = client.post(PROMOTIONS, terms())["Location"]
    assert client.patch(path, {"type": "AMOUNT_OFF"}).status_code == 400
    changed = {"type": "AMOUNT_OFF", "percentOff": None, "amountOff": dollars("3.00")}
    got = client.patch(path, changed).json()
    assert (got["type"], got["amountOff"], got["name"]) == (
        "AMOUNT_OFF", dollars("3.00"), "Lip week",
    )  # fmt: skip
    assert client.patch(path, {"scope": "products"}).status_code == 400
    scoped = client.patch(path, {"scope": "products", "productIds": ["LIP-1"]}).json()
    assert scoped["productIds"] == ["LIP-1"]
    assert client.patch(path, {"scope": "all"}).status_code == 400
    assert client.patch(path, {"scope": "all", "productIds": []}).json()["productIds"] == []
    assert client.patch(path, {"name": None}).status_code == 400
    assert client.patch(path, []).status_code == 400


def test_a_promotion_that_is_not_there_is_neither_changed_nor_made(client: APIClient) -> None:
    for number in (0, 4711):
        sent = (client.patch(f"{PROMOTIONS}/{number}", terms()),
                client.post(f"{PROMOTIONS}/{number}/preview", {}))  # fmt: skip
        assert [answer.status_code for answer in sent] == [404, 404]
    assert not Promotion.objects.exists()


def test_a_cap_is_never_below_what_was_used(client: APIClient) -> None:
    path = client.post(PROMOTIONS, terms(usageCap=5))["Location"]
    Promotion.objects.update(used_count=3)
    assert client.patch(path, {"usageCap": 2}).status_code == 409
    assert client.patch(path, {"usageCap": 3}).status_code == 200


def test_delete_is_soft_and_again_is_fine(client: APIClient) -> None:
    path = client.post(PROMOTIONS, terms())["Location"]
    use = {"orderRef": "order-1", "discount": dollars("3.60")}
    assert client.post(f"{path}/redemptions", use).status_code == 201
    assert [client.delete(path).status_code for _ in range(2)] == [204, 204]
    assert client.get(path).status_code == 404
    assert client.patch(path, {"name": "x"}).status_code == 404
    assert client.post(f"{path}/redemptions", use).status_code == 404
    assert names(client) == []
    assert Redemption.objects.get().promotion.name == "Lip week"
    assert client.delete(f"{PROMOTIONS}/999999999999999999999").status_code == 404


def test_a_preview_shows_each_sku_and_saves_nothing(client: APIClient) -> None:
    lips = make_product("LIP-1")
    make_shade("dear", product=lips, price_cents=2000, cost_cents=1000)
    make_shade("thin", product=lips, price_cents=1000, cost_cents=650)
    make_shade("dark", product=lips, price_cents=500)
    make_shade("none", product=lips, price_cents=None, currency="", currency_source="unknown")
    make_shade("eyes", product=make_product("EYE", category="eyeshadow"))
    body = terms(scope="categories", categories=["lipstick"], percentOff=20)
    before = list(Promotion.objects.values()), list(Shade.objects.order_by("pk").values())
    answer = client.post(f"{PROMOTIONS}/preview", body)
    assert answer.status_code == 200, answer.json()
    got = answer.json()
    assert MerchantPreviewSerializer(data=got).is_valid()
    assert (got["inScope"], got["affected"], got["belowFloor"], got["costUnknown"]) == (3, 3, 1, 1)
    assert got["marginFloorPercent"] == 30.0
    items = {each["skuId"]: each for each in got["items"]}
    assert items["shop:dear"]["before"] == dollars("20.00")
    assert items["shop:dear"]["after"] == dollars("16.00")
    assert items["shop:dear"]["marginPercent"] == 37.5
    assert [each["skuId"] for each in got["breaches"]] == ["shop:thin"]
    assert items["shop:thin"]["marginPercent"] == 18.75
    assert items["shop:dark"]["marginPercent"] is None
    after = list(Promotion.objects.values()), list(Shade.objects.order_by("pk").values())
    assert before == after


def test_a_preview_counts_what_runs_already_and_the_pieces_that_are_asked_for(
    client: APIClient,
) -> None:
    make_shade("one", price_cents=1000)
    client.post(PROMOTIONS, terms(name="Alone", percentOff=50, stackable=False))
    weak = client.post(f"{PROMOTIONS}/preview", terms(percentOff=10)).json()
    assert (weak["affected"], weak["notAffected"]) == (0, {"BETTER_EXCLUSIVE": 1})
    three = {"type": "BUY_X_GET_Y", "percentOff": 100, "buyQuantity": 1, "getQuantity": 1}
    strong = client.post(f"{PROMOTIONS}/preview", terms(**three, stackable=False)).json()
    assert strong["affected"] == 0  # half of two pieces is as good, and came first
    least = terms(percentOff=60, stackable=False, minSubtotal=dollars("25.00"))
    item = client.post(f"{PROMOTIONS}/preview", least).json()["items"][0]
    assert (item["quantity"], item["before"], item["after"]) == (
        3, dollars("15.00"), dollars("12.00"),
    )  # fmt: skip


def test_a_stored_promotion_is_previewed_as_it_is_and_changed(client: APIClient) -> None:
    make_shade("one", price_cents=1000)
    path = client.post(PROMOTIONS, terms(percentOff=10))["Location"]
    first = client.post(f"{path}/preview", {}).json()["items"][0]
    assert (first["before"], first["after"]) == (dollars("10.00"), dollars("9.00"))
    second = client.post(f"{path}/preview", {"percentOff": 30}).json()["items"][0]
    assert (second["before"], second["after"]) == (dollars("10.00"), dollars("7.00"))
    assert client.post(f"{path}/preview", {"percentOff": None}).status_code == 400
    assert client.get(path).json()["percentOff"] == 10.0
