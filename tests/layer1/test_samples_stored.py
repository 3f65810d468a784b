"""Opt-in samples: only with consent and a session, all or nothing, and gone when asked."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from layer1 import services
from layer1.models import BundleSample, FaceProfileSample, SimilarityReportSample
from tests.layer1.profiles import make_profile, make_request

pytestmark = pytest.mark.django_db
Post = Callable[[dict[str, Any]], Any]
URL = "/api/layer1/compatibility"
SAMPLE_MODELS = (FaceProfileSample, SimilarityReportSample, BundleSample)


def counts() -> list[int]:
    return [model.objects.count() for model in SAMPLE_MODELS]


@pytest.fixture
def post(api: APIClient) -> Post:
    return lambda body: api.post(URL, body, format="json")


def test_an_opt_in_with_a_session_stores_derived_json(post: Post) -> None:
    response = post(make_request(optInTraining=True, sessionId="sess_1"))
    assert response.status_code == 200
    assert counts() == [2, 1, 1]
    assert BundleSample.objects.get().bundle["similarityReport"] == response.json()
    assert set(FaceProfileSample.objects.values_list("source", flat=True)) == {
        "selfie",
        "reference",
    }


@pytest.mark.parametrize(
    "wish",
    [
        {},
        {"optInTraining": False, "sessionId": "sess_1"},
        {"optInTraining": True},
        {"sessionId": "sess_1"},
    ],
)
def test_without_both_nothing_is_stored(post: Post, wish: dict[str, Any]) -> None:
    assert post(make_request(**wish)).status_code == 200
    assert counts() == [0, 0, 0]


def test_a_refused_reference_stores_nothing(post: Post) -> None:
    dark = make_profile(quality={"lightingScore": 20.0})
    body = make_request(refFaceProfile=dark, optInTraining=True, sessionId="sess_1")
    assert post(body).status_code == 422
    assert counts() == [0, 0, 0]


def test_storing_is_all_or_nothing(api: APIClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("the last of three writes fails")

    monkeypatch.setattr(BundleSample.objects, "create", broken)
    api.raise_request_exception = False
    body = make_request(optInTraining=True, sessionId="sess_1")
    assert api.post(URL, body, format="json").status_code == 500
    assert counts() == [0, 0, 0]


def test_a_call_without_opt_in_needs_no_query(post: Post, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert post(make_request()).status_code == 200


def test_a_sessions_samples_are_deleted_by_command(
    post: Post, capsys: pytest.CaptureFixture[str]
) -> None:
    for session in ("sess_1", "sess_2"):
        post(make_request(optInTraining=True, sessionId=session))
    call_command("delete_session_samples", "sess_1")
    assert "sess_1: 4 samples deleted" in capsys.readouterr().out
    assert counts() == [2, 1, 1]
    assert set(FaceProfileSample.objects.values_list("session_id", flat=True)) == {"sess_2"}
    with pytest.raises(CommandError):
        call_command("delete_session_samples", " ")


def test_one_caller_cannot_delete_anothers_session(post: Post) -> None:
    post(make_request(optInTraining=True, sessionId="sess_1"))
    assert services.delete_session_samples(session_id="sess_1", caller="key:somebody-else") == 0
    assert counts() == [2, 1, 1]


def test_a_jobs_samples_are_found_by_the_job(post: Post) -> None:
    post(make_request(optInTraining=True, sessionId="sess_1"))
    job_id = uuid4()
    BundleSample.objects.update(job_id=job_id)
    assert services.delete_job_samples(job_id=job_id) == 1
    assert counts() == [2, 1, 0]


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"market": "CA"}, "layer1_face_profile_us_market"),
        ({"session_id": ""}, "layer1_face_profile_us_session"),
        ({"source": "video"}, "layer1_face_profile_us_source"),
        ({"profile": {"market": "CA"}}, "layer1_face_profile_us_json_market"),
        ({"profile": []}, "layer1_face_profile_us_json_market"),
        ({"profile": {}}, "layer1_face_profile_us_json_market"),
    ],
)
def test_the_database_refuses_what_must_not_be_stored(
    change: dict[str, Any], constraint: str
) -> None:
    row = {
        "caller": "key:a", "session_id": "s", "source": "selfie", "created_at": timezone.now(),
        "profile": make_profile(),
    }  # fmt: skip
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        FaceProfileSample.objects.create(**(row | change))


def test_the_database_refuses_a_score_above_100() -> None:
    with pytest.raises(IntegrityError, match="layer1_report_us_fit_score"), transaction.atomic():
        SimilarityReportSample.objects.create(
            caller="key:a", session_id="s", created_at=timezone.now(), engine_version="x",
            preference_mode="vibe", fit_score=101, report={"market": "US"},
        )  # fmt: skip


def test_staff_look_and_export_but_change_nothing(post: Post, client: Client) -> None:
    post(make_request(optInTraining=True, sessionId="sess_1"))
    client.force_login(User.objects.create_superuser("boss", password="x"))
    for model in SAMPLE_MODELS:
        base, pk = f"/admin/layer1/{model._meta.model_name}/", model.objects.earliest("pk").pk
        assert client.get(base).status_code == 200
        assert client.get(f"{base}{pk}/change/").status_code == 200
        assert client.get(f"{base}add/").status_code == 403
        assert client.post(f"{base}{pk}/delete/", {"post": "yes"}).status_code == 403
        reply: Any = client.post(base, {"action": "export_jsonl", "_selected_action": [pk]})
        lines = b"".join(reply.streaming_content).decode().splitlines()
        assert json.loads(lines[0])["market"] == "US"
        assert "sess_1" not in lines[0]
    assert counts() == [2, 1, 1]
