"""The dashboard's figures are what the rows say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from lookjobs.models import LookJob, WorkerBeat
from lookjobs.staff.charts import HEIGHT, TOP, duration_lines, job_bars
from lookjobs.staff.figures import read_figures
from tests.pages.conftest import make_job, make_running
from tests.staff.conftest import Open
from tests.staff.jobs import make_upload, rejected

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)


def ended(after_s: float, at: datetime = NOON, **overrides: Any) -> LookJob:
    return make_job(
        "key:a", created_at=at, finished_at=at + timedelta(seconds=after_s), **overrides
    )


def test_today_counts_states_and_measures_the_wait() -> None:
    for seconds in (1, 2, 3, 4, 100):
        ended(seconds)
    ended(50, at=NOON - timedelta(days=1))
    rejected(created_at=NOON, finished_at=NOON)
    today = read_figures(NOON)["today"]
    assert today["counts"] == {
        "pending": 0, "processing": 0, "completed": 5, "failed": 1, "canceled": 0,
    }  # fmt: skip
    assert today["median_s"] == 3
    assert today["p95_s"] == pytest.approx(80.8)


def test_the_queue_tells_its_depth_and_age() -> None:
    for _ in range(2):
        make_running("key:a", status="pending", lease_until=None, queued_at=NOON)
    make_running("key:a")
    queue = read_figures(NOON)["queue"]
    assert (queue["waiting"], queue["running"]) == (2, 1)
    assert queue["oldest_s"] >= 0


def test_failures_and_refusals_are_counted_by_reason() -> None:
    rejected(created_at=NOON)
    two = {"code": "LAYER1_HARD_REJECT", "message": "", "reasons": ["A", "REF_LIGHTING_TOO_LOW"]}
    rejected(created_at=NOON - timedelta(days=2), error=two)
    rejected(created_at=NOON, error={"code": "TIMED_OUT", "message": "", "reasons": []})
    figures = read_figures(NOON)
    assert {(f["code"], f["count"]) for f in figures["failures"]} == {
        ("LAYER1_HARD_REJECT", 1), ("TIMED_OUT", 1),
    }  # fmt: skip
    assert [(g["reason"], g["count"]) for g in figures["gate"]] == [
        ("REF_LIGHTING_TOO_LOW", 2), ("A", 1),
    ]  # fmt: skip
    assert [f["error_code"] for f in figures["last_failures"]][-1] == "LAYER1_HARD_REJECT"


def test_cost_is_time_and_money_only_where_a_price_is_set(settings: Any) -> None:
    ended(2, timings={"fetch": 1500.0, "faces": 500.0})
    ended(2, timings={"fetch": 2000.0})
    assert read_figures(NOON)["cost"]["usd"] is None
    settings.WORKER_CENTS_PER_HOUR = 36
    cost = read_figures(NOON)["cost"]
    assert (cost["jobs"], cost["seconds"], cost["each_s"]) == (2, 4.0, 2.0)
    assert cost["usd"] == pytest.approx(0.0004)
    assert cost["per_1000_usd"] == pytest.approx(0.2)


def test_storage_counts_what_is_kept() -> None:
    photo = make_upload()
    make_upload("selfie")
    gone = make_upload()
    gone.state = "doomed"
    gone.save()
    storage = read_figures(NOON)["storage"]
    assert (storage["references"], storage["selfies"]) == (1, 1)
    assert storage["reference_bytes"] == photo.size_bytes


def test_workers_are_alive_for_a_minute_after_their_beat() -> None:
    for name, ago in (("a:1", 5), ("b:2", 61)):
        WorkerBeat.objects.create(
            name=name, started_at=NOON, beaten_at=NOON - timedelta(seconds=ago)
        )
    assert [(w["name"], w["alive"]) for w in read_figures(NOON)["workers"]] == [
        ("a:1", True), ("b:2", False),
    ]  # fmt: skip


def test_charts_are_drawn_to_the_highest_hour() -> None:
    hours = [
        {"hour": NOON, "completed": 3, "failed": 1, "other": 0, "median_s": 1.0, "p95_s": 2.0},
        {"hour": NOON, "completed": 0, "failed": 0, "other": 0, "median_s": None, "p95_s": None},
        {"hour": NOON, "completed": 2, "failed": 0, "other": 0, "median_s": 1.0, "p95_s": 1.0},
    ]
    bars = job_bars(hours)["bars"]
    assert sum(float(bar["h"]) for bar in bars if float(bar["x"]) < 240) == HEIGHT - TOP
    lines = duration_lines(hours)["lines"]
    assert lines["p95_s"]["path"].count("M") == 2  # the hour without a job is a gap
    assert job_bars([])["bars"] == []


def test_the_page_shows_them_with_a_retry_button_for_who_may(
    operator: Client, auditor: Client, sign_in: Open
) -> None:
    job = rejected()
    button = f"/admin/lookjobs/lookjob/{job.pk}/retry/"
    shown = operator.get("/admin/").content.decode()
    assert button in shown
    assert "LAYER1_HARD_REJECT" in shown
    assert button not in auditor.get("/admin/").content.decode()
    assert "Jobs today" not in sign_in("none").get("/admin/").content.decode()


def test_the_page_of_a_day_without_anything_is_whole(operator: Client) -> None:
    text = operator.get("/admin/").content.decode()
    assert "No worker has ever beaten here." in text
    assert "No job in the last 24 hours." in text
