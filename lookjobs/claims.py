"""The life of a job row: claim, heartbeat, complete, fail, cancel. Nothing else moves its state.

A claim counts an attempt and takes a lease, on the database's clock. Every later write is fenced:
it happens only while the row is still processing under the same attempt. So a second delivery, a
worker that was thought dead, a cancel and a delete can never write over each other.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import Any, Final, NamedTuple, TypeVar
from uuid import UUID

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import Model

from lookjobs import statements
from lookjobs.metrics import ADD_COUNTS, count_ended, counts_of
from lookjobs.models import JobEvent, LookJob, Upload
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


def reach_database() -> None:
    """Raise one of DATABASE_DOWN where the database does not answer."""
    statements.run("SELECT 1", [])


def _columns(model: type[Model], alias: str) -> str:
    return ", ".join(f'{alias}."{field.column}"' for field in model._meta.concrete_fields)


_TAKE: Final = """
    UPDATE look_jobs_us AS job SET status = 'processing', stage = 'fetch', attempt = attempt + 1,
        claimed_at = clock_timestamp(), updated_at = clock_timestamp(), version = version + 1,
        lease_until = clock_timestamp() + %(lease)s * interval '1 second'"""
_COLUMNS: Final = ", ".join(
    (_columns(LookJob, "job"), _columns(Upload, "reference"), _columns(Upload, "selfie"))
)
_PHOTOS: Final = """
LEFT JOIN look_uploads_us reference ON reference.id = job.reference_id
LEFT JOIN look_uploads_us selfie ON selfie.id = job.selfie_id"""
_CLAIM: Final = f"""
WITH job AS ({_TAKE}
    WHERE id = %(id)s AND attempt < %(attempts)s
      AND (status = 'pending' OR (status = 'processing' AND lease_until < clock_timestamp()
                          AND lease_until - claimed_at <= %(limit)s * interval '1 second'))
    RETURNING *
)
SELECT {_COLUMNS} FROM job {_PHOTOS}"""  # noqa: S608  (our own text)

_at_hand: LookJob | None = None  # claimed with its message; this process is about to run it


def claim(job_id: UUID) -> LookJob | None:
    """Take the job and return it with its photos' rows; None where there is nothing to take.

    What was killed at its time limit is not taken, though its lease has run out: the sweeper ends
    it, and its message may come back before the sweeper does.
    """
    global _at_hand
    ready, _at_hand = _at_hand, None
    if ready is not None and ready.pk == job_id:
        return ready
    rows = statements.run(_CLAIM, {"id": job_id, **_limits()})
    return _job(iter(rows[0])) if rows else None


# Its first part is first in, first out. Materialized: planned while the table is nearly empty, as a
# queue's often is, a plain IN is asked again for each message that waits, and one cluster took all
# sixty of a test at once. The job is looked up by the message's number alone: joined with it, every
# job that waits was read. A row that is locked is left to claim(): whoever deletes a job holds it,
# and waits for its message.
_NEXT: Final = f"""
WITH next AS MATERIALIZED (
    SELECT id FROM django_q_ormq WHERE key = %(key)s AND lock <= clock_timestamp()
    ORDER BY lock, id LIMIT 1 FOR UPDATE SKIP LOCKED
), free AS MATERIALIZED (
    SELECT waits.id, waits.message_id FROM look_jobs_us AS waits
    WHERE waits.message_id = (SELECT id FROM next) AND waits.status = 'pending'
      AND waits.attempt < %(attempts)s
    FOR UPDATE SKIP LOCKED
), job AS ({_TAKE}
    FROM free WHERE job.id = free.id RETURNING job.*
), gone AS (
    DELETE FROM django_q_ormq USING free WHERE django_q_ormq.id = free.message_id
), other AS (
    UPDATE django_q_ormq SET lock = clock_timestamp() + %(taken)s * interval '1 second'
    FROM next WHERE django_q_ormq.id = next.id AND NOT EXISTS (SELECT FROM free)
    RETURNING django_q_ormq.id, django_q_ormq.payload
)
SELECT other.id, other.payload, {_COLUMNS}
FROM next LEFT JOIN other ON true LEFT JOIN job ON true {_PHOTOS}"""  # noqa: S608  (our own text)


def claim_next(key: str, *, taken_for_s: float) -> UUID | tuple[int, str] | None:
    """Take the next message of the queue from PostgreSQL; None where none waits.

    The message of a job that can be claimed is gone, and the job is: its id is returned, and
    claim() gives it to this process without another look. Any other message is returned, with its
    number, and stays taken for this long.
    """
    global _at_hand
    rows = statements.run(_NEXT, {"key": key, "taken": taken_for_s, **_limits()})
    if not rows:
        return None
    number, package, *values = rows[0]
    if number is not None:
        return number, package
    _at_hand = _job(iter(values))
    return _at_hand.pk


def _limits() -> dict[str, Any]:
    return {
        "lease": settings.JOB_LEASE_S, "attempts": settings.JOB_MAX_ATTEMPTS,
        "limit": settings.JOB_TIMEOUT_S,
    }  # fmt: skip


def _job(values: Iterator[Any]) -> LookJob:
    """Return the job of a row of _COLUMNS."""
    job: LookJob = _instance(LookJob, values)
    for name in ("reference", "selfie"):
        photo = _instance(Upload, values)
        if photo.pk is not None:
            setattr(job, name, photo)
    return job


def _instance(model: type[Model], values: Iterator[Any]) -> Any:
    """Return the model's next columns as an instance, as the ORM would."""
    fields = model._meta.concrete_fields
    ready = [
        field.from_db_value(value, None, connection) if hasattr(field, "from_db_value") else value
        for field, value in zip(fields, values, strict=False)
    ]
    return model.from_db("default", [field.attname for field in fields], ready)


