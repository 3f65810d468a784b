"""API keys: hashed, shown once, expiring, rotated with an overlap, revoked at once."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from catalog.access.models import ApiKey
from catalog.access.services import (
    KeyNameTakenError,
    find_key,
    make_key,
    revoke_key,
    rotate_key,
)
from catalog.models import Merchant
from config.auth import MERCHANT_SCOPES, KnownKey
from lookjobs.models import LookJob
from tests.factories import make_merchant
from tests.lookjobs.test_claims import make_job

pytestmark = pytest.mark.django_db


def status(key: str) -> int:
    job = LookJob.objects.first() or make_job(caller="key:shop")
    client = APIClient(headers={"Authorization": f"Bearer {key}"})
    return int(client.get(f"/look-jobs/{job.pk}").status_code)


def test_a_key_is_its_caller_and_only_its_hash_is_kept() -> None:
    row, text = make_key(name="shop")
    assert status(text) == 200
    secret = text.partition(".")[2]
    assert len(secret) == 43
    assert secret not in str(ApiKey.objects.values())
    assert find_key(text) == KnownKey("shop")
    assert row.prefix == text.partition(".")[0]


def test_a_read_with_a_stored_key_is_two_queries() -> None:
    job = make_job(caller="key:shop")
    client = APIClient(headers={"X-API-Key": make_key(name="shop")[1]})
    with CaptureQueriesContext(connection) as queries:
        assert client.get(f"/look-jobs/{job.pk}").status_code == 200
    assert len(queries) == 2


@pytest.mark.parametrize("change", ["", "x", "lr_", ".", "lr_abc.def", "lr_\x00.a"])
def test_what_is_no_key_is_refused(change: str) -> None:
    make_key(name="shop")
    assert find_key(change) is None


def test_a_wrong_secret_is_refused() -> None:
    _, text = make_key(name="shop")
    assert status(text[:-1] + ("a" if text[-1] != "a" else "b")) == 401


def test_an_expired_key_is_refused() -> None:
    _, text = make_key(name="shop", expires_at=timezone.now() - timedelta(seconds=1))
    assert status(text) == 401


def test_a_revoked_key_is_refused_at_once() -> None:
    row, text = make_key(name="shop")
    revoke_key(key=row, now=timezone.now())
    assert status(text) == 401


def test_a_rotated_key_works_beside_its_successor_until_the_overlap_ends() -> None:
    row, old = make_key(name="shop")
    _, new = rotate_key(key=row, now=timezone.now())
    assert [status(old), status(new)] == [200, 200]
    ApiKey.objects.filter(pk=row.pk).update(expires_at=timezone.now())
    assert [status(old), status(new)] == [401, 200]


def test_keys_of_the_environment_still_work(settings: Any) -> None:
    settings.API_KEYS = {"alice": "key-of-alice"}
    assert find_key("key-of-alice") == KnownKey("alice")


def test_last_use_is_noted_once_a_minute_and_only_with_the_right_secret() -> None:
    row, text = make_key(name="shop")
    find_key(text[:-1] + "!")
    row.refresh_from_db()
    assert row.last_used_at is None
    find_key(text)
    row.refresh_from_db()
    first = row.last_used_at
    assert first is not None
    find_key(text)
    row.refresh_from_db()
    assert row.last_used_at == first
    ApiKey.objects.update(last_used_at=first - timedelta(minutes=1))
    find_key(text)
    row.refresh_from_db()
    assert row.last_used_at >= first


def test_a_merchants_key_says_whose_it_is_and_makes_no_looks() -> None:
    merchant = make_merchant()
    row, text = make_key(name="erp", merchant=merchant)
    assert find_key(text) == KnownKey("erp", frozenset(MERCHANT_SCOPES), merchant.pk)
    assert status(text) == 403
    new = rotate_key(key=row, now=timezone.now())[1]
    assert find_key(new) == find_key(text)
    Merchant.objects.update(is_active=False)
    assert find_key(text) is None


def test_a_name_is_one_callers() -> None:
    make_key(name="erp", merchant=make_merchant())
    with pytest.raises(KeyNameTakenError):
        make_key(name="erp", merchant=make_merchant("other"))
    with pytest.raises(KeyNameTakenError):
        make_key(name="erp")


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"scopes": []}, "catalog_api_key_us_scopes"),
        ({"scopes": ["everything"]}, "catalog_api_key_us_scopes"),
        ({"scopes": ["merchant:read"]}, "catalog_api_key_us_merchant"),
        ({"name": ""}, "catalog_api_key_us_name"),
        ({"market": "CA"}, "catalog_api_key_us_market"),
    ],
)
def test_the_database_refuses_a_key_that_must_not_be(
    fields: dict[str, Any], constraint: str
) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        ApiKey.objects.create(**({"name": "x", "prefix": "lr_x", "secret_sha256": "x"} | fields))


def test_keys_of_the_release_before_move_with_all_that_was_decided() -> None:
    move = import_module("lookjobs.migrations.0005_keys_moved")
    old_ones = [make_key(name="shop") for _ in range(2)]
    with connection.cursor() as cursor:
        cursor.execute(move.BACK)
        ApiKey.objects.all().delete()
        cursor.execute(
            "UPDATE look_api_keys_us SET revoked_at = now() WHERE prefix = %s",
            [old_ones[0][0].prefix],
        )
        cursor.execute(move.COPY)
        cursor.execute(move.COPY)  # again is fine
        cursor.execute("DELETE FROM look_api_keys_us")
    assert [find_key(text) for _, text in old_ones] == [None, KnownKey("shop")]


def test_the_command_makes_a_merchants_key() -> None:
    merchant, out = make_merchant(), StringIO()
    call_command("api_key", "make", "erp", merchant="shop", stdout=out)
    assert find_key(out.getvalue().strip()) == KnownKey(
        "erp", frozenset(MERCHANT_SCOPES), merchant.pk
    )
    for wrong in ({"merchant": "nobody"}, {"scopes": ["merchant:read"]}):
        with pytest.raises(CommandError):
            call_command("api_key", "make", "other", stdout=out, **wrong)
    with pytest.raises(CommandError):
        call_command("api_key", "make", "not a slug", stdout=out)


def test_the_command_prints_a_key_once() -> None:
    out = StringIO()
    call_command("api_key", "make", "shop", stdout=out)
    text = out.getvalue().strip()
    assert find_key(text) == KnownKey("shop")
    listed = StringIO()
    call_command("api_key", "list", stdout=listed)
    prefix, secret = text.split(".")
    assert prefix in listed.getvalue()
    assert secret not in listed.getvalue()
    call_command("api_key", "revoke", prefix, stdout=StringIO())
    assert find_key(text) is None


def test_the_admin_shows_a_new_key_once_and_revokes_it() -> None:
    user: Any = get_user_model()
    staff = user.objects.create_superuser("root", "root@example.com", "a-long-pass-phrase")
    client = Client()
    client.force_login(staff)
    made = client.post(
        "/admin/access/apikey/add/", {"name": "shop", "scopes": ["looks"]}, follow=True
    )
    text = next(str(m) for m in made.context["messages"]).rsplit(": ", 1)[1]
    assert find_key(text) == KnownKey("shop")
    assert text not in client.get("/admin/access/apikey/").content.decode()
    row = ApiKey.objects.get()
    chosen = {"action": "revoke", "_selected_action": [row.pk]}
    assert client.post("/admin/access/apikey/", chosen).status_code == 302
    assert find_key(text) is None
