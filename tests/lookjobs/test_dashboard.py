"""The Grafana dashboard asks only for what /metrics has."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from lookjobs import claims
from lookjobs.queueing import send
from tests.lookjobs.test_claims import beat, complete, make_job, running

ROOT = Path(__file__).resolve().parents[2]
DASHBOARD: dict[str, Any] = json.loads((ROOT / "docs" / "grafana.json").read_text())
METRIC = re.compile(r"\b((?:look|http)_[a-z_]+)\b")
LABELS = re.compile(r"\{\{(\w+)\}\}")


def expressions() -> list[tuple[str, str]]:
    return [
        (target["expr"], target["legendFormat"])
        for panel in DASHBOARD["panels"]
        for target in panel["targets"]
    ]


@pytest.mark.django_db
def test_every_metric_and_label_of_the_dashboard_exists(settings: Any) -> None:
    settings.METRICS_TOKEN = "token"
    send(make_job().pk)
    job = running()
    beat(job, faces=4.0)
    complete(job)
    error = {"code": "LAYER1_HARD_REJECT", "message": "", "reasons": ["REF_INVALID"]}
    claims.fail(running(), error=error, at=timezone.now())
    client = APIClient(headers={"Authorization": "Bearer token"})
    client.get("/look-jobs/00000000-0000-4000-8000-000000000000")
    samples = client.get("/metrics").content.decode()
    for expression, legend in expressions():
        names = METRIC.findall(expression)
        assert names
        for name in names:
            found = re.findall(rf"^{name}(?:{{(.*)}})? ", samples, re.MULTILINE)
            assert found, f"{name} is not at /metrics"
            for label in LABELS.findall(legend):
                assert f'{label}="' in found[0], (name, label)


def test_the_dashboard_says_what_each_panel_asks() -> None:
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"]) >= 12
    wanted = {
        "look_jobs_open", "look_job_stage_seconds_bucket", "look_queue_oldest_seconds",
        "look_job_attempts_total", "look_gate_reasons_total", "http_requests_total",
    }  # fmt: skip
    asked = {name for text, _ in expressions() for name in METRIC.findall(text)}
    assert wanted <= asked
