"""What staff may do with a job: retry, cancel, delete, run again; each leaves an audit row."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django_q.tasks import async_task

from config.contracts import to_wire
from config.errors import ConflictError, DomainError
from lookjobs import claims, pipeline
from lookjobs.engine.difference import Change, differences
from lookjobs.errors import AssetNotFoundError
from lookjobs.models import LookJob
from lookjobs.services.jobs import NewJob, SelfieConsent, create_job, erase
from lookjobs.services.photos import read_photo
from lookjobs.services.work import inputs_of
from lookjobs.staff.audit import record
from lookjobs.staff.models import Rerun, StaffAction

RERUN_TASK: Final = "lookjobs.tasks.run_again"
CHANGES_KEPT: Final = 500
# Causes before what follows from them: a kit changes because the look did.
_ORDER: Final = ("engineVersions", "gate", "layer1", "lookSpec", "steps", "kit")


def retry_job(*, job: LookJob, user: Any, now: datetime) -> LookJob:
    """Run an ended job's request again as a new job of the same caller; an end stays an end.

    Raises ConflictError while it runs, AssetNotFoundError where its photos are gone.
    """
    if job.status not in LookJob.TERMINAL:
        raise ConflictError("The job has not ended yet; cancel it first.")
    new = _same_request(job)
    with transaction.atomic():
        made, _ = create_job(
            caller=job.caller, new=new, now=now, idempotency_key=None, body_sha256=""
        )
        record(user, "retry", job_id=job.pk, newJob=str(made.pk))
    return made


def _same_request(job: LookJob) -> NewJob:
    if job.reference is None or (job.selfie_given and job.selfie is None):
        raise AssetNotFoundError("A photo of this job is no longer kept, so it cannot run again.")
    consent = job.selfie_consent
    return NewJob(
        locale=job.locale,
        mode=job.preference_mode,
        reference_key=job.reference.key,
        selfie_key=job.selfie.key if job.selfie else "",
        consent=SelfieConsent(consent.text_version, consent.accepted_at) if consent else None,
        layer1_bundle=job.layer1_bundle,
        preferences=job.preferences,
        constraints=job.constraints,
        opt_in_training=job.opt_in_training,
        session_id=job.session_id,
        kind=job.kind,
    )


def cancel_job(*, job: LookJob, user: Any, now: datetime) -> None:
    """Cancel a job that has not ended. Raises ConflictError."""
    with transaction.atomic():
        if not claims.cancel(job, now=now):
            raise ConflictError("The job has already ended.")
        record(user, "cancel", job_id=job.pk)


def delete_job(*, job: LookJob, user: Any, now: datetime) -> None:
    """Delete a job with its photos, share and samples; the audit keeps that it was done."""
    with transaction.atomic():
        record(user, "delete", job_id=job.pk, status=job.status)
        erase(job, now=now, reason="staff")


def ask_rerun(*, job: LookJob, user: Any, now: datetime) -> Rerun:
    """Have a worker run the job's inputs with today's engines. Raises ConflictError,
    AssetNotFoundError."""
    if job.status != LookJob.Status.COMPLETED or job.kind != LookJob.Kind.FULL:
        raise ConflictError("Only a completed job can be compared with a new run.")
    _same_request(job)
    with transaction.atomic():
        rerun = Rerun.objects.create(job=job, asked_by=user.get_username(), created_at=now)
        record(user, "rerun", job_id=job.pk)
        async_task(RERUN_TASK, rerun.pk, save=False, ack_failure=True)
    return rerun


def run_again(*, rerun_id: int, now: datetime) -> None:
    """Run it and keep the difference; a second delivery, or a deleted job, is harmless."""
    rerun = (
        Rerun.objects.select_related("job__reference", "job__selfie")
        .filter(pk=rerun_id, status=Rerun.Status.PENDING)
        .first()
    )
    if rerun is None:
        return
    try:
        result = pipeline.run(
            inputs_of(rerun.job), photos=_photos(rerun.job), on_stage=lambda _: None
        )
    except DomainError as error:
        outcome: dict[str, Any] = {"status": Rerun.Status.FAILED, "error": error.message[:500]}
    else:
        changes = compare_results(rerun.job.result or {}, pipeline.wire_result(result))
        outcome = {
            "status": Rerun.Status.DONE,
            "engine_versions": to_wire(result.engine_versions),
            "changed": len(changes),
            "changes": changes[:CHANGES_KEPT],
        }
    Rerun.objects.filter(pk=rerun_id).update(finished_at=now, **outcome)


def _photos(job: LookJob) -> pipeline.Photos:
    return lambda which: read_photo(job.reference if which == "reference" else job.selfie)


def compare_results(before: dict[str, Any], after: dict[str, Any]) -> list[Change]:
    """Return what differs, without the faces: their geometry has a term of its own."""
    return sorted(differences(_faceless(before), _faceless(after)), key=_place)


def _place(change: Change) -> int:
    part = change[0].split(".")[0].split("[")[0]
    return _ORDER.index(part) if part in _ORDER else len(_ORDER)


def _faceless(result: dict[str, Any]) -> dict[str, Any]:
    report = (result.get("layer1") or {}).get("similarityReport") or {}
    kept = {key: report[key] for key in ("fitScore", "confidence") if key in report}
    degraded = [item for item in result.get("degraded", ()) if item["cause"] != "RETENTION"]
    return {
        **{key: value for key, value in result.items() if key != "wearer"},
        "layer1": kept or None,
        "degraded": degraded,
    }


def purge_staff(now: datetime) -> int:
    """Differences go with the term of the photo that they need, the audit with the term of jobs."""
    reruns = now - timedelta(days=settings.RETENTION_REFERENCE_DAYS)
    actions = now - timedelta(days=settings.RETENTION_JOB_DAYS)
    gone = Rerun.objects.filter(created_at__lte=reruns).delete()[0]
    return gone + StaffAction.objects.filter(at__lte=actions).delete()[0]


def find_for_staff(job_id: UUID) -> LookJob | None:
    """Return any caller's job with all that its page shows, in one query."""
    found: LookJob | None = (
        LookJob.objects.select_related("reference", "selfie", "selfie_consent", "share")
        .filter(pk=job_id)
        .first()
    )
    return found
