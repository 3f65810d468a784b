"""Retention: each class is really deleted, at its term and not before."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import storages
from django.utils import timezone
from rest_framework.test import APIClient

from lookjobs import storage
from lookjobs.errors import StorageUnavailableError
from lookjobs.models import IdempotencyKey, LookJob, Upload
from lookjobs.schedules import ensure_schedules
from lookjobs.serializers import LookReplicateResultV1
from lookjobs.services.retention import purge
from tests.lookjobs.conftest import sign
from tests.lookjobs.test_claims import make_job
from tests.lookjobs.test_jobs_api import create

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)
ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "contracts" / "us" / "fixtures" / "lookReplicateResultV1.json"


def files() -> int:
    root = Path(storages["looks"].location)  # type: ignore[attr-defined]
    return sum(1 for path in root.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    ("kind", "term"), [("reference", timedelta(days=7)), ("selfie", timedelta(hours=24))]
)
def test_photos_go_at_their_term(
    alice: APIClient, upload: Callable[..., str], kind: str, term: timedelta
) -> None:
    upload(alice, kind=kind)
    made = Upload.objects.get().created_at
    purge(made + term - SECOND)
    assert (Upload.objects.count(), files()) == (1, 1)
    purge(made + term)
    assert (Upload.objects.count(), files()) == (0, 0)


def test_an_upload_that_never_came_goes_too(alice: APIClient) -> None:
    sign(alice)
    purge(timezone.now() + timedelta(days=7, seconds=1))
    assert not Upload.objects.exists()


def test_a_store_that_is_down_keeps_the_row_for_the_next_purge(
    alice: APIClient, upload: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    upload(alice)
    later = timezone.now() + timedelta(days=8)

    def down(key: str) -> None:
        raise StorageUnavailableError("down")

    with monkeypatch.context() as patched:
        patched.setattr(storage, "delete", down)
        with pytest.raises(StorageUnavailableError):
            purge(later)
    assert Upload.objects.get().state == "doomed"
    purge(later)
    assert (Upload.objects.count(), files()) == (0, 0)


@pytest.fixture
def measured(alice: APIClient) -> LookJob:
    """A completed job whose result quotes the wearer's face wherever one can."""
    result = json.loads(GOLDEN.read_text())
    result["gate"]["details"] = [
        {"code": "POSE", "photo": "selfie", "value": 31.25, "limit": 20.0, "tip": "Look ahead."}
    ]
    return make_job(
        caller="key:alice", status="completed", stage="done", progress=100, result=result,
        preference_mode="structure", finished_at=timezone.now(), session_id="s",
    )  # fmt: skip


def test_geometry_leaves_the_result_and_says_so(alice: APIClient, measured: LookJob) -> None:
    url = f"/look-jobs/{measured.pk}"
    before = alice.get(url)
    ended = measured.finished_at
    assert ended is not None
    purge(ended + timedelta(days=30) - SECOND)
    assert alice.get(url).json()["result"]["layer1"] is not None
    for _ in range(2):
        purge(ended + timedelta(days=30))
    answer = alice.get(url)
    assert answer["ETag"] != before["ETag"]
    assert answer.json()["result"]["layer1"] is None
    assert answer.json()["result"]["degraded"] == [
        {"field": field, "cause": "RETENTION"} for field in ("steps", "layer1")
    ]


def test_no_measure_of_a_face_is_left_anywhere_in_the_row(measured: LookJob) -> None:
    """Every number of the geometry, and every name of a trait, is looked for in the whole row."""
    before = json.dumps(measured.result)
    bundle = (measured.result or {})["layer1"]
    numbers = {
        str(value)
        for face in ("userFaceProfile", "refFaceProfile")
        for value in bundle[face]["geometry"].values()
    }
    names = ("delta:geometry.", "user.categorical.", "geometryVector", "31.25")
    assert all(name in before for name in names)
    measured_in_steps = json.dumps((measured.result or {})["steps"])
    assert "delta:geometry." in measured_in_steps
    purge(timezone.now() + timedelta(days=31))
    row = json.dumps(list(LookJob.objects.values("result", "layer1_bundle", "error")))
    assert not [name for name in names if name in row]
    faces = json.dumps(LookJob.objects.get().result["steps"])  # type: ignore[index]
    assert not [number for number in numbers if f"{number}°" in faces or f"({number}" in faces]
    contract = LookReplicateResultV1(data=LookJob.objects.get().result)
    assert contract.is_valid(), contract.errors


def test_a_refusal_loses_its_measures_and_keeps_its_reasons() -> None:
    error = {"code": "LAYER1_HARD_REJECT", "message": "m", "reasons": ["POSE"],
             "details": [{"code": "POSE", "value": 61.5}]}  # fmt: skip
    make_job(status="failed", error=error, finished_at=timezone.now())
    purge(timezone.now() + timedelta(days=31))
    assert LookJob.objects.get().error == {
        "code": "LAYER1_HARD_REJECT", "message": "m", "reasons": ["POSE"],
    }  # fmt: skip


def test_a_result_that_cannot_be_read_any_more_goes_whole() -> None:
    make_job(
        status="completed", stage="done", progress=100, finished_at=timezone.now(),
        result={"layer1": {"old": 1}, "degraded": []},
    )  # fmt: skip
    purge(timezone.now() + timedelta(days=31))
    assert not LookJob.objects.exists()


def test_an_internal_job_that_was_left_behind_goes_within_the_hour() -> None:
    make_job(kind="look_spec")
    purge(timezone.now() + timedelta(minutes=59))
    assert LookJob.objects.exists()
    purge(timezone.now() + timedelta(minutes=61))
    assert not LookJob.objects.exists()


@pytest.mark.usefixtures("quick")
def test_jobs_go_after_a_year(alice: APIClient, body: dict[str, Any]) -> None:
    create(alice, body)
    made = LookJob.objects.get().created_at
    purge(made + timedelta(days=365) - SECOND)
    assert LookJob.objects.exists()
    purge(made + timedelta(days=365))
    assert not LookJob.objects.exists()


def test_idempotency_keys_go_after_a_day(alice: APIClient, body: dict[str, Any]) -> None:
    create(alice, body, key="k")
    purge(timezone.now() + timedelta(hours=25))
    assert not IdempotencyKey.objects.exists()


def test_cut_off_uploads_go(alice: APIClient) -> None:
    folder = Path(storage.looks().path(storage.INCOMING))
    folder.mkdir(parents=True)
    old, new = folder / "old.part", folder / "new.part"
    for part in (old, new):
        part.write_bytes(b"x")
    import os

    os.utime(old, (1, 1))
    assert purge()["unfinished"] == 1
    assert new.exists()


def test_the_schedules_are_written_once() -> None:
    from django_q.models import Schedule

    for _ in range(2):
        ensure_schedules()
    assert sorted(Schedule.objects.values_list("name", flat=True)) == ["purge", "sweep"]
