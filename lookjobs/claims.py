"""The life of a job row: claim, heartbeat, complete, fail, cancel. Nothing else moves its state.

A claim counts an attempt and takes a lease, on the database's clock. Every later write is fenced:
it happens only while the row is still processing under the same attempt. So a second delivery, a
worker that was thought dead, a cancel and a delete can never write over each other.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from lookjobs.metrics import count_ended
from lookjobs.models import JobEvent, LookJob
from lookjobs.selectors import status_body

T = TypeVar("T")
DATABASE_DOWN: Final = (OperationalError, InterfaceError)
PATIENCE_S: Final = 45.0  # a database restart with an outage of 30 s is waited for


class ClaimLostError(Exception):
    """Canceled, deleted, or another attempt owns the job: stop, and write nothing."""


def patient(step: Callable[[], T]) -> T:
    """Run a short, repeatable database step, across a restart of the database."""
    end = time.monotonic() + PATIENCE_S
    while True:
        try:
            return step()
        except DATABASE_DOWN:
            connection.close()
            if time.monotonic() > end:
                raise
            time.sleep(0.3)


def durably() -> None:
    """Let this transaction wait for the disk, where its connection otherwise does not.

    A worker's connections do not (lookjobs/cluster.py): claims, beats and acknowledgements that a
    crash of the database takes back are done again by lease and sweep. What ends a job, or makes
    one, must stay; and it carries all that was written before it to the disk as well.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = on")


_CLAIM: Final = """
UPDATE look_jobs_us SET status = 'processing', stage = 'fetch', attempt = attempt + 1,
    claimed_at = clock_timestamp(), updated_at = clock_timestamp(), version = version + 1,
    lease_until = clock_timestamp() + %s * interval '1 second'
WHERE id = %s AND attempt < %s
  AND (status = 'pending' OR (status = 'processing' AND lease_until < clock_timestamp()
                              AND lease_until - claimed_at <= %s * interval '1 second'))
RETURNING attempt"""


def claim(job_id: UUID) -> int | None:
    """Take the job and return the attempt's number; None where there is nothing to take.

    What was killed at its time limit is not taken, though its lease has run out: the sweeper ends
    it, and its message may come back before the sweeper does.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            _CLAIM,
            [settings.JOB_LEASE_S, job_id, settings.JOB_MAX_ATTEMPTS, settings.JOB_TIMEOUT_S],
        )
        row = cursor.fetchone()
        return int(row[0]) if row else None


_BEAT: Final = """
UPDATE look_jobs_us SET stage = %s, progress = GREATEST(progress, %s), timings = timings || %s,
    updated_at = clock_timestamp(), version = version + 1,
    lease_until = clock_timestamp() + %s * interval '1 second'
WHERE id = %s AND status = 'processing' AND attempt = %s"""


def beat(
    job_id: UUID, attempt: int, *, stage: str, progress: int, timings: Mapping[str, float]
) -> None:
    """Enter a stage: renew the lease, show progress, write the event. Raises ClaimLostError."""
    with transaction.atomic():
        _fenced(
            _BEAT, [stage, progress, json.dumps(timings), settings.JOB_LEASE_S, job_id, attempt]
        )
        write_event(job_id, "stage")


_RENEW: Final = """
UPDATE look_jobs_us SET lease_until = clock_timestamp() + %s * interval '1 second'
WHERE id = %s AND status = 'processing' AND attempt = %s"""


def renew(job_id: UUID, attempt: int) -> None:
    """Keep the lease while a stage is long; a lost claim shows at the next stage."""
    with connection.cursor() as cursor:
        cursor.execute(_RENEW, [settings.JOB_LEASE_S, job_id, attempt])


_COMPLETE: Final = """
UPDATE look_jobs_us SET status = 'completed', stage = 'done', progress = 100, result = %s,
    warnings = %s, timings = timings || %s, lease_until = NULL, version = version + 1,
    updated_at = clock_timestamp(), finished_at = clock_timestamp()
WHERE id = %s AND status = 'processing' AND attempt = %s"""


def complete(
    job_id: UUID,
    attempt: int,
    *,
    result: Any,
    warnings: list[str],
    timings: Mapping[str, float],
    also: Callable[[], None] = lambda: None,
) -> None:
    """Write the result once; also() runs in the same transaction. Raises ClaimLostError.

    Repeatable: where a commit went through but its answer was lost, the second call finds the
    job completed by this very attempt and is content.
    """
    with transaction.atomic():
        durably()
        found = [json.dumps(result), json.dumps(warnings), json.dumps(timings), job_id, attempt]
        try:
            _fenced(_COMPLETE, found)
        except ClaimLostError:
            done = LookJob.objects.filter(pk=job_id, attempt=attempt, status="completed")
            if not done.exists():
                raise
            return
        also()
        write_event(job_id, "done")


_FAIL: Final = """
UPDATE look_jobs_us SET status = 'failed', error = %s, timings = timings || %s,
    lease_until = NULL, version = version + 1, updated_at = clock_timestamp(),
    finished_at = clock_timestamp()
WHERE id = %s AND status = 'processing' AND attempt = %s"""


def fail(
    job_id: UUID, attempt: int, *, error: Mapping[str, Any], timings: Mapping[str, float]
) -> bool:
    """End the job with an error; False where the claim was lost meanwhile."""
    with transaction.atomic():
        durably()
        try:
            _fenced(_FAIL, [json.dumps(error), json.dumps(timings), job_id, attempt])
        except ClaimLostError:
            return False
        write_event(job_id, "done")
        return True


_RELEASE: Final = """
UPDATE look_jobs_us SET status = 'pending', stage = 'queued', lease_until = NULL,
    version = version + 1, updated_at = clock_timestamp(), queued_at = clock_timestamp(),
    message_id = NULL
WHERE id = %s AND status = 'processing' AND attempt = %s"""


def release(job_id: UUID, attempt: int) -> bool:
    """Hand the job back for another attempt; the caller sends it again in the same transaction."""
    try:
        _fenced(_RELEASE, [job_id, attempt])
    except ClaimLostError:
        return False
    return True


def cancel(job: LookJob, *, now: datetime) -> bool:
    """End a pending or running job; True where it is canceled now, whoever did it."""
    with transaction.atomic():
        locked = LookJob.objects.select_for_update().get(pk=job.pk)
        if locked.status == LookJob.Status.CANCELED:
            return True
        if locked.status in LookJob.TERMINAL:
            return False
        locked.status, locked.lease_until = LookJob.Status.CANCELED, None
        locked.version += 1
        locked.updated_at = locked.finished_at = now
        locked.save(update_fields=["status", "lease_until", "version", "updated_at", "finished_at"])
        write_event(job.pk, "done")
    return True


def _fenced(statement: str, values: list[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        if cursor.rowcount != 1:
            raise ClaimLostError


def write_event(job_id: UUID, event: str) -> None:
    """Show the job as it now is to those who follow it; in the transaction that changed it."""
    unread = ("layer1_bundle",) if event == "done" else ("layer1_bundle", "result")
    job = LookJob.objects.defer(*unread).get(pk=job_id)
    JobEvent.objects.create(job=job, event=event, data=status_body(job), created_at=job.updated_at)
    if event == "done":
        count_ended(job)
