"""What staff may do with a job: each does it once, says so, and leaves a row in the audit."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from django_q.models import OrmQ

from lookjobs import storage
from lookjobs.engine.difference import ABSENT, differences
from lookjobs.models import Consent, Deletion, LookJob, Upload
from lookjobs.services.retention import purge
from lookjobs.staff import services
from lookjobs.staff.models import Rerun, StaffAction
from tests.pages.conftest import make_running
from tests.pages.looks import make_result
from tests.staff.jobs import portrait, rejected, with_photos

pytestmark = pytest.mark.django_db


def do(client: Client, job: LookJob, what: str) -> Any:
    return client.post(f"/admin/lookjobs/lookjob/{job.pk}/{what}/", follow=True)


def test_retry_makes_a_new_job_of_the_same_request_and_leaves_the_old_end(
    operator: Client,
) -> None:
    old = rejected(selfie=True, preferences={"finish": "matte"})
    answer = do(operator, old, "retry")
    assert "runs again" in answer.content.decode()
    new = LookJob.objects.exclude(pk=old.pk).get()
    assert (new.caller, new.reference, new.selfie) == (old.caller, old.reference, old.selfie)
    assert new.preferences == {"finish": "matte"}
    assert new.status == "pending"
    assert Consent.objects.filter(job_id=new.pk, text_version="2026-11").exists()
    old.refresh_from_db()
    assert old.status == "failed"
    row = StaffAction.objects.get(action="retry")
    assert (row.username, row.job_id, row.detail) == ("operator", old.pk, {"newJob": str(new.pk)})


def test_a_retry_without_the_photo_says_why_and_does_nothing(operator: Client) -> None:
    old = rejected(reference=None)
    assert "no longer kept" in do(operator, old, "retry").content.decode()
    assert LookJob.objects.count() == 1
    assert not StaffAction.objects.filter(action="retry").exists()


def test_cancel_stops_a_running_job_once(operator: Client) -> None:
    job = make_running("key:shop")
    assert "is canceled" in do(operator, job, "cancel").content.decode()
    job.refresh_from_db()
    assert job.status == "canceled"
    done = with_photos()
    assert "already ended" in do(operator, done, "cancel").content.decode()
    assert StaffAction.objects.filter(action="cancel").count() == 1


def test_delete_removes_job_and_photos_and_keeps_that_it_was_done(operator: Client) -> None:
    job = with_photos(selfie=True)
    keys = list(Upload.objects.values_list("key", flat=True))
    assert len(keys) == 2
    do(operator, job, "erase")
    assert not LookJob.objects.exists()
    assert not any(storage.looks().exists(key) for key in keys)
    assert Deletion.objects.get().reason == "staff"
    assert StaffAction.objects.get(action="delete").job_id == job.pk


def test_actions_need_a_post(operator: Client) -> None:
    job = with_photos()
    for what in ("retry", "cancel", "erase", "rerun", "show/reference"):
        url = f"/admin/lookjobs/lookjob/{job.pk}/{what}/"
        assert operator.get(url).status_code == 405
    assert LookJob.objects.count() == 1


def test_a_rerun_is_queued_and_shows_what_differs_without_the_faces(operator: Client) -> None:
    job = with_photos(data=portrait())
    do(operator, job, "rerun")
    rerun = Rerun.objects.get()
    assert rerun.status == "pending"
    assert OrmQ.objects.count() == 1
    services.run_again(rerun_id=rerun.pk, now=timezone.now())
    rerun.refresh_from_db()
    assert rerun.status == "done"
    paths = [path for path, _, _ in rerun.changes]
    assert "lookSpec.lookTitle" in paths
    assert rerun.changed >= len(paths) > 0
    assert not [path for path in paths if "geometry" in path or "FaceProfile" in path]
    text = operator.get(f"/admin/lookjobs/lookjob/{job.pk}/change/").content.decode()
    assert "lookSpec.lookTitle" in text
    before = dict(rerun.__dict__)
    services.run_again(rerun_id=rerun.pk, now=timezone.now())  # delivered twice
    rerun.refresh_from_db()
    assert rerun.finished_at == before["finished_at"]


def test_a_rerun_of_an_unreadable_photo_says_so(operator: Client) -> None:
    job = with_photos(data=b"\xff\xd8\xff" + b"no photo")
    do(operator, job, "rerun")
    services.run_again(rerun_id=Rerun.objects.get().pk, now=timezone.now())
    rerun = Rerun.objects.get()
    assert rerun.status == "failed"
    assert rerun.error


def test_the_same_result_differs_in_nothing_and_lists_are_matched_by_name() -> None:
    assert services.compare_results(make_result(), make_result()) == []
    before = {"slots": [{"slot": "a", "x": 1}, {"slot": "b", "x": 2}], "n": 1}
    after = {"slots": [{"slot": "b", "x": 3}, {"slot": "a", "x": 1}], "m": None}
    assert differences(before, after) == [
        ("m", ABSENT, None), ("n", 1, ABSENT), ("slots[b].x", 2, 3),
    ]  # fmt: skip


def test_the_audit_cannot_be_changed(operator: Client) -> None:
    do(operator, with_photos(), "erase")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        StaffAction.objects.update(username="somebody else")


def test_reruns_and_audit_go_with_their_terms(operator: Client, settings: Any) -> None:
    do(operator, with_photos(), "rerun")
    settings.RETENTION_REFERENCE_DAYS = 3
    settings.RETENTION_JOB_DAYS = 400
    purge(timezone.now() + timedelta(days=4))
    assert not Rerun.objects.exists()
    assert StaffAction.objects.filter(action="rerun").exists()
    purge(timezone.now() + timedelta(days=401))
    assert not StaffAction.objects.exists()
