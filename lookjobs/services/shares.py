"""Share a result: the look for anybody, with nothing of the wearer in it."""

from __future__ import annotations

import re
import secrets
from datetime import datetime, timedelta
from typing import Any, Final, cast
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F

from config.contracts import from_wire, to_wire
from config.errors import ConflictError, GoneError, NotFoundError
from layer1.engine.types import PreferenceMode
from layer2 import services as layer2
from layer2.engine.types import LookSpec, Preferences, Steps
from layer2.engine.wearer import nobody
from layer3 import services as layer3
from layer3.engine.types import Constraints
from lookjobs.models import Consent, LookJob, Share
from lookjobs.selectors import find_job

TOKEN_BYTES: Final = 24  # 192 bits; 128 are required
_TOKEN: Final = re.compile(r"^[A-Za-z0-9_-]{1,43}\Z")
TERMS_VERSION: Final = "share-v1"  # what a caller of the API agrees to; pages name their own text
NOBODY: Final = nobody()


def share_job(
    *, caller: str, job_id: UUID, now: datetime, text_version: str = TERMS_VERSION, locale: str = ""
) -> tuple[Share, bool]:
    """Return the job's share and whether it is new. Raises NotFoundError, ConflictError.

    text_version, locale: the consent text that the person read, and its language; else the job's.
    """
    with transaction.atomic():
        job = find_job(caller=caller, job_id=job_id)
        if job is None:
            raise NotFoundError("There is no such job.")
        LookJob.objects.select_for_update().get(pk=job.pk)
        existing = Share.objects.filter(job=job).first()
        if existing and existing.revoked_at is None and existing.expires_at > now:
            return existing, False
        if job.status != LookJob.Status.COMPLETED:
            raise ConflictError("Only a completed job can be shared.")
        if existing:
            Share.objects.filter(pk=existing.pk).update(job=None)
        share = _write_share(job, now, text_version, locale or job.locale)
    return share, True


def _write_share(job: LookJob, now: datetime, text_version: str, locale: str) -> Share:
    share = Share.objects.create(
        id=secrets.token_urlsafe(TOKEN_BYTES),
        job=job,
        result=result_for_anybody(job),
        created_at=now,
        expires_at=now + timedelta(days=settings.RETENTION_SHARE_DAYS),
    )
    Consent.objects.create(
        job_id=job.pk, purpose="sharing", text_version=text_version, locale=locale,
        term=f"{settings.RETENTION_SHARE_DAYS} days", accepted_at=now, created_at=now,
    )  # fmt: skip
    _touch(job, now)
    return share


def result_for_anybody(job: LookJob) -> dict[str, Any]:
    """Return the result as it would be for somebody of whom nothing is known.

    Not a result with parts cut out: steps and kit are made again without bundle and wearer, so
    nothing that either said about the sharer's face or skin can be left over in a text or a price.
    """
    result: dict[str, Any] = job.result or {}
    look = from_wire(LookSpec, result["lookSpec"])
    preferences = Preferences(finish=job.preferences.get("finish"))
    kit = layer3.build_kit(
        look=look, wearer=NOBODY, preferences=preferences, constraints=Constraints(),
        priced_at=job.created_at, locale=job.locale,
    )  # fmt: skip
    return {
        "schemaVersion": result["schemaVersion"],
        "market": result["market"],
        "locale": result["locale"],
        "engineVersions": result["engineVersions"],
        "lookSpec": result["lookSpec"],
        "steps": to_wire(steps_for_anybody(job, look)),
        "kit": to_wire(kit),
        "warnings": [w for w in result["warnings"] if w in look.warnings or w == "LOCALE_FALLBACK"],
    }


def steps_for_anybody(job: LookJob, look: LookSpec) -> Steps:
    """Return the steps as they would be for somebody of whose face nothing is known."""
    return layer2.plan_steps(
        look,
        bundle=None,
        mode=cast(PreferenceMode, job.preference_mode),
        preferences=Preferences(finish=job.preferences.get("finish")),
        locale=job.locale,
    )


def read_share(*, share_id: str, now: datetime) -> Share:
    """Return a share that is open. Raises NotFoundError, GoneError."""
    known = _TOKEN.match(share_id)
    share = Share.objects.filter(pk=share_id).first() if known else None
    if share is None:
        raise NotFoundError("There is no such share.")
    if share.revoked_at is not None or share.expires_at <= now:
        raise GoneError("This look is no longer shared.")
    return share


def revoke_share(*, caller: str, share_id: str, now: datetime) -> None:
    """Close a share of the caller's own job at once; again is fine. Raises NotFoundError."""
    if not _TOKEN.match(share_id):
        raise NotFoundError("There is no such share.")
    with transaction.atomic():
        share = (
            Share.objects.select_for_update(of=("self",))
            .select_related("job")
            .filter(pk=share_id, job__caller=caller)
            .first()
        )
        if share is None or share.job is None:
            raise NotFoundError("There is no such share.")
        if share.revoked_at is None:
            share.revoked_at, share.result = now, None
            share.save(update_fields=["revoked_at", "result"])
            _touch(share.job, now)


def _touch(job: LookJob, now: datetime) -> None:
    """Show the change of shareId to clients that hold the job's ETag."""
    LookJob.objects.filter(pk=job.pk).update(version=F("version") + 1, updated_at=now)
