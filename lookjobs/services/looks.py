"""Read only look and steps from a photo, for a caller who waits: an internal job."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.utils import timezone

from config.errors import DomainError
from layer1.services import HardRejectError
from lookjobs import claims
from lookjobs.errors import AssetNotFoundError, QueueFullError, UnreadablePhotoError
from lookjobs.models import LookJob
from lookjobs.services.jobs import NewJob, create_job, erase_internal

WAIT_S: Final = 20.0
LOOK_EVERY_S: Final = 0.1


class AnalysisBrokeError(DomainError):
    code, status = "INTERNAL_ERROR", 500


def read_look(*, caller: str, new: NewJob, now: datetime) -> dict[str, Any]:
    """Return {lookSpec, steps}. Raises QueueFullError after 20 s, and the job's own refusal.

    No connection is held while it waits, and no trace of the job stays behind.
    """
    job, _ = create_job(caller=caller, new=new, now=now, idempotency_key=None, body_sha256="")
    try:
        return _answer(_wait(job))
    finally:
        erase_internal(job)


def _wait(job: LookJob) -> LookJob:
    end = time.monotonic() + WAIT_S
    while time.monotonic() < end:
        connection.close()
        time.sleep(LOOK_EVERY_S)
        job.refresh_from_db(fields=["status", "result", "error"])
        if job.status in LookJob.TERMINAL:
            return job
    claims.cancel(job, now=timezone.now())
    raise QueueFullError(
        "The analysis takes longer than this call may wait. Try again in a moment."
    )


def _answer(job: LookJob) -> dict[str, Any]:
    if job.result is not None:
        found: dict[str, Any] = job.result
        return found
    error = job.error or {}
    message = error.get("message", "The analysis ended without a result.")
    match error.get("code"):
        case "LAYER1_HARD_REJECT":
            raise HardRejectError(
                message, details={"reasons": error["details"]}, reasons=error["reasons"]
            )
        case "IMAGE_UNREADABLE":
            raise UnreadablePhotoError(message)
        case "ASSET_NOT_FOUND":
            raise AssetNotFoundError(message)
        case "TIMED_OUT" | "STORAGE_UNAVAILABLE":
            raise QueueFullError(message)
        case _:
            raise AnalysisBrokeError(message)
