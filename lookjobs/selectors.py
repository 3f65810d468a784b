"""What callers see of a job: the bodies of status, events and shares, and the rows behind them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from lookjobs.models import LookJob


def wire_time(moment: datetime) -> str:
    """Return the moment as ISO 8601 in UTC with milliseconds: 2026-01-31T08:00:00.000Z."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def status_body(job: LookJob, *, share_id: str | None = None) -> dict[str, Any]:
    """Return LookJobStatusResponseV1 without the result; it reads only this row."""
    body: dict[str, Any] = {
        "jobId": str(job.pk),
        "status": job.status,
        "stage": job.stage,
        "progress": job.progress,
        "createdAt": wire_time(job.created_at),
        "updatedAt": wire_time(job.updated_at),
        "timings": job.timings,
        "warnings": job.warnings,
        "shareId": share_id,
    }
    if job.status == LookJob.Status.FAILED:
        body["error"] = job.error
    return body


def full_status(job: LookJob) -> dict[str, Any]:
    """Return LookJobStatusResponseV1, with the result where there is one.

    job comes from find_job, so that its share is there without another query.
    """
    share = getattr(job, "share", None)
    share_id = share.pk if share is not None and share.revoked_at is None else None
    body = status_body(job, share_id=share_id)
    if job.status == LookJob.Status.COMPLETED:
        body["result"] = job.result
    return body


def find_job(*, caller: str, job_id: UUID) -> LookJob | None:
    """Return the caller's job with its share, in one query, or None."""
    found: LookJob | None = (
        LookJob.objects.owned_by(caller).select_related("share").filter(pk=job_id).first()
    )
    return found


def etag(job: LookJob) -> str:
    """Return the job's strong ETag; version grows with every change that a client can see."""
    return f'"{job.pk.hex}-{job.version}"'
