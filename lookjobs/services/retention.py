"""What must not stay longer than the policy says, removed class by class. Safe to repeat."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import structlog
from cattrs import BaseValidationError
from django.conf import settings
from django.db import connection
from django.db.models import F
from django.utils import timezone

from config.contracts import from_wire, to_wire
from layer2.engine.types import LookSpec
from lookjobs import storage
from lookjobs.models import (
    Deletion,
    IdempotencyKey,
    LookJob,
    RateCount,
    Share,
    Upload,
    WorkerBeat,
)
from lookjobs.services import uploads
from lookjobs.services.jobs import erase, erase_internal
from lookjobs.services.shares import steps_for_anybody
from lookjobs.staff.services import purge_staff

log = structlog.get_logger("retention")

LOCK: Final = 7_700_1002  # any number that nothing else locks
BATCH: Final = 500
READ_AT_ONCE: Final = 50  # results of some 100 kB each
UNFINISHED_S: Final = 3600  # a local upload that is this old was cut off
BEATS_KEPT: Final = timedelta(days=1)
INTERNAL_KEPT: Final = timedelta(hours=1)


def purge(now: datetime | None = None) -> dict[str, int]:
    """Delete everything past its term and return how much of each class; one purge at a time."""
    moment = now or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return {}
        try:
            return _purge(moment)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def _purge(moment: datetime) -> dict[str, int]:
    steps: dict[str, Callable[[datetime], int]] = {
        "photos": _photos,
        "geometry": _geometry,
        "shares": _shares,
        "internal": _internal,
        "jobs": _jobs,
        "idempotencyKeys": _idempotency_keys,
        "beats": _beats,
        "rateCounts": _rate_counts,
        "unfinished": _unfinished,
        "staff": purge_staff,
    }
    removed = {name: step(moment) for name, step in steps.items()}
    log.info("purged", **removed)
    return removed


def _photos(now: datetime) -> int:
    """Reference photos after days, selfies after hours, whether or not a job used them."""
    terms = {
        "reference": timedelta(days=settings.RETENTION_REFERENCE_DAYS),
        "selfie": timedelta(hours=settings.RETENTION_SELFIE_HOURS),
    }
    for kind, term in terms.items():
        uploads.doom(Upload.objects.filter(kind=kind, created_at__lte=now - term))
    by_address = LookJob.objects.filter(created_at__lte=now - terms["reference"])
    by_address.filter(status__in=LookJob.TERMINAL).exclude(reference_url="").update(
        reference_url=""
    )
    return uploads.remove_doomed()


def _geometry(now: datetime) -> int:
    """The geometry of both faces leaves stored results, refusals and requests."""
    oldest = now - timedelta(days=settings.RETENTION_GEOMETRY_DAYS)
    ended = LookJob.objects.filter(finished_at__lte=oldest)
    requests = ended.exclude(status=LookJob.Status.COMPLETED).exclude(layer1_bundle=None)
    requests.update(layer1_bundle=None)
    refused = ended.filter(status=LookJob.Status.FAILED, error__has_key="details")
    done = ended.filter(status=LookJob.Status.COMPLETED, kind=LookJob.Kind.FULL)
    measured = done.exclude(result__layer1=None)
    forgotten = 0
    for jobs, forget in ((refused, _forget_refusal), (measured, _forget_faces)):
        for job in jobs.order_by("finished_at")[:BATCH].iterator(chunk_size=READ_AT_ONCE):
            forget(job, now)
            forgotten += 1
    return forgotten


def _forget_refusal(job: LookJob, now: datetime) -> None:  # noqa: ARG001, as its sibling is called
    """The measures of a photo that was refused; its reasons stay."""
    error: dict[str, Any] = dict(job.error or {})
    error.pop("details", None)
    _rewrite(job, error=error)


def _forget_faces(job: LookJob, now: datetime) -> None:
    """Layer 1, and what was made with it: the steps' words and evidence, the gate's measures.

    The steps are not cut but planned again without a face, so no sentence quotes one. A result that
    this version cannot read is deleted whole rather than kept with its geometry.
    """
    result: dict[str, Any] = job.result or {}
    try:
        look = from_wire(LookSpec, result["lookSpec"])
        steps = to_wire(steps_for_anybody(job, look))
        fitted = bool(result["layer1"]["userFaceProfile"])
        kept = result | {
            "layer1": None, "steps": steps, "gate": result["gate"] | {"details": []},
            "degraded": result["degraded"] + [
                {"field": field, "cause": "RETENTION"} for field in ("steps", "layer1")
                if fitted or field == "layer1"
            ],
        }  # fmt: skip
    except (BaseValidationError, KeyError, TypeError, ValueError):  # of an older version
        log.exception("result not readable", jobId=str(job.pk))
        erase(job, now=now, reason="retention")
        return
    _rewrite(job, layer1_bundle=None, result=kept)


def _rewrite(job: LookJob, **changes: Any) -> None:
    LookJob.objects.filter(pk=job.pk).update(version=F("version") + 1, **changes)


def _shares(now: datetime) -> int:
    """Expired shares lose their content; the id stays, so that its page says gone."""
    expired = Share.objects.filter(expires_at__lte=now, revoked_at__isnull=True)
    return expired.update(revoked_at=now, result=None)


def _internal(now: datetime) -> int:
    """Jobs of a direct call whose web process died before it could remove them."""
    left = LookJob.objects.filter(kind=LookJob.Kind.LOOK_SPEC, created_at__lte=now - INTERNAL_KEPT)
    found = list(left[:BATCH])
    for job in found:
        erase_internal(job)
    return len(found)


def _jobs(now: datetime) -> int:
    oldest = now - timedelta(days=settings.RETENTION_JOB_DAYS)
    old = list(LookJob.objects.filter(created_at__lte=oldest).order_by("created_at")[:BATCH])
    for job in old:
        erase(job, now=now, reason="retention")
    Deletion.objects.filter(deleted_at__lte=oldest).delete()
    return len(old)


def _idempotency_keys(now: datetime) -> int:
    oldest = now - timedelta(hours=settings.IDEMPOTENCY_TTL_H)
    return int(IdempotencyKey.objects.filter(created_at__lte=oldest).delete()[0])


def _beats(now: datetime) -> int:
    return int(WorkerBeat.objects.filter(beaten_at__lte=now - BEATS_KEPT).delete()[0])


def _rate_counts(now: datetime) -> int:
    return int(RateCount.objects.filter(ends_at__lte=now).delete()[0])


def _unfinished(now: datetime) -> int:  # noqa: ARG001, files carry the machine's own time
    """Parts of local uploads that were cut off."""
    if not storage.is_local():
        return 0
    old = time.time() - UNFINISHED_S
    parts = [
        part
        for part in Path(storage.looks().path(storage.INCOMING)).glob("*.part")
        if part.stat().st_mtime < old
    ]
    for part in parts:
        part.unlink(missing_ok=True)
    return len(parts)
