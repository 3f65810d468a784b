"""The use cases of Layer 1. Everything here takes pixels and profiles, never a job."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from config.contracts import to_wire
from config.errors import DomainError
from config.markets import US
from layer1.engine import gate as gate_engine
from layer1.engine.compatibility.report import compare
from layer1.engine.compatibility.words import language_of, locale_warnings
from layer1.engine.pyramid import Photo, pyramid
from layer1.engine.reading import locate, read
from layer1.engine.types import (
    FaceProfile,
    FaceReading,
    Gate,
    Layer1Bundle,
    PreferenceMode,
    SimilarityReport,
    Source,
)
from layer1.landmarks import get_finder
from layer1.models import (
    BundleSample,
    FaceProfileSample,
    Sample,
    SimilarityReportSample,
    sample_models,
)


class HardRejectError(DomainError):
    """The reference cannot be trusted; carries every reason with its tip."""

    code, status = "LAYER1_HARD_REJECT", 422


def read_face(photo: Photo, *, source: Source, locale: str) -> FaceReading:
    """Return what a photo (H, W, 3) says about its face, and how far it can be trusted."""
    halves = pyramid(photo)
    return read(halves, get_finder().find(halves), source=source, locale=locale)


def find_face(photo: Photo) -> FaceReading:
    """Return where the face of a photo (H, W, 3) is, without measuring it: profile is None."""
    halves = pyramid(photo)
    return locate(halves, get_finder().find(halves))


def compare_faces(
    *, user: FaceProfile | None, ref: FaceProfile, mode: PreferenceMode, locale: str
) -> SimilarityReport:
    """Return how two faces compare; user is None where there is no selfie."""
    return compare(user=user, ref=ref, mode=mode, locale=locale)


def make_bundle(
    *,
    user: FaceProfile | None,
    ref: FaceProfile,
    report: SimilarityReport,
    mode: PreferenceMode,
    locale: str,
    created_at: datetime,
) -> Layer1Bundle:
    """Return the bundle that later layers and other systems read."""
    return Layer1Bundle(
        schema_version="v0",
        market=US,
        locale=locale,
        preference_mode=mode,
        created_at=iso_time(created_at),
        user_face_profile=user,
        ref_face_profile=ref,
        similarity_report=report,
    )


def judge(
    *,
    bundle: Layer1Bundle | None,
    selfie_given: bool,
    reference: FaceReading | None,
    selfie: FaceReading | None,
    locale: str,
) -> Gate:
    """Return whether to go on: the gate of contracts/us, every reason with value and tip."""
    return gate_engine.judge(
        bundle=bundle,
        selfie_given=selfie_given,
        reference=reference,
        selfie=selfie,
        language=language_of(locale),
    )


def judge_bundle(bundle: Layer1Bundle) -> Gate:
    """Return the gate's word on a bundle alone; a null user profile means no selfie was given."""
    return judge(
        bundle=bundle,
        selfie_given=bundle.user_face_profile is not None,
        reference=None,
        selfie=None,
        locale=bundle.locale,
    )


def answer_compatibility(
    *,
    user: FaceProfile | None,
    ref: FaceProfile,
    mode: PreferenceMode,
    locale: str,
    now: datetime,
    caller: str,
    training_session: str | None,
) -> SimilarityReport:
    """Return how two faces compare, and keep samples where a session opted in.

    Raises HardRejectError where the reference cannot be trusted; then nothing is kept.
    """
    report = compare_faces(user=user, ref=ref, mode=mode, locale=locale)
    # A job says it beside its bundle; this answer has no other place for it.
    if fallback := locale_warnings(locale):
        report = replace(report, warnings=(*fallback, *(report.warnings or ())))
    bundle = make_bundle(
        user=user, ref=ref, report=report, mode=mode, locale=locale, created_at=now
    )
    gate = judge_bundle(bundle)
    refuse_if_hard(gate)
    if training_session:
        store_samples(bundle, gate=gate, caller=caller, session_id=training_session, now=now)
    return report


@transaction.atomic
def store_samples(
    bundle: Layer1Bundle,
    *,
    gate: Gate,
    caller: str,
    session_id: str,
    now: datetime,
    job_id: UUID | None = None,
) -> None:
    """Store derived data of one comparison for training: all of it or nothing.

    Call it only where the person opted in. What is stored is found again by session or by job.
    """
    row: dict[str, Any] = {
        "caller": caller, "session_id": session_id, "job_id": job_id, "created_at": now,
    }  # fmt: skip
    profiles = [bundle.ref_face_profile, bundle.user_face_profile]
    FaceProfileSample.objects.bulk_create(
        FaceProfileSample(**row, source=profile.source, profile=to_wire(profile))
        for profile in profiles
        if profile is not None
    )
    report = bundle.similarity_report
    SimilarityReportSample.objects.create(
        **row,
        engine_version=report.engine_version,
        preference_mode=report.preference_mode,
        fit_score=report.fit_score,
        report=to_wire(report),
    )
    BundleSample.objects.create(
        **row, preference_mode=bundle.preference_mode, gate=gate.gate, bundle=to_wire(bundle)
    )


@transaction.atomic
def delete_session_samples(*, session_id: str, caller: str | None = None) -> int:
    """Delete a session's samples of all layers, return how many; caller None is every caller's."""
    found = {"session_id": session_id} | ({} if caller is None else {"caller": caller})
    return sum(_rows(model, **found).delete()[0] for model in sample_models())


def session_samples(*, session_id: str, caller: str) -> dict[str, list[Any]]:
    """Return the derived data that a caller's session left, for its own export."""
    found = {"session_id": session_id, "caller": caller}
    return {
        model.EXPORTED_AS: list(
            _rows(model, **found).order_by("pk").values_list(model.BODY, flat=True)
        )
        for model in sample_models()
    }


@transaction.atomic
def delete_job_samples(*, job_id: UUID) -> int:
    """Delete the samples of all layers that a job left and return how many."""
    return sum(_rows(model, job_id=job_id).delete()[0] for model in sample_models())


def _rows(model: type[Sample], **found: Any) -> QuerySet[Sample]:
    rows: QuerySet[Sample] = model._default_manager.filter(**found)
    return rows


def refuse_if_hard(gate: Gate) -> None:
    """Raise HardRejectError with every reason where the gate refuses."""
    if gate.gate != "hard_reject":
        return
    raise HardRejectError(
        "The reference photo cannot be trusted: " + ", ".join(gate.reasons),
        details={"reasons": to_wire(gate.details)},
        reasons=list(gate.reasons),
    )


def iso_time(moment: datetime) -> str:
    """Return a moment as the contracts write it: UTC, milliseconds, Z."""
    text = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")
