"""Create, cancel and delete a look job."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from config.errors import ConflictError, GoneError, InvalidRequestError, NotFoundError
from layer1.services import delete_job_samples
from layer3.services import foundation_wearer
from lookjobs import claims
from lookjobs.errors import (
    ConsentRequiredError,
    IdempotencyConflictError,
    QueueFullError,
)
from lookjobs.models import Consent, Deletion, IdempotencyKey, LookJob, Upload
from lookjobs.queueing import send
from lookjobs.reference_url import check_url
from lookjobs.selectors import find_job
from lookjobs.services import uploads


@dataclass(frozen=True, slots=True)
class SelfieConsent:
    version: str
    accepted_at: datetime


@dataclass(frozen=True, slots=True)
class NewJob:
    """A validated LookJobCreateRequestV1."""

    locale: str
    mode: str
    reference_key: str = ""
    reference_url: str = ""  # instead of a key: fetched by the worker, kept nowhere
    selfie_key: str = ""
    consent: SelfieConsent | None = None
    layer1_bundle: dict[str, Any] | None = None
    preferences: dict[str, Any] = field(default_factory=dict)
    constraints: dict[str, Any] = field(default_factory=dict)
    opt_in_training: bool = False
    session_id: str = ""
    kind: str = LookJob.Kind.FULL


def body_hash(body: Any) -> str:
    """Return the SHA-256 of a JSON body; key order and white space do not count."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def create_job(
    *, caller: str, new: NewJob, now: datetime, idempotency_key: str | None, body_sha256: str
) -> tuple[LookJob, bool]:
    """Write the job and its message together; returns the job, and whether it is new.

    The same key with the same body answers with the first job. Raises AssetNotFoundError,
    ConsentRequiredError, IdempotencyConflictError, QueueFullError.
    """
    with transaction.atomic():
        row = None
        if idempotency_key is not None:
            row, fresh = _take_key(caller, idempotency_key, body_sha256, now)
            if not fresh:
                return _answered(row, caller, body_sha256), False
        job = _write_job(caller, new, now)
        if row is not None:
            row.job = job
            row.save(update_fields=["job"])
    return job, True


def _take_key(
    caller: str, key: str, body_sha256: str, now: datetime
) -> tuple[IdempotencyKey, bool]:
    """Insert the key, or wait for whoever inserted it first and return theirs."""
    oldest = now - timedelta(hours=settings.IDEMPOTENCY_TTL_H)
    IdempotencyKey.objects.filter(caller=caller, key=key, created_at__lte=oldest).delete()
    try:
        with transaction.atomic():
            made = IdempotencyKey.objects.create(
                caller=caller, key=key, body_sha256=body_sha256, created_at=now
            )
        return made, True
    except IntegrityError:
        return IdempotencyKey.objects.get(caller=caller, key=key), False


def _answered(row: IdempotencyKey, caller: str, body_sha256: str) -> LookJob:
    if row.body_sha256 != body_sha256:
        raise IdempotencyConflictError("This Idempotency-Key was sent before with another body.")
    job = row.job_id and find_job(caller=caller, job_id=row.job_id)
    if not job:
        raise GoneError("The job of this Idempotency-Key was deleted.")
    return job


def _write_job(caller: str, new: NewJob, now: datetime) -> LookJob:
    _check_request(new)
    reference = new.reference_key and uploads.find_photo(
        caller=caller, key=new.reference_key, kind="reference"
    )
    selfie = new.selfie_key and uploads.find_photo(caller=caller, key=new.selfie_key, kind="selfie")
    _check_queue()
    job = LookJob(
        caller=caller, kind=new.kind, locale=new.locale, preference_mode=new.mode,
        reference=reference or None, reference_url=new.reference_url,
        selfie=selfie or None, selfie_given=bool(selfie),
        layer1_bundle=new.layer1_bundle, preferences=new.preferences, constraints=new.constraints,
        opt_in_training=new.opt_in_training, session_id=new.session_id,
        created_at=now, updated_at=now,
    )  # fmt: skip
    if new.consent is not None:
        job.selfie_consent = _write_consents(job, new, new.consent, now)
    job.save(force_insert=True)
    send(job.pk)
    return job


