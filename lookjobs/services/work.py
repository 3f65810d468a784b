"""What a worker does with one job: claim it, run the pipeline, write the result once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from types import TracebackType
from typing import Any, Final
from uuid import UUID

import numpy as np
import structlog
from django.conf import settings
from django.db import connection, transaction
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
from lookjobs.services.photos import decode_photo, read_photo
from lookjobs.sweeper import TIMED_OUT, back_off_s

log = structlog.get_logger("job")

# How far a job is when a stage begins; the shares follow what the stages were measured to take.
PROGRESS: Final = {
    "fetch": 5, "faces": 20, "gate": 45, "look": 50, "steps": 75, "kit": 80, "store": 95,
}  # fmt: skip
INTERNAL: Final = {
    "code": "INTERNAL_ERROR", "message": "The analysis broke on our side.", "reasons": [],
}  # fmt: skip


class Stages:
    """The job's clock: tells how long each stage took, and beats when the next one begins."""

    def __init__(self, job: LookJob) -> None:
        self._job = job
        self._stage = ""
        self._since = time.perf_counter()
        self.timings: dict[str, float] = {}

    def enter(self, stage: str) -> None:
        """End the stage before and begin this one. Raises ClaimLostError."""
        self.leave()
        self._stage = stage
        job = self._job
        claims.patient(
            lambda: claims.beat(
                job.pk, job.attempt, stage=stage, progress=PROGRESS[stage], timings=self.timings
            )
        )
        self._since = time.perf_counter()

    def leave(self) -> None:
        """End the current stage: its time, and its one log line."""
        if self._stage:
            took = round((time.perf_counter() - self._since) * 1000, 1)
            self.timings[self._stage] = took
            log.info(
                "stage", jobId=str(self._job.pk), stage=self._stage, duration_ms=took,
                attempt=self._job.attempt,
            )  # fmt: skip
        self._stage = ""


class Heartbeat:
    """Renews the lease from a thread while a stage is long; most jobs end before its first beat."""

    def __init__(self, job: LookJob) -> None:
        self._job = job
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Heartbeat:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            while not self._stop.wait(settings.JOB_LEASE_S / 3):
                claims.patient(lambda: claims.renew(self._job.pk, self._job.attempt))
        except claims.DATABASE_DOWN:
            log.warning("lease not renewed", jobId=str(self._job.pk))
        finally:
            connection.close()  # this thread's own, if it ever opened one


def work(job_id: UUID) -> None:
    """Run the job if it can be claimed; a second delivery finds nothing to claim."""
    attempt = claims.patient(lambda: claims.claim(job_id))
    if attempt is None:
        return
    job = claims.patient(lambda: _load(job_id))
    if job is None or job.attempt != attempt:
        return
    stages = Stages(job)
    try:
        with Heartbeat(job):
            _run(job, stages)
    except claims.ClaimLostError:
        log.info("claim lost", jobId=str(job_id), attempt=attempt)
    except TimeoutException:
        _fail(job, stages, TIMED_OUT)
    except StorageUnavailableError as error:
        _try_again(job, stages, _error(error))
    except DomainError as error:
        _fail(job, stages, _error(error))
    except claims.DATABASE_DOWN:
        raise  # nothing can be written; the lease runs out and the sweeper takes over
    except Exception:
        log.exception("job broke", jobId=str(job_id), attempt=attempt)
        _try_again(job, stages, INTERNAL)


def _load(job_id: UUID) -> LookJob | None:
    found: LookJob | None = (
        LookJob.objects.select_related("reference", "selfie").filter(pk=job_id).first()
    )
    return found


def _run(job: LookJob, stages: Stages) -> None:
    also: Callable[[], None] = lambda: None  # noqa: E731
    if job.kind == LookJob.Kind.LOOK_SPEC:
        part = pipeline.run_look(inputs_of(job), photos=_photos(job), on_stage=stages.enter)
        result = {"lookSpec": to_wire(part.reading.look), "steps": to_wire(part.steps)}
        warnings = list(part.reading.look.warnings)
    else:
        full = pipeline.run(inputs_of(job), photos=_photos(job), on_stage=stages.enter)
        result, warnings = pipeline.wire_result(full), list(full.warnings)
        also = partial(_store_samples, job, full)
    stages.enter("store")
    claims.patient(
        lambda: claims.complete(
            job.pk, job.attempt, result=result, warnings=warnings, timings=stages.timings, also=also
        )
    )
    stages.leave()


def _store_samples(job: LookJob, full: pipeline.LookReplicateResult) -> None:
    """Keep the derived data where the person opted in; it goes with the job or session.

    It runs while the job's row is locked, and asks again: the consent may be withdrawn by now.
    """
    if LookJob.objects.filter(pk=job.pk, opt_in_training=True).exists():
        whose: dict[str, Any] = {
            "caller": job.caller, "session_id": job.session_id, "job_id": job.pk,
            "now": timezone.now(),
        }  # fmt: skip
        layer1.store_samples(full.layer1, gate=full.gate, **whose)
        mode = full.layer1.preference_mode
        layer2.store_samples(full.look_spec, full.steps, mode=mode, **whose)
        layer3.store_sample(full.kit, **whose)


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
    claims.patient(lambda: claims.fail(job.pk, job.attempt, error=error, timings=stages.timings))
    log.info("job failed", jobId=str(job.pk), code=error["code"], attempt=job.attempt)


def _try_again(job: LookJob, stages: Stages, error: dict[str, Any]) -> None:
    """Hand the job back with a growing delay, or fail it where its attempts are used up."""
    if job.attempt >= settings.JOB_MAX_ATTEMPTS:
        _fail(job, stages, error)
        return

    def hand_back() -> None:
        with transaction.atomic():
            if claims.release(job.pk, job.attempt):
                send(job.pk, delay_s=back_off_s(job.attempt))

    claims.patient(hand_back)
