"""Everything of one session of a caller: export it, delete it, withdraw the training consent."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.db import transaction

from layer1.services import delete_session_samples, session_samples
from lookjobs.models import Consent, LookJob
from lookjobs.selectors import full_status, wire_time
from lookjobs.services.jobs import erase

WITHDRAWN: Final = "withdrawal"


def delete_session(*, caller: str, session_id: str, now: datetime) -> None:
    """Delete the session's jobs and samples; one that is not there, or not yours, is fine too."""
    for job in _jobs(caller, session_id):
        erase(job, now=now, reason="session")
    delete_session_samples(session_id=session_id, caller=caller)


def withdraw_training(*, caller: str, session_id: str, now: datetime) -> None:
    """Remove the session's samples and take no more; its jobs stay.

    The withdrawal is a record of its own: consents are never changed. A job that is running stores
    no sample, because it looks again when it writes its result.
    """
    with transaction.atomic():
        jobs = list(_jobs(caller, session_id).filter(opt_in_training=True).select_for_update())
        for job in jobs:
            Consent.objects.create(
                job_id=job.pk, purpose="training", granted=False, text_version=WITHDRAWN,
                locale=job.locale, term="ended", accepted_at=now, created_at=now,
            )  # fmt: skip
            job.opt_in_training = False
            job.save(update_fields=["opt_in_training"])
        delete_session_samples(session_id=session_id, caller=caller)


def export_session(*, caller: str, session_id: str) -> dict[str, Any]:
    """Return all that is stored about the session, as JSON data; photos are named by their keys."""
    jobs = list(
        _jobs(caller, session_id).select_related("share", "reference", "selfie")
    )  # fmt: skip
    consents = Consent.objects.filter(job_id__in=[job.pk for job in jobs]).order_by("id")
    return {
        "sessionId": session_id,
        "jobs": [_job(job) for job in jobs],
        "consents": [_consent(consent) for consent in consents],
        "samples": session_samples(session_id=session_id, caller=caller),
    }


def _jobs(caller: str, session_id: str) -> Any:
    return LookJob.objects.owned_by(caller).filter(session_id=session_id).order_by("created_at")


def _job(job: LookJob) -> dict[str, Any]:
    request = {
        "locale": job.locale,
        "preferenceMode": job.preference_mode,
        "referenceImage": job.reference.key if job.reference else None,
        "referenceImageUrl": job.reference_url or None,
        "selfieImage": job.selfie.key if job.selfie else None,
        "layer1Bundle": job.layer1_bundle,
        "preferences": job.preferences,
        "constraints": job.constraints,
        "optInTraining": job.opt_in_training,
    }
    return full_status(job) | {"request": request}


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "jobId": str(consent.job_id),
        "purpose": consent.purpose,
        "granted": consent.granted,
        "version": consent.text_version,
        "locale": consent.locale,
        "term": consent.term,
        "acceptedAt": wire_time(consent.accepted_at),
    }