class Told(NamedTuple):
    """One event: the status as it was then, for those who follow the job."""

    event: str
    at: datetime
    body: dict[str, Any]


def tell(job: LookJob, event: str) -> Told:
    return Told(event, job.updated_at, status_body(job))


# Writes events in the statement that changes the row, so that both are there or neither is.
_TELL: Final = """
INSERT INTO look_job_events_us (job_id, event, created_at, data)
SELECT changed.id, e ->> 0, (e ->> 1)::timestamptz, e -> 2
FROM changed, jsonb_array_elements(%s::jsonb) WITH ORDINALITY AS told (e, number)
ORDER BY number"""
_BEAT: Final = f"""
WITH changed AS (
    UPDATE look_jobs_us SET stage = %s, progress = %s, timings = %s::jsonb,
        updated_at = %s, version = version + 1,
        lease_until = clock_timestamp() + %s * interval '1 second'
    WHERE id = %s AND status = 'processing' AND attempt = %s
    RETURNING id
), told AS ({_TELL})
SELECT id FROM changed"""  # noqa: S608  (our own text)


def beat(job: LookJob, news: Sequence[Told]) -> None:
    """Renew the lease and show what happened since the last beat. Raises ClaimLostError."""
    last = news[-1].body
    _fenced(
        _BEAT,
        [last["stage"], last["progress"], json.dumps(last["timings"]), news[-1].at,
         settings.JOB_LEASE_S, job.pk, job.attempt, _wire(news)],
    )  # fmt: skip


_RENEW: Final = """
UPDATE look_jobs_us SET lease_until = clock_timestamp() + %s * interval '1 second'
WHERE id = %s AND status = 'processing' AND attempt = %s
RETURNING id"""


def renew(job: LookJob) -> None:
    """Keep the lease while nothing new happens. Raises ClaimLostError."""
    _fenced(_RENEW, [settings.JOB_LEASE_S, job.pk, job.attempt])


# Not beyond the job's time: a lease that long says that the job was killed for it.
_KEEP: Final = """
UPDATE look_jobs_us SET lease_until = clock_timestamp() + %(lease)s * interval '1 second'
WHERE id = (SELECT id FROM look_jobs_us
            WHERE id = %(id)s AND status = 'processing' AND attempt = %(attempt)s
              AND clock_timestamp() - claimed_at < (%(limit)s - %(lease)s) * interval '1 second'
            FOR UPDATE SKIP LOCKED)
RETURNING id"""


def keep(job: LookJob) -> None:
    """Keep the lease of a job whose end waits to be written; once the end has the row it holds."""
    lease, limit = settings.JOB_LEASE_S, settings.JOB_TIMEOUT_S
    values = {"lease": lease, "limit": limit, "id": job.pk, "attempt": job.attempt}
    statements.run(_KEEP, values)


