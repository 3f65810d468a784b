"""The protocol of a job's row: one claim, fenced writes, nothing lost, nothing done twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_q.exceptions import TimeoutException
from django_q.models import OrmQ

from layer1.services import HardRejectError
from lookjobs import claims, pipeline, sweeper
from lookjobs.errors import StorageUnavailableError, UnreadablePhotoError
from lookjobs.models import Consent, JobEvent, LookJob, Upload
from lookjobs.queueing import send
from lookjobs.services.stages import Stages
from lookjobs.services.work import work
from tests.lookjobs.conftest import RESULT, fake_run

pytestmark = pytest.mark.django_db


def make_job(**changes: Any) -> LookJob:
    now = timezone.now()
    fields: dict[str, Any] = {
        "caller": "key:alice", "locale": "en", "preference_mode": "ease", "created_at": now,
        "updated_at": now,
    }  # fmt: skip
    made: LookJob = LookJob.objects.create(**fields | changes)
    return made


def running(**changes: Any) -> LookJob:
    job = claims.claim(make_job(**changes).pk)
    assert job is not None
    return job


def lapse(job: LookJob) -> None:
    """As if the worker had died and the lease had run out."""
    LookJob.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))


def claim(job: LookJob) -> int | None:
    """Return the attempt's number where the job could be claimed."""
    found = claims.claim(job.pk)
    return found.attempt if found else None


def complete(job: LookJob) -> None:
    claims.completion(job, result={"a": 1}, warnings=[], at=timezone.now())()


def beat(job: LookJob, stage: str = "look", progress: int = 50, **timings: float) -> None:
    """Show a stage, as the worker that claimed the job does."""
    job.stage, job.progress = stage, progress
    job.timings, job.updated_at = {**job.timings, **timings}, timezone.now()
    claims.beat(job, [claims.tell(job, "stage")])


def test_a_job_is_claimed_once() -> None:
    job = make_job()
    assert claim(job) == 1
    assert claim(job) is None
    assert claims.claim(uuid4()) is None


@pytest.mark.django_db(transaction=True)
def test_of_twenty_workers_one_claims() -> None:  # J6
    job, found = make_job(), list[int | None]()

    def take() -> None:
        try:
            found.append(claim(job))
        finally:
            connection.close()

    threads = [threading.Thread(target=take) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found, key=str) == [1] + [None] * 19


def test_a_lapsed_lease_can_be_claimed_again_and_the_first_worker_is_shut_out() -> None:
    job = running()
    lapse(job)
    second = claims.claim(job.pk)
    assert second is not None
    assert second.attempt == 2
    for late in (beat, claims.renew, complete):
        with pytest.raises(claims.ClaimLostError):
            late(job)
    assert not claims.fail(job, error={"code": "X"}, at=timezone.now())
    complete(second)
    assert LookJob.objects.get().result == {"a": 1}


def test_attempts_are_bounded(settings: Any) -> None:
    settings.JOB_MAX_ATTEMPTS = 2
    job = running()
    lapse(job)
    assert claim(job) == 2
    lapse(job)
    assert claim(job) is None


def test_a_result_is_written_once_and_a_lost_answer_is_forgiven() -> None:
    job = running()
    complete(job)
    complete(job)
    assert JobEvent.objects.filter(job=job, event="done").count() == 1


def test_a_canceled_job_takes_no_result() -> None:
    job = running()
    assert claims.cancel(job, now=timezone.now())
    with pytest.raises(claims.ClaimLostError):
        complete(job)
    assert LookJob.objects.get().status == "canceled"


def test_terminal_states_never_change() -> None:
    job = running()
    complete(job)
    assert not claims.cancel(job, now=timezone.now())
    assert not claims.fail(job, error={"code": "X"}, at=timezone.now())
    assert claim(job) is None
    assert LookJob.objects.get().status == "completed"


def test_progress_never_goes_back() -> None:
    job = running()
    beat(job, "kit", 80)
    lapse(job)
    second = claims.claim(job.pk)
    assert second is not None
    stages = Stages(second)
    stages.enter("fetch")
    stages.show()
    assert LookJob.objects.get().progress == 80
    shown = [event.data["progress"] for event in JobEvent.objects.order_by("id")]
    assert shown == sorted(shown)


def test_a_rollback_after_sending_leaves_neither_job_nor_message() -> None:
    with suppress(RuntimeError), transaction.atomic():
        send(make_job().pk)
        raise RuntimeError
    assert not LookJob.objects.exists()
    assert not OrmQ.objects.exists()


def test_the_sweeper_sends_a_dead_workers_job_again_once() -> None:
    job = running()
    assert sweeper.sweep() == 0
    lapse(job)
    assert sweeper.sweep() == 1
    assert sweeper.sweep() == 0
    job.refresh_from_db()
    assert (job.status, job.attempt, OrmQ.objects.count()) == ("pending", 1, 1)


def test_the_sweeper_ends_a_job_that_is_out_of_attempts(settings: Any) -> None:
    settings.JOB_MAX_ATTEMPTS = 1
    job = running()
    lapse(job)
    assert sweeper.sweep() == 0
    job.refresh_from_db()
    assert job.status == "failed"
    assert job.error is not None
    assert job.error["code"] == "ATTEMPTS_EXHAUSTED"
    assert JobEvent.objects.filter(event="done").count() == 1


