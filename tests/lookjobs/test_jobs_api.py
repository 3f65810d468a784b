"""Look jobs through the API: create, read, cancel, delete; owned, strict, idempotent."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_q.models import OrmQ
from rest_framework.test import APIClient

from lookjobs import sweeper, views
from lookjobs.models import Consent, Deletion, IdempotencyKey, LookJob, Upload
from lookjobs.services.work import work
from tests.lookjobs.conftest import RESULT, job_body

pytestmark = pytest.mark.django_db
JOBS = "/look-jobs"


def create(client: APIClient, body: dict[str, Any], key: str | None = None) -> Any:
    headers = {} if key is None else {"Idempotency-Key": key}
    return client.post(JOBS, body, headers=headers)


def test_a_new_job_is_pending_and_queued_once(alice: APIClient, body: dict[str, Any]) -> None:
    answer = create(alice, body)
    job = LookJob.objects.get()
    assert answer.status_code == 201
    assert answer["Location"] == f"/look-jobs/{job.pk}"
    found = answer.json()
    assert (found["status"], found["stage"], found["progress"]) == ("pending", "queued", 0)
    assert found["shareId"] is None
    assert "result" not in found
    assert "error" not in found
    assert OrmQ.objects.count() == 1
    assert job.message_id == OrmQ.objects.get().pk


@pytest.mark.usefixtures("quick")
def test_a_finished_job_has_its_result_in_two_queries(
    alice: APIClient, body: dict[str, Any]
) -> None:
    job_id = create(alice, body).json()["jobId"]
    work(LookJob.objects.get().pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = alice.get(f"{JOBS}/{job_id}")
    found = answer.json()
    assert len(queries) <= 2
    assert (found["status"], found["stage"], found["progress"]) == ("completed", "done", 100)
    assert found["result"] == RESULT
    assert found["warnings"] == ["LOCALE_FALLBACK"]
    assert set(found["timings"]) == {"fetch", "faces", "gate", "look", "steps", "kit"}


@pytest.mark.usefixtures("quick")
def test_an_unchanged_job_is_304_and_a_changed_one_is_not(
    alice: APIClient, body: dict[str, Any]
) -> None:
    made = create(alice, body)
    url, tag = made["Location"], made["ETag"]
    assert alice.get(url, headers={"If-None-Match": tag}).status_code == 304
    assert alice.get(url, headers={"If-None-Match": f'"x", W/{tag}'}).status_code == 304
    work(LookJob.objects.get().pk)
    answer = alice.get(url, headers={"If-None-Match": tag})
    assert answer.status_code == 200
    assert answer["ETag"] != tag


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"market": "CA"}, 422, "UNSUPPORTED_MARKET"),
        ({"market": None}, 422, "UNSUPPORTED_MARKET"),
        ({"locale": None}, 400, "INVALID_REQUEST"),
        ({"locale": "e"}, 400, "INVALID_REQUEST"),
        ({"locale": "x" * 36}, 400, "INVALID_REQUEST"),
        ({"preferenceMode": "fast"}, 400, "INVALID_REQUEST"),
        ({"referenceImage": None}, 400, "INVALID_REQUEST"),
        ({"referenceImageUrl": "https://example.com/a.jpg"}, 400, "INVALID_REQUEST"),
        ({"referenceImage": None, "referenceImageUrl": "https://example.com/a"}, 400,
         "INVALID_REQUEST"),
        ({"optInTraining": True}, 400, "INVALID_REQUEST"),
        ({"optInTraining": "true", "sessionId": "s1"}, 400, "INVALID_REQUEST"),
        ({"optInTraining": 1, "sessionId": "s1"}, 400, "INVALID_REQUEST"),
        ({"sessionId": "a b"}, 400, "INVALID_REQUEST"),
        ({"preferences": {"finish": "wet"}}, 400, "INVALID_REQUEST"),
        ({"preferences": {"skinHex": "red"}}, 400, "INVALID_REQUEST"),
        ({"unknown": 1}, 400, "INVALID_REQUEST"),
        ({"selfieConsent": {"version": "v1", "acceptedAt": "2999-01-01T00:00:00Z"}}, 400,
         "INVALID_REQUEST"),
        ({"selfieConsent": {"version": "v1", "acceptedAt": "2026-01-01T00:00:00"}}, 400,
         "INVALID_REQUEST"),
    ],
)  # fmt: skip
def test_what_a_body_may_not_say(
    alice: APIClient, body: dict[str, Any], changes: dict[str, Any], status: int, code: str
) -> None:
    sent = {name: value for name, value in (body | changes).items() if value is not None}
    answer = create(alice, sent)
    assert (answer.status_code, answer.json()["error"]) == (status, code)
    assert not LookJob.objects.exists()
    assert not OrmQ.objects.exists()


def test_a_selfie_needs_a_consent(
    alice: APIClient, body: dict[str, Any], upload: Callable[..., str]
) -> None:
    body["selfieImage"] = {"assetKey": upload(alice, kind="selfie")}
    answer = create(alice, body)
    assert (answer.status_code, answer.json()["error"]) == (422, "CONSENT_REQUIRED")
    body["selfieConsent"] = {"version": "2026-11", "acceptedAt": "2026-01-01T00:00:00Z"}
    assert create(alice, body).status_code == 201
    consent = Consent.objects.get()
    assert (consent.purpose, consent.text_version, consent.term) == (
        "processing", "2026-11", "selfie 24 h",
    )  # fmt: skip
    assert consent.job_id == LookJob.objects.get().pk


def test_training_has_a_consent_of_its_own(
    alice: APIClient, body: dict[str, Any], upload: Callable[..., str]
) -> None:
    body |= {
        "selfieImage": {"assetKey": upload(alice, kind="selfie")},
        "selfieConsent": {"version": "1", "acceptedAt": "2026-01-01T00:00:00Z"},
        "optInTraining": True,
        "sessionId": "session-1",
    }
    assert create(alice, body).status_code == 201
    purposes = Consent.objects.order_by("purpose").values_list("purpose", flat=True)
    assert list(purposes) == ["processing", "training"]


def test_the_same_key_and_body_give_the_same_job(alice: APIClient, body: dict[str, Any]) -> None:
    first, second = (create(alice, body, key="k") for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert LookJob.objects.count() == 1
    shuffled = dict(reversed(body.items()))
    assert create(alice, shuffled, key="k").status_code == 200


def test_the_same_key_and_another_body_conflict(alice: APIClient, body: dict[str, Any]) -> None:
    create(alice, body, key="k")
    answer = create(alice, body | {"locale": "es"}, key="k")
    assert (answer.status_code, answer.json()["error"]) == (409, "IDEMPOTENCY_CONFLICT")


def test_keys_of_two_callers_are_independent(
    alice: APIClient, bob: APIClient, body: dict[str, Any], upload: Callable[..., str]
) -> None:
    assert create(alice, body, key="k").status_code == 201
    assert create(bob, job_body(upload(bob)), key="k").status_code == 201


def test_an_invalid_body_does_not_burn_the_key(alice: APIClient, body: dict[str, Any]) -> None:
    assert create(alice, body | {"locale": ""}, key="k").status_code == 400
    missing = job_body(f"look-replicator/us/reference/2026-01-01/{'0' * 36}.jpg")
    assert create(alice, missing, key="k").status_code == 422
    assert create(alice, body, key="k").status_code == 201


def test_a_crash_after_the_commit_is_answered_by_the_retry(  # I4
    alice: APIClient, body: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(job: LookJob) -> Any:
        raise RuntimeError

    alice.raise_request_exception = False
    with monkeypatch.context() as patched:
        patched.setattr(views, "full_status", crash)
        assert create(alice, body, key="k").status_code == 500
    answer = create(alice, body, key="k")
    assert (answer.status_code, answer.json()["jobId"]) == (200, str(LookJob.objects.get().pk))


def test_an_old_key_makes_a_new_job(alice: APIClient, body: dict[str, Any]) -> None:
    create(alice, body, key="k")
    IdempotencyKey.objects.update(created_at=timezone.now() - timedelta(hours=24, seconds=1))
    assert create(alice, body, key="k").status_code == 201
    assert LookJob.objects.count() == 2


@pytest.mark.parametrize("key", ["", "k" * 256, "a\x00b", "clé", "a\x7f"])
def test_a_key_that_is_no_printable_ascii_is_refused(
    alice: APIClient, body: dict[str, Any], key: str
) -> None:
    assert create(alice, body, key=key).status_code == 400


def test_without_a_key_every_post_is_a_new_job(alice: APIClient, body: dict[str, Any]) -> None:
    assert create(alice, body).json()["jobId"] != create(alice, body).json()["jobId"]


@pytest.mark.django_db(transaction=True)
def test_twenty_parallel_posts_with_one_key_make_one_job(
    alice: APIClient, body: dict[str, Any]
) -> None:
    answers: list[Any] = []

    def post() -> None:
        try:
            client = APIClient(headers={"Authorization": "Bearer key-of-alice"})
            answers.append(create(client, body, key="k"))
        finally:
            connection.close()

    threads = [threading.Thread(target=post) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["jobId"] for answer in answers}) == 1
    assert LookJob.objects.count() == 1
    assert OrmQ.objects.count() == 1


def test_a_full_queue_refuses(alice: APIClient, body: dict[str, Any], settings: Any) -> None:
    settings.QUEUE_MAX_PENDING = 1
    assert create(alice, body).status_code == 201
    answer = create(alice, body)
    assert (answer.status_code, answer.json()["error"]) == (503, "QUEUE_FULL")
    assert answer["Retry-After"]
    assert LookJob.objects.count() == 1


def test_a_cancel_ends_a_pending_job_and_may_be_repeated(
    alice: APIClient, body: dict[str, Any]
) -> None:
    url = create(alice, body)["Location"]
    for _ in range(2):
        answer = alice.post(f"{url}/cancel")
        assert (answer.status_code, answer.json()["status"]) == (200, "canceled")
    work(LookJob.objects.get().pk)
    assert alice.get(url).json()["status"] == "canceled"


@pytest.mark.usefixtures("quick")
def test_an_ended_job_cannot_be_canceled(alice: APIClient, body: dict[str, Any]) -> None:
    url = create(alice, body)["Location"]
    work(LookJob.objects.get().pk)
    answer = alice.post(f"{url}/cancel")
    assert (answer.status_code, answer.json()["error"]) == (409, "CONFLICT")


@pytest.mark.usefixtures("quick")
def test_a_deleted_job_leaves_a_row_without_data(alice: APIClient, body: dict[str, Any]) -> None:
    url = create(alice, body, key="k")["Location"]
    work(LookJob.objects.get().pk)
    assert alice.delete(url).status_code == 204
    assert alice.delete(url).status_code == 204
    assert alice.get(url).status_code == 404
    left = (LookJob, Upload, IdempotencyKey, OrmQ)
    assert [model.objects.count() for model in left] == [0, 0, 0, 0]
    assert "alice" not in str(Deletion.objects.values())


def test_deleting_a_pending_job_drops_its_message(alice: APIClient, body: dict[str, Any]) -> None:
    alice.delete(create(alice, body)["Location"])
    assert not OrmQ.objects.exists()
    assert sweeper.sweep() == 0


def test_a_photo_that_another_job_uses_stays(alice: APIClient, body: dict[str, Any]) -> None:
    first, second = create(alice, body)["Location"], create(alice, body)["Location"]
    alice.delete(first)
    assert Upload.objects.count() == 1
    alice.delete(second)
    assert Upload.objects.count() == 0


@pytest.mark.parametrize(
    ("method", "tail"),
    [("get", ""), ("delete", ""), ("get", "/events"), ("post", "/cancel"), ("post", "/share")],
)
def test_what_is_not_yours_looks_like_what_is_not_there(
    alice: APIClient, bob: APIClient, nobody: APIClient, body: dict[str, Any], method: str,
    tail: str,
) -> None:  # fmt: skip
    url = create(alice, body)["Location"]
    theirs = getattr(bob, method)(url + tail)
    missing = getattr(bob, method)(f"/look-jobs/00000000-0000-4000-8000-000000000000{tail}")
    assert theirs.status_code == missing.status_code == 404
    assert theirs.json()["message"] == missing.json()["message"]
    assert getattr(nobody, method)(url + tail).status_code == 401
    assert LookJob.objects.count() == 1
