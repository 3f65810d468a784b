"""The page of one job shows why it answered as it did, and escapes what strangers wrote."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from lookjobs.models import JobEvent, LookJob
from lookjobs.page_texts import load_texts
from lookjobs.staff.job_page import attempts, measured, stepper
from tests.pages.conftest import make_job, make_running
from tests.pages.looks import make_hostile_result, make_result
from tests.staff.jobs import rejected, with_photos

pytestmark = pytest.mark.django_db


def page(client: Client, job: LookJob) -> str:
    answer = client.get(f"/admin/lookjobs/lookjob/{job.pk}/change/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_completed_job_shows_look_evidence_conditions_kit_and_score_parts(
    auditor: Client,
) -> None:
    text = page(auditor, with_photos(timings={"fetch": 12.0, "faces": 90.0}))
    for shown in (
        "Berry lip and bronze eyes", "90.0 ms", "highlight.share", "dewy where over 0.03",
        "because your eyes tilt less than in the photo", "Velvet Hours Lipstick", "0.550",
        "SELFIE_SOFT_DEGRADE_REASON", "21.4", "compat-us-1.0.0",
    ):  # fmt: skip
        assert shown in text


def test_a_refused_job_shows_value_limit_and_tip(auditor: Client) -> None:
    text = page(auditor, rejected())
    for shown in ("LAYER1_HARD_REJECT", "REF_LIGHTING_TOO_LOW", "12.5", "35", "Find more light."):
        assert shown in text


@pytest.mark.parametrize("status", ["pending", "processing", "canceled"])
def test_a_job_without_a_result_has_a_page(auditor: Client, status: str) -> None:
    processing = status == "processing"
    job = make_running(
        "key:shop", status=status, lease_until=timezone.now() if processing else None
    )
    assert "has not come to the gate" in page(auditor, job)


def test_what_strangers_wrote_is_escaped(operator: Client) -> None:
    hostile = "<script>alert('x')</script>"
    job = with_photos(result=make_hostile_result(), caller=f"key:{hostile}", session_id=hostile)
    text = page(operator, job)
    assert hostile not in text
    assert "javascript:" not in text
    assert "onerror=" not in text.replace("onerror=alert(1)&gt;", "")
    listed = operator.get("/admin/lookjobs/lookjob/").content.decode()
    assert hostile not in listed


def test_a_result_whose_faces_are_forgotten_still_has_a_page(auditor: Client) -> None:
    text = page(auditor, with_photos(result=make_result() | {"layer1": None}))
    assert "The measurements of the faces have left this result." in text


def test_a_deleted_job_says_so_and_an_unknown_one_is_not_found(operator: Client) -> None:
    job = with_photos()
    operator.post(f"/admin/lookjobs/lookjob/{job.pk}/erase/")
    answer = operator.get(f"/admin/lookjobs/lookjob/{job.pk}/change/", follow=True)
    assert "was deleted on" in answer.content.decode()
    assert operator.get(f"/admin/lookjobs/lookjob/{uuid4()}/change/").status_code == 404
    assert operator.get("/admin/lookjobs/lookjob/nonsense/change/").status_code == 404


def test_the_stepper_says_where_it_is_and_where_it_ended() -> None:
    words = load_texts("en")
    running = [s["state"] for s in stepper(make_running("key:a"), words)]
    assert running == ["past", "past", "past", "now", "ahead", "ahead", "ahead"]
    failed = [s["state"] for s in stepper(rejected(), words)]
    assert failed == ["past", "past", "failed", "ahead", "ahead", "ahead", "ahead"]
    assert {s["state"] for s in stepper(make_job("key:a"), words)} == {"past"}


def test_attempts_are_read_from_the_events() -> None:
    job = make_job("key:a", attempt=2)
    start = timezone.now()
    told = (("stage", "fetch", "processing", 0), ("stage", "faces", "processing", 2),
            ("stage", "fetch", "processing", 20), ("done", "done", "completed", 23))  # fmt: skip
    for event, stage, status, after in told:
        JobEvent.objects.create(
            job=job, event=event, data={"stage": stage, "status": status},
            created_at=start + timedelta(seconds=after),
        )  # fmt: skip
    events: Any = JobEvent.objects.order_by("pk").values("event", "data", "created_at")
    found = attempts(events, job)
    assert [(a["stage"], a["seconds"], a["outcome"]) for a in found] == [
        ("faces", 2.0, "handed on"), ("done", 3.0, "completed"),
    ]  # fmt: skip


def test_measures_stand_beside_their_limits() -> None:
    photos = measured(make_result())
    assert [photo["photo"] for photo in photos] == ["reference", "selfie"]
    rows = {row["name"]: row for row in photos[0]["rows"]}
    assert rows["Lighting score"]["rule"] == "at least 35"
    dark = make_result()
    dark["layer1"]["refFaceProfile"]["quality"]["lightingScore"] = 34.9
    assert not {r["name"]: r for r in measured(dark)[0]["rows"]}["Lighting score"]["good"]
