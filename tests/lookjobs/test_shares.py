"""Shares: random, revocable, expiring, and without anything of the wearer."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from lookjobs.models import Consent, LookJob, Share
from lookjobs.services import shares
from lookjobs.services.work import work
from tests.lookjobs.test_jobs_api import create

pytestmark = pytest.mark.django_db

PUBLIC: dict[str, Any] = {"schemaVersion": "v1", "lookSpec": {"lookTitle": "Soft rose"}}


@pytest.fixture
def job_url(
    alice: APIClient, body: dict[str, Any], quick: None, monkeypatch: pytest.MonkeyPatch
) -> str:
    """A completed job of Alice's, whose public result is PUBLIC."""
    monkeypatch.setattr(shares, "result_for_anybody", lambda _: PUBLIC)
    url: str = create(alice, body)["Location"]
    work(LookJob.objects.get().pk)
    return url


def share(client: APIClient, url: str) -> dict[str, Any]:
    answer = client.post(f"{url}/share")
    assert answer.status_code in (200, 201)
    found: dict[str, Any] = answer.json()
    return found


def test_a_share_is_a_random_token_and_given_once(alice: APIClient, job_url: str) -> None:
    first = alice.post(f"{job_url}/share")
    second = alice.post(f"{job_url}/share")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert re.fullmatch(r"[A-Za-z0-9_-]{32}", first.json()["shareId"])
    assert first.json()["shareUrl"].endswith("/s/" + first.json()["shareId"])
    assert alice.get(job_url).json()["shareId"] == first.json()["shareId"]
    assert [(c.purpose, c.term) for c in Consent.objects.all()] == [("sharing", "90 days")]


def test_sharing_changes_the_etag(alice: APIClient, job_url: str) -> None:
    tag = alice.get(job_url)["ETag"]
    share(alice, job_url)
    assert alice.get(job_url, headers={"If-None-Match": tag}).status_code == 200


def test_only_a_completed_job_is_shared(alice: APIClient, body: dict[str, Any]) -> None:
    answer = alice.post(create(alice, body)["Location"] + "/share")
    assert (answer.status_code, answer.json()["error"]) == (409, "CONFLICT")


def test_anybody_reads_a_share_and_it_names_nobody(
    alice: APIClient, nobody: APIClient, job_url: str
) -> None:
    share_id = share(alice, job_url)["shareId"]
    answer = nobody.get(f"/shares/{share_id}")
    assert answer.status_code == 200
    found = answer.json()
    assert set(found) == {"shareId", "createdAt", "expiresAt", "result"}
    assert found["result"] == PUBLIC
    assert (answer["X-Robots-Tag"], answer["Cache-Control"]) == ("noindex", "no-store")
    text = json.dumps(found)
    for secret in ("assetKey", "jobId", job_url.rsplit("/", 1)[1], "sessionId", "alice"):
        assert secret not in text


def test_a_wrong_key_does_not_close_what_is_public(alice: APIClient, job_url: str) -> None:
    share_id = share(alice, job_url)["shareId"]
    client = APIClient(headers={"Authorization": "Bearer wrong"})
    assert client.get(f"/shares/{share_id}").status_code == 200


def test_a_revoked_share_is_gone_at_once(alice: APIClient, nobody: APIClient, job_url: str) -> None:
    share_id = share(alice, job_url)["shareId"]
    for _ in range(2):
        assert alice.delete(f"/shares/{share_id}").status_code == 204
    answer = nobody.get(f"/shares/{share_id}")
    assert (answer.status_code, answer.json()["error"]) == (410, "GONE")
    assert alice.get(job_url).json()["shareId"] is None
    assert Share.objects.get().result is None
    assert share(alice, job_url)["shareId"] != share_id


def test_an_expired_share_is_gone_at_once(
    alice: APIClient, nobody: APIClient, job_url: str
) -> None:
    share_id = share(alice, job_url)["shareId"]
    Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert nobody.get(f"/shares/{share_id}").status_code == 410
    assert share(alice, job_url)["shareId"] != share_id


def test_deleting_the_job_closes_its_share(
    alice: APIClient, nobody: APIClient, job_url: str
) -> None:
    share_id = share(alice, job_url)["shareId"]
    alice.delete(job_url)
    assert nobody.get(f"/shares/{share_id}").status_code == 410


def test_nobody_else_revokes(
    alice: APIClient, bob: APIClient, nobody: APIClient, job_url: str
) -> None:
    share_id = share(alice, job_url)["shareId"]
    assert bob.delete(f"/shares/{share_id}").status_code == 404
    assert nobody.delete(f"/shares/{share_id}").status_code == 401
    assert nobody.get(f"/shares/{share_id}").status_code == 200


@pytest.mark.parametrize("guess", ["A" * 32, "%00", "A" * 500, "..", "%F0%9F%92%84", "a%20b"])
def test_a_guess_is_not_found(nobody: APIClient, alice: APIClient, guess: str) -> None:
    assert nobody.get(f"/shares/{guess}").status_code == 404
    assert alice.delete(f"/shares/{guess}").status_code == 404
