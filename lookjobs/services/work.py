"""What a worker does with one job: claim it, run the pipeline, write the result once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

import numpy as np
import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django_q.exceptions import TimeoutException
from numpy.typing import NDArray

from config.contracts import from_wire, to_wire
from config.errors import DomainError
from layer1 import services as layer1
from layer1.engine.types import Layer1Bundle, Source
from layer1.services import HardRejectError
from layer2 import services as layer2
from layer2.engine.types import Preferences
from layer3 import services as layer3
from layer3.serializers import read_constraints
from lookjobs import claims, pipeline
from lookjobs.errors import StorageUnavailableError
from lookjobs.models import LookJob
from lookjobs.queueing import send
from lookjobs.reference_url import Fetcher
from lookjobs.services import ends
from lookjobs.services.photos import decode_photo, read_photo
from lookjobs.services.stages import SHOW_EVERY_S, Stages, shown
from lookjobs.sweeper import TIMED_OUT, back_off_s

log = structlog.get_logger("job")

INTERNAL: Final = {
    "code": "INTERNAL_ERROR", "message": "The analysis broke on our side.", "reasons": [],
}  # fmt: skip


def work(job_id: UUID) -> None:
    """Run the job if it can be claimed; a second delivery finds nothing to claim."""
    job = claims.patient(lambda: claims.claim(job_id))
    if job is None:
        return
    stages = Stages(job)
    _guarded(job, stages, lambda: _run(job, stages))


def _guarded(job: LookJob, stages: Stages, step: Callable[[], None]) -> None:
    """Take the step in sight, and turn what it raises into what becomes of the job."""
    try:
        with shown(stages):
            step()
    except claims.ClaimLostError:
        log.info("claim lost", jobId=str(job.pk), attempt=job.attempt)
    except TimeoutException:
        _fail(job, stages, TIMED_OUT)
    except StorageUnavailableError as error:
        _try_again(job, stages, _error(error))
    except DomainError as error:
        _fail(job, stages, _error(error))
    except claims.DATABASE_DOWN:
        raise  # nothing can be written; the lease runs out and the sweeper takes over
    except Exception:
        log.exception("job broke", jobId=str(job.pk), attempt=job.attempt)
        _try_again(job, stages, INTERNAL)


def _run(job: LookJob, stages: Stages) -> None:
    also: Callable[[], None] | None = None

    def enter(stage: str) -> None:
        stages.enter(stage)
        if stage == "kit" and stages.took_s() > SHOW_EVERY_S:
            # It reads the catalogue: an outage since the claim is waited for, and costs no attempt.
            claims.patient(claims.reach_database)

    if job.kind == LookJob.Kind.LOOK_SPEC:
        part = pipeline.run_look(inputs_of(job), photos=_photos(job), on_stage=enter)
        result = {"lookSpec": to_wire(part.reading.look), "steps": to_wire(part.steps)}
        warnings = list(part.reading.look.warnings)
    else:
        full = pipeline.run(inputs_of(job), photos=_photos(job), on_stage=enter)
        result, warnings = pipeline.wire_result(full), list(full.warnings)
        also = _samples(job, full)
    stages.enter("store")
    news = stages.end()
    write = claims.completion(
        job, result=result, warnings=warnings, at=stages.now(), news=news, also=also
    )
    ends.hand_over(
        lambda: _guarded(job, stages, lambda: _complete(job, write)), message=job.message_id
    )


def _complete(job: LookJob, write: Callable[[], None]) -> None:
    claims.patient(write)
    log.info("job done", jobId=str(job.pk), attempt=job.attempt, stages_ms=job.timings)


def _samples(job: LookJob, full: pipeline.LookReplicateResult) -> Callable[[], None] | None:
    """Return what keeps the derived data, where the person opted in; it goes with job or session.

    It locks the row and asks again: the consent may be withdrawn by now.
    """
    if not job.opt_in_training:
        return None

    def store() -> None:
        if not claims.held(job, opt_in_training=True):
            return
        whose: dict[str, Any] = {
            "caller": job.caller, "session_id": job.session_id, "job_id": job.pk,
            "now": timezone.now(),
        }  # fmt: skip
        layer1.store_samples(full.layer1, gate=full.gate, **whose)
        mode = full.layer1.preference_mode
        layer2.store_samples(full.look_spec, full.steps, mode=mode, **whose)
        layer3.store_sample(full.kit, **whose)

    return store


def inputs_of(job: LookJob) -> pipeline.Inputs:
    """Return what the job was asked, as the pipeline takes it; stored data was validated before."""
    return pipeline.Inputs(
        mode=job.preference_mode,  # type: ignore[arg-type]  # the database checks it
        locale=job.locale,
        created_at=job.created_at,
        selfie_given=job.selfie_given,
        bundle=from_wire(Layer1Bundle, job.layer1_bundle) if job.layer1_bundle else None,
        preferences=from_wire(Preferences, job.preferences),
        constraints=read_constraints(job.constraints),
    )


def _photos(job: LookJob) -> pipeline.Photos:
    def photo(which: Source) -> NDArray[np.uint8]:
        if which == "reference" and job.reference_url:
            return decode_photo(Fetcher(settings.REFERENCE_URL_HOSTS).fetch(job.reference_url))
        return read_photo(job.reference if which == "reference" else job.selfie)

    return photo


def _error(error: DomainError) -> dict[str, Any]:
    body: dict[str, Any] = {"code": error.code, "message": error.message, "reasons": []}
    if isinstance(error, HardRejectError):
        body |= {"reasons": error.extra["reasons"], "details": error.details["reasons"]}
    return body


def _fail(job: LookJob, stages: Stages, error: dict[str, Any]) -> None:
    stages.leave()
    news, at = stages.end(), stages.now()
    claims.patient(lambda: claims.fail(job, error=error, at=at, news=news))
    log.info(
        "job failed", jobId=str(job.pk), attempt=job.attempt, code=error["code"],
        stages_ms=job.timings,
    )  # fmt: skip


def _try_again(job: LookJob, stages: Stages, error: dict[str, Any]) -> None:
    """Hand the job back with a growing delay, or fail it where its attempts are used up."""
    if job.attempt >= settings.JOB_MAX_ATTEMPTS:
        _fail(job, stages, error)
        return
    news = stages.end()

    def hand_back() -> None:
        with transaction.atomic():
            if claims.release(job, news):
                send(job.pk, delay_s=back_off_s(job.attempt))

    claims.patient(hand_back)
    log.info("job handed back", jobId=str(job.pk), attempt=job.attempt, code=error["code"])
