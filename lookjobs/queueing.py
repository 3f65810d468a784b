"""Send a job to the workers: in its own transaction where the broker shares the database."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone
from django_q.brokers import get_broker
from django_q.brokers.orm import ORM
from django_q.tasks import async_task

TASK: Final = "lookjobs.tasks.run_look_job"
_MARK: Final = """
UPDATE look_jobs_us SET message_id = %s, queued_at = clock_timestamp() + %s * interval '1 second'
WHERE id = %s"""
_DELAY: Final = "UPDATE django_q_ormq SET lock = lock + %s * interval '1 second' WHERE id = %s"


def send(job_id: UUID, *, delay_s: float = 0.0) -> None:
    """Queue the job. Call it in the transaction that wrote the row: both commit, or neither.

    With a broker outside the database the message goes out after the commit; if the process dies
    in between, the sweeper finds the row without a message and sends it again.
    """
    broker = get_broker()
    message = None
    if isinstance(broker, ORM):
        _push(broker, job_id)
        message = getattr(broker, "last_id", None)
    else:
        transaction.on_commit(lambda: _push(broker, job_id))
    with connection.cursor() as cursor:
        if delay_s and message is not None:
            cursor.execute(_DELAY, [delay_s, message])
        cursor.execute(_MARK, [message, delay_s, job_id])


# save: the job's own row says how it went. ack_failure: our row counts attempts.
_OPTIONS: Final = {"save": False, "ack_failure": True}


def _push(broker: object, job_id: UUID) -> None:
    async_task(TASK, str(job_id), broker=broker, task_name=job_id.hex, **_OPTIONS)


def task_of(job_id: UUID) -> dict[str, Any]:
    """Return what a worker of django-q2 makes of the job's message, for who need not open it."""
    return {
        "id": job_id.hex, "name": job_id.hex, "func": TASK, "args": (str(job_id),), "kwargs": {},
        "started": timezone.now(), **_OPTIONS,
    }  # fmt: skip
