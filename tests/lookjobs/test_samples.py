"""A job that opted in leaves samples of all layers with its result; deleting it removes them."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone
from rest_framework.test import APIClient

from config.contracts import from_wire
from layer1 import services as layer1
from layer1.engine.types import FaceProfile
from layer1.models import BundleSample, sample_models
from layer2 import services as layer2
from layer2.engine.types import LookSpec, Preferences
from layer2.models import StepsSample
from layer3.engine.types import Kit
from lookjobs import pipeline
from lookjobs.models import LookJob
from lookjobs.services.work import work
from tests.layer1.profiles import make_profile
from tests.lookjobs.conftest import RESULT, fake_run

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    return {model.EXPORTED_AS: model._default_manager.count() for model in sample_models()}


@pytest.fixture
def _measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every photo gives the same reference face."""
    ref = from_wire(FaceProfile, make_profile())
    report = layer1.compare_faces(user=None, ref=ref, mode="structure", locale="en")
    bundle = layer1.make_bundle(
        user=None, ref=ref, report=report, mode="structure", locale="en",
        created_at=timezone.now(),
    )  # fmt: skip
    gate = layer1.judge_bundle(bundle)
    fixtures = Path(settings.BASE_DIR) / "contracts/us/fixtures"
    look = from_wire(LookSpec, json.loads((fixtures / "lookSpecV0.json").read_text()))
    kit = from_wire(Kit, json.loads((fixtures / "kitV0.json").read_text()))
    steps = layer2.plan_steps(
        look, bundle=bundle, mode="structure", preferences=Preferences(), locale="en"
    )

    def run(inputs: Any, *, photos: Any, on_stage: Any) -> Any:
        fake_run(inputs, photos=photos, on_stage=on_stage)
        return SimpleNamespace(
            layer1=bundle, gate=gate, look_spec=look, steps=steps, kit=kit, warnings=()
        )

    monkeypatch.setattr(pipeline, "run", run)
    monkeypatch.setattr(pipeline, "wire_result", lambda _: dict(RESULT))


def finished(alice: APIClient, body: dict[str, Any]) -> str:
    job_id = str(alice.post("/look-jobs", body).json()["jobId"])
    work(UUID(job_id))
    assert LookJob.objects.get(pk=job_id).status == "completed"
    return job_id


@pytest.mark.usefixtures("_measured")
def test_an_opted_in_job_leaves_samples_until_it_is_deleted(
    alice: APIClient, body: dict[str, Any]
) -> None:
    job_id = finished(alice, body | {"optInTraining": True, "sessionId": "sess_1"})
    sample = BundleSample.objects.get()
    assert (str(sample.job_id), sample.session_id, sample.caller) == (job_id, "sess_1", "key:alice")
    assert counts() == {
        "profiles": 1,
        "reports": 1,
        "bundles": 1,
        "lookSpecs": 1,
        "steps": 1,
        "kits": 1,
    }
    assert alice.delete(f"/look-jobs/{job_id}").status_code == 204
    assert set(counts().values()) == {0}


@pytest.mark.usefixtures("_measured")
def test_a_job_that_did_not_opt_in_leaves_none(alice: APIClient, body: dict[str, Any]) -> None:
    finished(alice, body | {"sessionId": "sess_1"})
    assert set(counts().values()) == {0}


@pytest.mark.usefixtures("_measured")
def test_samples_are_all_stored_or_none(
    alice: APIClient, body: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: Any) -> None:
        raise RuntimeError("the fifth of six writes fails")

    monkeypatch.setattr(StepsSample.objects, "create", broken)
    job_id = alice.post("/look-jobs", body | {"optInTraining": True, "sessionId": "s"}).json()
    work(UUID(job_id["jobId"]))
    assert LookJob.objects.get().status != "completed"  # it is tried again, with its samples
    assert set(counts().values()) == {0}
