"""The gate: may this photo be trusted? hard_reject, soft_degrade or ok, with every reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from layer1.engine import limits
from layer1.engine.compatibility.words import Language, say
from layer1.engine.tips import TIPS
from layer1.engine.types import (
    HARD_REJECT_REASONS,
    SOFT_REJECT_REASONS,
    FaceProfile,
    FaceReading,
    Gate,
    GateDetail,
    Layer1Bundle,
    Measure,
    Quality,
    Source,
)

Value = float | str | None


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason that applies: the measured value and the limit that it breaks."""

    code: str
    photo: Source
    value: Value
    limit: Value


def judge(
    *,
    bundle: Layer1Bundle | None,
    selfie_given: bool,
    reference: FaceReading | None,
    selfie: FaceReading | None,
    language: Language,
) -> Gate:
    """Return the gate's word on what is known: a bundle, and the photos' own readings.

    A reading without a face, or with several, refuses even where a bundle is given; without a
    bundle the reference's own profile is judged. Soft reasons are listed only without a hard one.
    """
    ref = bundle.ref_face_profile if bundle else (reference.profile if reference else None)
    findings = _hard(ref, reference)
    state: str = "hard_reject"
    if not findings:
        user = bundle.user_face_profile if bundle else (selfie.profile if selfie else None)
        findings = [*_selfie(user, selfie_given, selfie), *_report(bundle)]
        state = "soft_degrade" if findings else "ok"
    reasons = tuple(dict.fromkeys(finding.code for finding in findings))
    details = []
    for finding in findings:
        details.append(_detail(finding, language))
        reading = reference if finding.photo == "reference" else selfie
        details += [_detail(more, language) for more in _behind(finding, reading)]
    return Gate(gate=state, reasons=reasons, details=tuple(details))  # type: ignore[arg-type]


def _hard(ref: FaceProfile | None, reading: FaceReading | None) -> list[Finding]:
    count = _count(ref, reading)
    if ref is None or (reading is not None and reading.mesh is None):
        return [
            Finding("REF_INVALID", "reference", "no face", "one face"),
            Finding("REF_FACE_COUNT_NOT_ONE", "reference", float(count), 1.0),
        ]
    quality = ref.quality
    listed = _listed(quality, HARD_REJECT_REASONS)
    checks: tuple[tuple[str, bool, Value, Value], ...] = (
        ("REF_INVALID", not quality.valid, "not valid", "valid"),
        (
            "REF_FACE_BORDER_CUTOFF",
            quality.occlusion_flags.face_border_cutoff,
            _measured(reading, "FACE_BORDER_CUTOFF", "cut off"),
            limits.BORDER_OUTSIDE_MAX,
        ),
        (
            "REF_LIGHTING_TOO_LOW",
            quality.lighting_score < limits.LIGHTING_MIN,
            quality.lighting_score,
            limits.LIGHTING_MIN,
        ),
        (
            "REF_SHARPNESS_TOO_LOW",
            quality.sharpness_score < limits.SHARPNESS_MIN,
            quality.sharpness_score,
            limits.SHARPNESS_MIN,
        ),
        ("REF_HARD_REJECT_REASON", bool(listed), ", ".join(listed), "none"),
        ("REF_FACE_COUNT_NOT_ONE", count != 1, float(count), 1.0),
    )
    return [Finding(code, "reference", value, at) for code, fails, value, at in checks if fails]


def _selfie(user: FaceProfile | None, given: bool, reading: FaceReading | None) -> list[Finding]:
    if user is None:
        if not given:
            return [Finding("MISSING_SELFIE", "selfie", "not given", "one selfie")]
        faces = float(reading.face_count) if reading else 0.0
        return [Finding("SELFIE_INVALID", "selfie", faces, 1.0)]
    quality = user.quality
    hard, soft = _listed(quality, HARD_REJECT_REASONS), _listed(quality, SOFT_REJECT_REASONS)
    pose = quality.pose
    angle = max(abs(pose.yaw_deg), abs(pose.pitch_deg), abs(pose.roll_deg))
    turned = angle > limits.POSE_SOFT_DEG
    invalid = not quality.valid or quality.face_count != 1
    checks: tuple[tuple[str, bool, Value, Value], ...] = (
        ("SELFIE_INVALID", invalid, float(quality.face_count), 1.0),
        (
            "SELFIE_FACE_BORDER_CUTOFF",
            quality.occlusion_flags.face_border_cutoff,
            _measured(reading, "FACE_BORDER_CUTOFF", "cut off"),
            limits.BORDER_OUTSIDE_MAX,
        ),
        ("SELFIE_HARD_REJECT_REASON", bool(hard), ", ".join(hard), "none"),
        (
            "SELFIE_SOFT_DEGRADE_REASON",
            bool(soft) or turned,
            angle if turned else ", ".join(soft),
            limits.POSE_SOFT_DEG if turned else "none",
        ),
    )
    return [Finding(code, "selfie", value, at) for code, fails, value, at in checks if fails]


def _report(bundle: Layer1Bundle | None) -> list[Finding]:
    if bundle is None:
        return []
    report, found = bundle.similarity_report, []
    if report.confidence == "low":
        found.append(Finding("REPORT_LOW_CONFIDENCE", "selfie", "low", "medium"))
    if report.warnings:
        count = float(len(report.warnings))
        found.append(Finding("REPORT_WARNINGS_PRESENT", "selfie", count, 0.0))
    return found


def _behind(finding: Finding, reading: FaceReading | None) -> list[Finding]:
    """Return the photo's own reasons behind a summing-up one, each with its measure."""
    known = {
        "REF_HARD_REJECT_REASON": HARD_REJECT_REASONS,
        "SELFIE_HARD_REJECT_REASON": HARD_REJECT_REASONS,
        "SELFIE_SOFT_DEGRADE_REASON": SOFT_REJECT_REASONS,
    }.get(finding.code, ())
    if reading is None or reading.profile is None:
        return []
    listed = reading.profile.quality.reject_reasons
    return [
        Finding(m.code, finding.photo, m.value, m.limit)
        for m in reading.measures
        if m.code in known and m.code in listed
    ]


def _detail(finding: Finding, language: Language) -> GateDetail:
    return GateDetail(
        code=finding.code,
        photo=finding.photo,
        value=finding.value,
        limit=finding.limit,
        tip=say(TIPS[finding.code], language),
    )


def _count(ref: FaceProfile | None, reading: FaceReading | None) -> int:
    if reading is not None:
        return reading.face_count
    return ref.quality.face_count if ref else 0


def _listed(quality: Quality, known: tuple[str, ...]) -> list[str]:
    return [code for code in known if code in quality.reject_reasons]


def _measured(reading: FaceReading | None, code: str, otherwise: str) -> Value:
    found: Callable[[Measure], bool] = lambda m: m.code == code and m.value is not None  # noqa: E731
    measure = next(filter(found, reading.measures if reading else ()), None)
    return otherwise if measure is None else measure.value
