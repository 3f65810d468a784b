"""Retention: each class is really deleted, at its term and not before."""

from __future__ import annotations

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
from lookjobs.services.retention import purge
from lookjobs.services.work import work
from tests.lookjobs.conftest import sign
from tests.lookjobs.test_jobs_api import create

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


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


@pytest.mark.usefixtures("quick")
def test_geometry_leaves_the_result_and_says_so(alice: APIClient, body: dict[str, Any]) -> None:
    url = create(alice, body)["Location"]
    work(LookJob.objects.get().pk)
    tag = alice.get(url)["ETag"]
    ended = LookJob.objects.get().finished_at
    assert ended is not None
    purge(ended + timedelta(days=30) - SECOND)
    assert alice.get(url).json()["result"]["layer1"] is not None
    for _ in range(2):
        purge(ended + timedelta(days=30))
    answer = alice.get(url)
    assert answer["ETag"] != tag
    assert answer.json()["result"]["layer1"] is None
    assert answer.json()["result"]["degraded"] == [{"field": "layer1", "cause": "RETENTION"}]


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
