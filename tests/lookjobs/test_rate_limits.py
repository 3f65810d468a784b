"""Rate limits: atomic, shared by processes, not fooled by headers. Labels R1 to R7."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from lookjobs import rate_limits
from lookjobs.models import RateCount
from tests.lookjobs.conftest import sign

pytestmark = pytest.mark.django_db


@pytest.fixture
def limit(settings: Any) -> Any:
    """limit(name, n): set one limit."""

    def run(name: str, value: int) -> None:
        settings.RATE_LIMITS = {**settings.RATE_LIMITS, name: value}

    return run


def statuses(client: Any, times: int, **headers: str) -> list[int]:
    return [
        client.post("/uploads/signed-url", {}, headers=headers).status_code for _ in range(times)
    ]


def test_over_the_limit_is_429_with_retry_after(alice: APIClient, limit: Any) -> None:
    limit("signed_url", 2)
    answers = [sign(alice) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[2].json()["error"] == "RATE_LIMITED"
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    RateCount.objects.update(ends_at=timezone.now() + timedelta(hours=1))
    assert 3000 < int(sign(alice)["Retry-After"]) <= 3600  # when this window ends, not any number


def test_the_window_ends(alice: APIClient, limit: Any) -> None:
    limit("signed_url", 1)
    assert [sign(alice).status_code for _ in range(2)] == [201, 429]
    RateCount.objects.update(ends_at=timezone.now())
    assert sign(alice).status_code == 201


def test_callers_with_keys_have_counts_of_their_own(
    alice: APIClient, bob: APIClient, limit: Any
) -> None:
    limit("signed_url", 1)
    assert [sign(alice).status_code, sign(bob).status_code] == [201, 201]


def test_a_forged_forwarded_for_changes_nothing(nobody: APIClient, limit: Any) -> None:  # R1
    limit("signed_url", 2)
    found = [
        nobody.post("/uploads/signed-url", {}, headers={"X-Forwarded-For": f"10.0.0.{n}"})
        for n in range(4)
    ]
    assert [answer.status_code for answer in found] == [401, 401, 429, 429]


def test_behind_a_known_proxy_its_word_counts(nobody: APIClient, limit: Any, settings: Any) -> None:
    limit("signed_url", 1)
    settings.REST_FRAMEWORK = {**settings.REST_FRAMEWORK, "NUM_PROXIES": 1}
    # The client's own claim stands first, the proxy's word last; only the last counts.
    for forged in ("1.1.1.1", "2.2.2.2"):
        sent = {"X-Forwarded-For": f"{forged}, 9.9.9.9"}
        last = nobody.post("/uploads/signed-url", {}, headers=sent).status_code
    assert last == 429
    assert statuses(nobody, 1, **{"X-Forwarded-For": "1.1.1.1, 8.8.8.8"}) == [401]


@pytest.mark.django_db(transaction=True)
def test_fifty_parallel_requests_at_a_limit_of_ten(alice: APIClient, limit: Any) -> None:  # R2, R3
    limit("signed_url", 10)
    found: list[int] = []

    def post() -> None:
        try:
            client = APIClient(headers={"Authorization": "Bearer key-of-alice"})
            found.append(sign(client).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [201] * 10 + [429] * 40


@pytest.mark.parametrize(
    ("name", "method", "path"),
    [
        ("signed_url", "POST", "/uploads/signed-url"),
        ("look_job", "POST", "/look-jobs"),
        ("look_job", "POST", "/"),
        ("look_spec", "POST", "/api/layer2/look-spec"),
        ("share", "POST", "/look-jobs/00000000-0000-4000-8000-000000000000/share"),
        ("share", "POST", "/looks/00000000-0000-4000-8000-000000000000/share"),
        ("read_share", "GET", "/shares/abc"),
        ("read_share", "GET", "/s/abc"),
        ("login", "POST", "/admin/login/"),
    ],
)
def test_each_door_has_its_limit(limit: Any, name: str, method: str, path: str) -> None:  # R7
    limit(name, 1)
    client = Client()
    assert client.generic(method, path).status_code != 429
    assert client.generic(method, path).status_code == 429


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
def test_guessing_the_operators_key_has_a_limit(limit: Any, settings: Any, method: str) -> None:
    settings.ADMIN_KEY = "right"
    limit("admin_key", 2)

    def ask(key: str, path: str = "/api/merchant/products") -> int:
        return Client(headers={"X-ADMIN-KEY": key}).generic(method, path).status_code

    right = ask("right")
    assert right not in (401, 429)
    assert [ask("right") for _ in range(5)] == [right] * 5  # the right key is not counted
    assert [ask(f"guess {n}") for n in range(4)] == [401, 401, 429, 429]
    assert ask("right") == 429  # else the answers would tell which guess was right
    assert ask("other", "/api/merchant/promotions/1") == 429  # one count for all of its calls
    RateCount.objects.update(ends_at=timezone.now())
    assert ask("right") == right


def test_merchants_with_keys_of_their_own_are_not_counted_as_guesses(limit: Any) -> None:
    limit("admin_key", 1)
    found = {Client().get("/api/merchant/products").status_code for _ in range(3)}
    assert found == {401}


def test_a_limit_of_zero_is_off(alice: APIClient, limit: Any) -> None:
    limit("signed_url", 0)
    assert sign(alice).status_code == 201
    assert not RateCount.objects.exists()


def test_no_address_and_no_key_is_stored(alice: APIClient, nobody: APIClient) -> None:
    sign(alice)
    nobody.get("/shares/abc")
    stored = str(list(RateCount.objects.values()))
    assert "127.0.0.1" not in stored
    assert "key-of-alice" not in stored


def test_every_rule_has_a_setting() -> None:
    assert {rule.name for rule in rate_limits.RULES} == set(django_settings.RATE_LIMITS)
