"""The face chart of a job through the API, and what stays of a wearer's face after its term."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from config.contracts import from_wire, to_wire
from layer2 import services as layer2
from layer2.engine.types import LookSpec, Preferences
from lookjobs import pipeline
from lookjobs.models import LookJob
from lookjobs.services.retention import purge
from lookjobs.services.work import work
from tests.layer2.step_looks import GEOMETRY, make_bundle, make_profile
from tests.lookjobs.conftest import fake_run
from tests.lookjobs.test_jobs_api import create

pytestmark = pytest.mark.django_db
FIXTURES = Path(settings.BASE_DIR) / "contracts/us/fixtures"


def recorded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FIXTURES / f"{name}.json").read_text())
    return found


@pytest.fixture
def job_url(alice: APIClient, body: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> str:
    """A completed job of Alice's with a selfie whose eyes tilt otherwise."""
    user = make_profile(geometry=replace(GEOMETRY, eye_tilt_deg=1.4142))
    bundle = make_bundle(user)
    result = recorded("lookReplicateResultV1") | {"layer1": to_wire(bundle)}
    steps = layer2.plan_steps(
        from_wire(LookSpec, result["lookSpec"]),
        bundle=bundle,
        mode="structure",
        preferences=Preferences(),
        locale="en",
    )
    result |= {"steps": to_wire(steps), "degraded": []}

    def run(inputs: Any, *, photos: Any, on_stage: Any) -> Any:
        fake_run(inputs, photos=photos, on_stage=on_stage)
        return SimpleNamespace(warnings=())

    monkeypatch.setattr(pipeline, "run", run)
    monkeypatch.setattr(pipeline, "wire_result", lambda _: result)
    url: str = create(alice, body)["Location"]
    work(LookJob.objects.get().pk)
    return url


@pytest.mark.parametrize("accept", ["image/svg+xml", "image/*", "*/*", "application/json"])
def test_the_chart_is_an_svg_numbered_by_step(alice: APIClient, job_url: str, accept: str) -> None:
    answer = alice.get(f"{job_url}/face-chart.svg", headers={"Accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    drawn = ET.fromstring(answer.content)
    zones = {each.get("data-step") for each in drawn.iter() if each.get("data-step")}
    assert zones == {str(number) for number in range(1, 10)}
    sections = alice.get(job_url).json()["result"]["steps"]["sections"]
    for step in (each for section in sections for each in section["steps"]):
        assert step["title"] in answer.content.decode()


def test_it_has_the_jobs_etag(alice: APIClient, job_url: str) -> None:
    first = alice.get(f"{job_url}/face-chart.svg")
    assert first["ETag"] == alice.get(job_url)["ETag"]
    again = alice.get(f"{job_url}/face-chart.svg", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_is_not_yours_looks_like_nothing(
    bob: APIClient, nobody: APIClient, job_url: str
) -> None:
    answer = bob.get(f"{job_url}/face-chart.svg", headers={"Accept": "image/svg+xml"})
    assert (answer.status_code, answer.json()["error"]) == (404, "NOT_FOUND")
    assert nobody.get(f"{job_url}/face-chart.svg").status_code == 401


def test_a_job_without_a_result_has_no_chart(alice: APIClient, body: dict[str, Any]) -> None:
    answer = alice.get(create(alice, body)["Location"] + "/face-chart.svg")
    assert (answer.status_code, answer.json()["error"]) == (409, "CONFLICT")


def faces_in(result: dict[str, Any]) -> list[str]:
    """Return what steps say about a face: evidence by name, and the measured tilt in any text."""
    steps = json.dumps(result["steps"], ensure_ascii=False)
    names = ("user.", "delta:", "layer1.", "1.4°", "Your eyes")
    return [name for name in names if name in steps]


def test_the_wearers_measures_leave_the_steps_with_the_geometry(
    alice: APIClient, job_url: str
) -> None:
    before = alice.get(job_url).json()["result"]
    assert faces_in(before) == ["user.", "delta:", "1.4°", "Your eyes"]
    ended = LookJob.objects.get().finished_at
    assert ended is not None
    for _ in range(2):
        purge(ended + timedelta(days=30))
    after = alice.get(job_url).json()["result"]
    assert faces_in(after) == []
    assert after["layer1"] is None
    assert after["degraded"] == [
        {"field": "steps", "cause": "RETENTION"},
        {"field": "layer1", "cause": "RETENTION"},
    ]
    assert after["lookSpec"] == before["lookSpec"]
    assert alice.get(f"{job_url}/face-chart.svg").status_code == 200
