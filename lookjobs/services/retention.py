"""What must not stay longer than the policy says, removed class by class. Safe to repeat."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from django.conf import settings
from django.db import connection
from django.utils import timezone

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
from lookjobs.services.jobs import erase

log = structlog.get_logger("retention")

LOCK: Final = 7_700_1002  # any number that nothing else locks
BATCH: Final = 500
UNFINISHED_S: Final = 3600  # a local upload that is this old was cut off
BEATS_KEPT: Final = timedelta(days=1)


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
        "jobs": _jobs,
        "idempotencyKeys": _idempotency_keys,
        "beats": _beats,
        "rateCounts": _rate_counts,
        "unfinished": _unfinished,
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
    return uploads.remove_doomed()


_FORGET_GEOMETRY: Final = """
UPDATE look_jobs_us SET layer1_bundle = NULL, version = version + 1,
    result = jsonb_set(jsonb_set(result, '{layer1}', 'null'), '{degraded}',
        result->'degraded' || '[{"field": "layer1", "cause": "RETENTION"}]'::jsonb)
WHERE status = 'completed' AND kind = 'full' AND finished_at <= %s
  AND result->'layer1' <> 'null'::jsonb"""


def _geometry(now: datetime) -> int:
    """The geometry of both faces leaves stored results and requests."""
    oldest = now - timedelta(days=settings.RETENTION_GEOMETRY_DAYS)
    ended = LookJob.objects.exclude(status=LookJob.Status.COMPLETED)
    ended.filter(finished_at__lte=oldest).update(layer1_bundle=None)
    with connection.cursor() as cursor:
        cursor.execute(_FORGET_GEOMETRY, [oldest])
        return int(cursor.rowcount)


def _shares(now: datetime) -> int:
    """Expired shares lose their content; the id stays, so that its page says gone."""
    expired = Share.objects.filter(expires_at__lte=now, revoked_at__isnull=True)
    return expired.update(revoked_at=now, result=None)


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
