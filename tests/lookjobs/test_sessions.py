"""Sessions: export what is stored, delete all of it, withdraw the training consent alone."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from rest_framework.test import APIClient

from layer1.models import sample_models
from lookjobs import pipeline
from lookjobs.models import Consent, Deletion, LookJob, Share, Upload
from lookjobs.serializers import SessionExport
from lookjobs.services import shares
from lookjobs.services.work import work
from tests.lookjobs.test_samples import _measured  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_measured")]
SESSION = "/sessions/session-1"


@pytest.fixture
def job(alice: APIClient, body: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> LookJob:
    """A completed, shared job of Alice's session, with samples."""
    body |= {
        "optInTraining": True,
        "sessionId": "session-1",
    }
    monkeypatch.setattr(shares, "result_for_anybody", lambda _: {"a": 1})
    url = alice.post("/look-jobs", body)["Location"]
    found: LookJob = LookJob.objects.get()
    work(found.pk)
    assert alice.post(f"{url}/share").status_code == 201
    return found


def samples() -> int:
    return sum(model._default_manager.count() for model in sample_models())


def test_an_export_holds_all_that_is_stored(alice: APIClient, job: LookJob) -> None:
    answer = alice.get(f"{SESSION}/export")
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-store"
    found = answer.json()
    assert [each["jobId"] for each in found["jobs"]] == [str(job.pk)]
    assert found["jobs"][0]["request"]["referenceImage"] == Upload.objects.get().key
    assert found["jobs"][0]["shareId"] == Share.objects.get().pk
    assert [c["purpose"] for c in found["consents"]] == ["sharing"]
    assert {name: len(kept) for name, kept in found["samples"].items()} == {
        "profiles": 1, "reports": 1, "bundles": 1, "lookSpecs": 1, "steps": 1, "kits": 1,
    }  # fmt: skip
    samples_form = SessionExport(data=found | {"jobs": []})
    assert samples_form.is_valid(), samples_form.errors


def test_deleting_a_session_leaves_only_rows_without_data(
    alice: APIClient, nobody: APIClient, job: LookJob
) -> None:
    share = Share.objects.get().pk
    for _ in range(2):
        assert alice.delete(SESSION).status_code == 204
    assert [model.objects.count() for model in (LookJob, Upload)] == [0, 0]
    assert samples() == 0
    assert nobody.get(f"/shares/{share}").status_code == 410
    assert [d.reason for d in Deletion.objects.all()] == ["session"]
    assert alice.get(f"{SESSION}/export").json()["jobs"] == []


def test_a_training_consent_is_withdrawn_alone(alice: APIClient, job: LookJob) -> None:
    assert samples() == 6
    for _ in range(2):
        assert alice.delete(f"{SESSION}/training").status_code == 204
    assert samples() == 0
    assert LookJob.objects.get().status == "completed"
    training = Consent.objects.filter(purpose="training")
    assert [consent.granted for consent in training] == [False]


def test_a_consent_withdrawn_while_the_job_runs_leaves_no_sample(
    alice: APIClient, body: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = pipeline.run

    def withdrawing(inputs: Any, *, photos: Any, on_stage: Any) -> Any:
        found = run(inputs, photos=photos, on_stage=on_stage)
        alice.delete(f"{SESSION}/training")
        return found

    monkeypatch.setattr(pipeline, "run", withdrawing)
    alice.post("/look-jobs", body | {"optInTraining": True, "sessionId": "session-1"})
    work(LookJob.objects.get().pk)
    assert LookJob.objects.get().status == "completed"
    assert samples() == 0


def test_a_session_of_another_caller_is_untouched(
    alice: APIClient, bob: APIClient, nobody: APIClient, job: LookJob
) -> None:
    assert bob.get(f"{SESSION}/export").json()["jobs"] == []
    assert bob.delete(SESSION).status_code == 204
    assert bob.delete(f"{SESSION}/training").status_code == 204
    assert nobody.delete(SESSION).status_code == 401
    assert LookJob.objects.get().opt_in_training
    assert samples() == 6


@pytest.mark.parametrize("session", ["a%20b", "x" * 129, uuid4().hex + "%00"])
def test_what_is_no_session_id_is_not_found(alice: APIClient, session: str) -> None:
    assert alice.get(f"/sessions/{session}/export").status_code == 404
