"""A usage cap holds, whoever asks at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.db import connection
from rest_framework.test import APIClient

from catalog.models import Promotion, Redemption
from catalog.promotions import running_promotions
from tests.catalog.merchant_client import PROMOTIONS, client_of, dollars, headers_of, terms
from tests.factories import make_merchant

AT_ONCE = 50
CAP = 7


def redeem_all(path: str, headers: dict[str, str], orders: list[str]) -> list[int]:
    """POST every order at the same moment, each on a connection of its own."""
    barrier = Barrier(len(orders))

    def one(order: str) -> int:
        try:
            connection.ensure_connection()
            client = APIClient(headers=headers)
            barrier.wait(timeout=60)
            body = {"orderRef": order, "discount": dollars("3.60")}
            return int(client.post(f"{path}/redemptions", body).status_code)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(orders)) as pool:
        return list(pool.map(one, orders))


@pytest.fixture
def shop(transactional_db: None) -> tuple[str, dict[str, str]]:
    headers = headers_of(make_merchant())
    return APIClient(headers=headers).post(PROMOTIONS, terms(usageCap=CAP))["Location"], headers


def test_a_cap_holds_under_50_parallel_redemptions(shop: Any) -> None:
    path, headers = shop
    answers = redeem_all(path, headers, [f"order-{number}" for number in range(AT_ONCE)])
    assert sorted(answers) == [201] * CAP + [409] * (AT_ONCE - CAP)
    row = Promotion.objects.get()
    assert row.used_count == CAP == Redemption.objects.count()
    assert running_promotions(at=datetime.now(UTC)) == []  # no kit is priced with it any more


def test_one_order_uses_it_once_however_often_it_asks(shop: Any) -> None:
    path, headers = shop
    answers = redeem_all(path, headers, ["the-same"] * AT_ONCE)
    assert sorted(answers) == [200] * (AT_ONCE - 1) + [201]
    assert Promotion.objects.get().used_count == 1 == Redemption.objects.count()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        {"status": "paused"},
        {"startsAt": (datetime.now(UTC) + timedelta(days=1)).isoformat()},
        {"endsAt": (datetime.now(UTC) - timedelta(hours=1)).isoformat()},
    ],
)
def test_what_does_not_run_is_not_redeemed(change: dict[str, Any]) -> None:
    client = client_of(make_merchant())
    path = client.post(PROMOTIONS, terms(**change))["Location"]
    answer = client.post(f"{path}/redemptions", {"orderRef": "o", "discount": dollars("1.00")})
    assert answer.status_code == 409
    assert answer.json()["details"]["reason"] == "NOT_RUNNING"
    assert not Redemption.objects.exists()