def _check_request(new: NewJob) -> None:
    if new.reference_url:
        check_url(new.reference_url, hosts=settings.REFERENCE_URL_HOSTS)
    if new.selfie_key and new.layer1_bundle is not None:
        raise _refused("selfieImage", "Send a selfieImage or a layer1Bundle, not both.")
    if new.selfie_key and new.consent is None:
        raise ConsentRequiredError("A selfie needs selfieConsent: the text's version and when.")
    if new.layer1_bundle and new.layer1_bundle["preferenceMode"] != new.mode:
        raise _refused(
            "layer1Bundle.preferenceMode", "layer1Bundle has another preferenceMode than the job."
        )
    if sku := new.preferences.get("foundationSkuId"):
        foundation_wearer(sku)  # refuses one that the catalogue does not have
    if new.opt_in_training and not new.session_id:
        raise _refused("sessionId", "optInTraining needs a sessionId.")


def _refused(path: str, message: str) -> InvalidRequestError:
    return InvalidRequestError(message, details={"fields": {path: [message]}})


def _check_queue() -> None:
    """Refuse while the queue is full. A count of up to the cap, over a partial index."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM"
            " (SELECT 1 FROM look_jobs_us WHERE status = 'pending' LIMIT %s) AS waiting",
            [settings.QUEUE_MAX_PENDING],
        )
        if cursor.fetchone()[0] >= settings.QUEUE_MAX_PENDING:
            raise QueueFullError("Too many jobs are waiting. Try again in a moment.")


def _write_consents(job: LookJob, new: NewJob, consent: SelfieConsent, now: datetime) -> Consent:
    """Write one record a purpose; they outlive the job and name nobody."""
    purposes = {"processing": f"selfie {settings.RETENTION_SELFIE_HOURS} h"}
    if new.opt_in_training:
        purposes["training"] = "until withdrawn"
    made = [
        Consent.objects.create(
            job_id=job.pk, purpose=purpose, text_version=consent.version, locale=new.locale,
            term=term, accepted_at=consent.accepted_at, created_at=now,
        )
        for purpose, term in purposes.items()
    ]  # fmt: skip
    return made[0]


def cancel_job(*, caller: str, job_id: UUID, now: datetime) -> LookJob:
    """Cancel a pending or running job; again is fine. Raises NotFoundError, ConflictError."""
    job = _owned(caller, job_id)
    if not claims.cancel(job, now=now):
        raise ConflictError("The job has already ended.")
    return _owned(caller, job_id)


def delete_job(*, caller: str, job_id: UUID, now: datetime, reason: str = "caller") -> None:
    """Remove the job and all that came of it; deleting it again is fine. Raises NotFoundError.

    A running worker finds its row gone at the next stage and writes nothing.
    """
    job = find_job(caller=caller, job_id=job_id)
    if job is None:
        known = Deletion.objects.filter(job_id=job_id, caller_sha256=_hashed(caller))
        if not known.exists():
            raise NotFoundError("There is no such job.")
        return
    erase(job, now=now, reason=reason)


def erase(job: LookJob, *, now: datetime, reason: str) -> None:
    """Delete rows, share content, message and photos of one job; leave a row without data."""
    with transaction.atomic():
        locked = LookJob.objects.select_for_update().filter(pk=job.pk).first()
        if locked is None:
            return
        doomed = [photo.pk for photo in _photos_only_here(locked)]
        Deletion.objects.create(
            job_id=job.pk, caller_sha256=_hashed(job.caller), reason=reason, deleted_at=now
        )
        _revoke_share(locked, now)
        _drop_message(locked)
        delete_job_samples(job_id=job.pk)
        locked.delete()
        uploads.doom(Upload.objects.filter(pk__in=doomed))
    uploads.remove_doomed()


def _hashed(caller: str) -> str:
    return hashlib.sha256(caller.encode()).hexdigest()


def _photos_only_here(job: LookJob) -> list[Upload]:
    """Return the job's photos that no other job uses."""
    found = [photo for photo in (job.reference, job.selfie) if photo is not None]
    return [
        photo
        for photo in found
        if not photo.reference_jobs.exclude(pk=job.pk).exists()
        and not photo.selfie_jobs.exclude(pk=job.pk).exists()
    ]


def _revoke_share(job: LookJob, now: datetime) -> None:
    if share := getattr(job, "share", None):
        share.revoked_at, share.result = share.revoked_at or now, None
        share.save(update_fields=["revoked_at", "result"])


def _drop_message(job: LookJob) -> None:
    if job.message_id is not None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_q_ormq WHERE id = %s", [job.message_id])


def _owned(caller: str, job_id: UUID) -> LookJob:
    job = find_job(caller=caller, job_id=job_id)
    if job is None:
        raise NotFoundError("There is no such job.")
    return job


def erase_internal(job: LookJob) -> None:
    """Remove an internal job's row and message; its photo stays the caller's."""
    with transaction.atomic():
        locked = LookJob.objects.select_for_update().filter(pk=job.pk).first()
        if locked is not None:
            _drop_message(locked)
            locked.delete()
