"""/metrics: what jobs did and where the queue stands, for whoever has the token."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from lookjobs import claims
from lookjobs.cluster import write_beat
from lookjobs.queueing import send
from tests.lookjobs.test_claims import beat, complete, make_job, running

pytestmark = pytest.mark.django_db


@pytest.fixture
def scrape(settings: Any) -> Any:
    """scrape(): the samples of /metrics by name and labels."""
    settings.METRICS_TOKEN = "metrics-token"
    client = APIClient(headers={"Authorization": "Bearer metrics-token"})

    def run() -> dict[str, float]:
        answer = client.get("/metrics")
        assert answer.status_code == 200
        lines = [line for line in answer.content.decode().splitlines() if line[0] != "#"]
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines}

    return run


@pytest.mark.parametrize(("token", "debug"), [("metrics-token", True), ("", False)])
def test_without_the_token_there_is_nothing(settings: Any, token: str, debug: bool) -> None:
    settings.METRICS_TOKEN, settings.DEBUG = token, debug
    assert APIClient().get("/metrics").status_code == 404
    wrong = APIClient(headers={"Authorization": "Bearer wrong"})
    assert wrong.get("/metrics").status_code == 404


def test_the_queue_is_read_when_it_is_asked_for(scrape: Any) -> None:
    send(make_job().pk)
    running()
    write_beat("host:1")
    found = scrape()
    assert found['look_jobs_open{state="pending"}'] == 1
    assert found['look_jobs_open{state="processing"}'] == 1
    assert found["look_workers_alive"] == 1
    assert 0 <= found["look_queue_oldest_seconds"] < 60


def test_what_jobs_did_is_added_up(scrape: Any) -> None:
    for milliseconds in (4.0, 40.0, 90_000.0):
        job = running()
        beat(job, faces=milliseconds)
        complete(job)
    failed = running()
    error = {"code": "LAYER1_HARD_REJECT", "message": "", "reasons": ["REF_INVALID"]}
    claims.fail(failed, error=error, at=timezone.now())
    found = scrape()
    assert found['look_jobs_finished_total{code="",status="completed"}'] == 3
    assert found['look_jobs_finished_total{code="LAYER1_HARD_REJECT",status="failed"}'] == 1
    assert found['look_job_attempts_total{attempts="1"}'] == 4
    assert found['look_gate_reasons_total{reason="REF_INVALID"}'] == 1
    bucket = 'look_job_stage_seconds_bucket{le="%s",stage="faces"}'
    assert [found[bucket % le] for le in ("0.005", "0.05", "60.0", "+Inf")] == [1, 2, 2, 3]
    assert found['look_job_stage_seconds_count{stage="faces"}'] == 3
    assert found['look_job_stage_seconds_sum{stage="faces"}'] == pytest.approx(90.044)


def test_a_job_is_counted_once(scrape: Any) -> None:
    job = running()
    complete(job)
    complete(job)
    assert scrape()['look_jobs_finished_total{code="",status="completed"}'] == 1


def test_requests_are_counted_by_route_never_by_path(scrape: Any) -> None:
    APIClient().get("/look-jobs/00000000-0000-4000-8000-000000000000")
    APIClient().get("/no/such/page")
    names = scrape()
    route = '{method="GET",route="/look-jobs/<uuid:job_id>",status="401"}'
    assert names[f"http_requests_total{route}"] >= 1
    assert any('route="unmatched"' in name for name in names)
    assert not any(re.search("00000000|no/such", name) for name in names)