def test_the_sweeper_ends_a_job_that_was_killed_for_its_time(settings: Any) -> None:
    job = running()
    past = timezone.now() - timedelta(seconds=settings.JOB_TIMEOUT_S + 30)
    LookJob.objects.update(claimed_at=past)
    lapse(job)
    assert claims.claim(job.pk) is None  # its message may come back before the sweeper does
    sweeper.sweep()
    job.refresh_from_db()
    assert job.error is not None
    assert job.error["code"] == "TIMED_OUT"


def test_the_sweeper_finds_a_job_without_a_message() -> None:
    job = make_job()
    send(job.pk)
    OrmQ.objects.all().delete()
    assert sweeper.sweep() == 0  # it may just be on its way
    LookJob.objects.update(queued_at=timezone.now() - timedelta(seconds=sweeper.STALE_S + 1))
    assert sweeper.sweep() == 1
    assert OrmQ.objects.count() == 1


def test_later_attempts_wait_longer() -> None:
    assert [sweeper.back_off_s(n) for n in range(5)] == [0, 1, 2, 4, 8]
    assert sweeper.back_off_s(99) == 30
    job = make_job()
    send(job.pk, delay_s=30)
    assert OrmQ.objects.get().lock > timezone.now() + timedelta(seconds=20)


@pytest.mark.usefixtures("quick")
def test_work_runs_a_job_once(upload_row: Callable[[], Upload]) -> None:
    job = make_job(reference=upload_row())
    work(job.pk)
    work(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempt, job.result) == ("completed", 1, RESULT)
    shown = [event.data["stage"] for event in JobEvent.objects.order_by("id")]
    assert shown == ["fetch", "faces", "gate", "look", "steps", "kit", "store", "done"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (UnreadablePhotoError("no"), "IMAGE_UNREADABLE"),
        (
            HardRejectError("no", reasons=["REF_INVALID"], details={"reasons": [{"a": 1}]}),
            "LAYER1_HARD_REJECT",
        ),
        (TimeoutException(), "TIMED_OUT"),
    ],
)
def test_a_refusal_ends_the_job_at_once(
    monkeypatch: pytest.MonkeyPatch, error: BaseException, code: str
) -> None:
    fail_with(monkeypatch, error)
    job = make_job()
    work(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"
    assert job.error is not None
    assert job.error["code"] == code
    assert job.error["reasons"] == (["REF_INVALID"] if code == "LAYER1_HARD_REJECT" else [])


@pytest.mark.parametrize(
    ("error", "code"),
    [(StorageUnavailableError("x"), "STORAGE_UNAVAILABLE"), (KeyError("x"), "INTERNAL_ERROR")],
)
def test_what_may_pass_is_tried_again_and_a_poison_photo_ends(
    monkeypatch: pytest.MonkeyPatch, settings: Any, error: BaseException, code: str
) -> None:
    settings.JOB_MAX_ATTEMPTS = 2
    fail_with(monkeypatch, error)
    job = make_job()
    work(job.pk)
    job.refresh_from_db()
    assert (job.status, OrmQ.objects.count()) == ("pending", 1)
    work(job.pk)
    job.refresh_from_db()
    assert job.status == "failed"
    assert job.error is not None
    assert job.error["code"] == code


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(pipeline, "run", broken)


def test_a_job_deleted_while_it_runs_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, upload_row: Callable[[], Upload]
) -> None:
    job = make_job(reference=upload_row())

    def vanish(inputs: Any, *, photos: Any, on_stage: Any) -> Any:
        on_stage("fetch")
        LookJob.objects.all().delete()
        return fake_run(inputs, photos=photos, on_stage=on_stage)

    monkeypatch.setattr(pipeline, "run", vanish)
    work(job.pk)
    assert not LookJob.objects.exists()
    assert not JobEvent.objects.exists()
    assert not OrmQ.objects.exists()


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"market": "CA"}, "market"),
        ({"status": "lost"}, "status"),
        ({"stage": "lunch"}, "stage"),
        ({"progress": 101}, "progress"),
        ({"preference_mode": "fast"}, "mode"),
        ({"kind": "half"}, "kind"),
        ({"result": {}}, "result"),
        ({"status": "completed"}, "result"),
        ({"status": "failed"}, "error"),
        ({"error": {}}, "error"),
        ({"status": "processing"}, "lease"),
        ({"lease_until": timezone.now()}, "lease"),
        ({"selfie_given": True}, "selfie_consent"),
        ({"opt_in_training": True}, "training_session"),
    ],
)
def test_the_database_refuses(changes: dict[str, Any], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=f"look_jobs_us_{constraint}"):
        make_job(**changes)


def test_the_database_refuses_to_change_a_consent() -> None:
    now = timezone.now()
    Consent.objects.create(
        job_id=uuid4(), purpose="sharing", text_version="1", locale="en", term="1 day",
        accepted_at=now, created_at=now,
    )  # fmt: skip
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Consent.objects.update(text_version="2")
    assert Consent.objects.get().text_version == "1"
