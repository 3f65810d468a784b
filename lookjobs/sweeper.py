"""Bring back what cannot move by itself: jobs whose worker died, and jobs whose message is gone.

Safe to run anywhere, any number of times: one sweeper works at a time (advisory lock), and each row
it touches is locked. Sending a job twice does no harm; the claim lets one through.
"""

from __future__ import annotations

import json
from typing import Final
from uuid import UUID

import structlog
from django.conf import settings
from django.db import connection, transaction

from lookjobs.claims import write_event
from lookjobs.queueing import send

log = structlog.get_logger("sweeper")

LOCK: Final = 7_700_1001  # any number that nothing else locks
BATCH: Final = 200
STALE_S: Final = 10.0  # a pending job this old must have a message
# A broker outside the database cannot be asked what it holds; its jobs are sent again after this.
STALE_ELSEWHERE_S: Final = 600.0

_SPENT: Final = """
UPDATE look_jobs_us SET status = 'failed', lease_until = NULL, version = version + 1,
    updated_at = clock_timestamp(), finished_at = clock_timestamp(),
    error = CASE WHEN lease_until - claimed_at > %s * interval '1 second'
        THEN %s::jsonb ELSE %s::jsonb END
WHERE status = 'processing' AND lease_until < clock_timestamp()
  AND (attempt >= %s OR lease_until - claimed_at > %s * interval '1 second')
RETURNING id"""
_LOST: Final = """
SELECT id FROM look_jobs_us j
WHERE (status = 'processing' AND lease_until < clock_timestamp())
   OR (status = 'pending' AND message_id IS NOT NULL
       AND queued_at < clock_timestamp() - %s * interval '1 second'
       AND NOT EXISTS (SELECT 1 FROM django_q_ormq m WHERE m.id = j.message_id))
   OR (status = 'pending' AND message_id IS NULL
       AND queued_at < clock_timestamp() - %s * interval '1 second')
ORDER BY created_at LIMIT %s FOR UPDATE SKIP LOCKED"""
_REOPEN: Final = """
UPDATE look_jobs_us SET status = 'pending', stage = 'queued', lease_until = NULL,
    version = version + 1, updated_at = clock_timestamp() WHERE id = %s
RETURNING attempt"""
EXHAUSTED: Final = {
    "code": "ATTEMPTS_EXHAUSTED",
    "message": "The job was tried several times and its worker died each time.",
    "reasons": [],
}
TIMED_OUT: Final = {
    "code": "TIMED_OUT",
    "message": "The analysis took too long. Try a smaller photo.",
    "reasons": [],
}


def sweep() -> int:
    """End jobs out of attempts or time, send lost ones again; returns how many were sent."""
    with transaction.atomic():
        if not _only_sweeper():
            return 0
        _end_spent()
        lost = _find_lost()
        for job_id in lost:
            _send_again(job_id)
        return len(lost)


def _only_sweeper() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _end_spent() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            _SPENT,
            [settings.JOB_TIMEOUT_S, json.dumps(TIMED_OUT), json.dumps(EXHAUSTED),
             settings.JOB_MAX_ATTEMPTS, settings.JOB_TIMEOUT_S],
        )  # fmt: skip
        ended = [row[0] for row in cursor.fetchall()]
    for job_id in ended:
        write_event(job_id, "done")
        log.warning("job out of attempts", jobId=str(job_id))


def _find_lost() -> list[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(_LOST, [STALE_S, STALE_ELSEWHERE_S, BATCH])
        return [row[0] for row in cursor.fetchall()]


def _send_again(job_id: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_REOPEN, [job_id])
        attempt = int(cursor.fetchone()[0])
    send(job_id, delay_s=back_off_s(attempt))
    write_event(job_id, "stage")
    log.info("job sent again", jobId=str(job_id), attempt=attempt)


def back_off_s(attempt: int) -> float:
    """Return how long the next attempt waits: 1, 2, 4 ... seconds, at most 30; the first, 0."""
    return min(30.0, 2.0 ** (attempt - 1)) if attempt else 0.0
