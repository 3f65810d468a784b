"""API keys: hashed, shown once, expiring, rotated with an overlap, revoked at once."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from rest_framework.test import APIClient

from lookjobs.models import ApiKey, LookJob
from lookjobs.services.keys import find_key, make_key, revoke_key, rotate_key
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
    assert find_key(text) == "shop"
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


def test_keys_of_the_environment_still_work() -> None:
    assert find_key("key-of-alice") == "alice"


def test_the_command_prints_a_key_once() -> None:
    out = StringIO()
    call_command("api_key", "make", "shop", stdout=out)
    text = out.getvalue().strip()
    assert find_key(text) == "shop"
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
    made = client.post("/admin/lookjobs/apikey/add/", {"name": "shop"}, follow=True)
    text = next(str(m) for m in made.context["messages"]).rsplit(": ", 1)[1]
    assert find_key(text) == "shop"
    assert text not in client.get("/admin/lookjobs/apikey/").content.decode()
    row = ApiKey.objects.get()
    chosen = {"action": "revoke", "_selected_action": [row.pk]}
    assert client.post("/admin/lookjobs/apikey/", chosen).status_code == 302
    assert find_key(text) is None