# All that ends a job is one statement, so one way to the database and back: the row, the events
# that were not yet shown, the counters, the message. It waits for the disk, where its connection
# otherwise does not (lookjobs/cluster.py): claims, beats and acknowledgements that a crash of the
# database takes back are done again by lease and sweep, but what ends a job must stay.
_END: Final = f"""
WITH changed AS (
    UPDATE look_jobs_us SET status = %s, stage = %s, progress = %s, timings = %s::jsonb,
        warnings = %s::jsonb, result = %s::jsonb, error = %s::jsonb, lease_until = NULL,
        version = version + 1, updated_at = %s, finished_at = %s
    WHERE id = %s AND status = 'processing' AND attempt = %s
    RETURNING id, message_id
), told AS ({_TELL}), counted AS ({ADD_COUNTS.format(source="FROM changed,")}), gone AS (
    DELETE FROM django_q_ormq USING changed WHERE django_q_ormq.id = changed.message_id
)
SELECT set_config('synchronous_commit', 'on', true) FROM changed"""  # noqa: S608  (our own text)


def completion(
    job: LookJob,
    *,
    result: Any,
    warnings: list[str],
    at: datetime,
    news: Sequence[Told] = (),
    also: Callable[[], None] | None = None,
) -> Callable[[], None]:
    """Return what writes the result once; also() runs before, in the same transaction.

    What is written is settled here, so another thread may write it. That raises ClaimLostError,
    and is repeatable: where a commit went through but its answer was lost, the second call finds
    the job completed by this very attempt and is content.
    """
    job.status, job.stage, job.progress = LookJob.Status.COMPLETED, "done", 100
    job.result, job.warnings = result, warnings
    values = _ended(job, at, news)

    def write() -> None:
        with transaction.atomic() if also else nullcontext():
            if also:
                also()
            try:
                _fenced(_END, values)
            except ClaimLostError:
                done = LookJob.objects.filter(pk=job.pk, attempt=job.attempt, status="completed")
                if not done.exists():
                    raise

    return write


def fail(
    job: LookJob, *, error: Mapping[str, Any], at: datetime, news: Sequence[Told] = ()
) -> bool:
    """End the job with an error; False where the claim was lost meanwhile."""
    job.status, job.error = LookJob.Status.FAILED, error
    try:
        _fenced(_END, _ended(job, at, news))
    except ClaimLostError:
        return False
    return True


def _ended(job: LookJob, at: datetime, news: Sequence[Told]) -> list[Any]:
    """Return the values of _END."""
    job.updated_at = job.finished_at = at
    outcome = (job.timings, job.warnings, job.result, job.error)
    return [
        str(job.status), job.stage, job.progress, *map(_json, outcome), at, at, job.pk,
        job.attempt, _wire([*news, tell(job, "done")]), *counts_of(job),
    ]  # fmt: skip


def held(job: LookJob, **also: Any) -> bool:
    """Lock the row and say whether the claim on it still holds, and what else is asked of it."""
    ours = LookJob.objects.filter(pk=job.pk, status="processing", attempt=job.attempt, **also)
    return bool(ours.select_for_update().values_list("pk"))


_RELEASE: Final = """
UPDATE look_jobs_us SET status = 'pending', stage = 'queued', lease_until = NULL,
    version = version + 1, updated_at = clock_timestamp(), queued_at = clock_timestamp(),
    message_id = NULL
WHERE id = %s AND status = 'processing' AND attempt = %s
RETURNING id"""


def release(job: LookJob, news: Sequence[Told] = ()) -> bool:
    """Hand the job back for another attempt; the caller sends it again in the same transaction."""
    try:
        if news:
            beat(job, news)
        _fenced(_RELEASE, [job.pk, job.attempt])
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
    """Run a statement that returns the job's row where the claim on it still holds."""
    if not statements.run(statement, values):
        raise ClaimLostError


def _wire(news: Sequence[Told]) -> str:
    return json.dumps([(told.event, told.at.isoformat(), told.body) for told in news])


def _json(value: Any) -> str | None:
    return None if value is None else json.dumps(value)


def write_event(job_id: UUID, event: str) -> None:
    """Show the job as it now is to those who follow it; in the transaction that changed it."""
    unread = ("layer1_bundle",) if event == "done" else ("layer1_bundle", "result")
    job = LookJob.objects.defer(*unread).get(pk=job_id)
    JobEvent.objects.create(job=job, event=event, data=status_body(job), created_at=job.updated_at)
    if event == "done":
        count_ended(job)
