"""The gate: every reason, in its order, with value, limit and tip."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.utils import timezone

from config.contracts import from_wire
from layer1 import services
from layer1.engine.tips import TIPS
from layer1.engine.types import (
    HARD_REJECT_REASONS,
    SOFT_REJECT_REASONS,
    FaceMesh,
    FaceProfile,
    FaceReading,
    Gate,
    Layer1Bundle,
    Measure,
)
from tests.layer1.profiles import make_profile


def face(source: str = "reference", **quality: Any) -> FaceProfile:
    return from_wire(FaceProfile, make_profile(source=source, quality=quality))


def bundle_of(ref: FaceProfile, user: FaceProfile | None) -> Layer1Bundle:
    report = services.compare_faces(user=user, ref=ref, mode="structure", locale="en")
    return services.make_bundle(
        user=user, ref=ref, report=report, mode="structure", locale="en", created_at=timezone.now()
    )


def judged(
    ref: FaceProfile,
    user: FaceProfile | None,
    *,
    given: bool = True,
    reference: FaceReading | None = None,
    selfie: FaceReading | None = None,
) -> Gate:
    return services.judge(
        bundle=bundle_of(ref, user), selfie_given=given, reference=reference, selfie=selfie,
        locale="en",
    )  # fmt: skip


CUT = {"eyesOccluded": False, "mouthOccluded": False, "faceBorderCutoff": True}


@pytest.mark.parametrize(
    ("quality", "reasons"),
    [
        ({"valid": False}, ["REF_INVALID"]),
        ({"occlusionFlags": CUT}, ["REF_FACE_BORDER_CUTOFF"]),
        ({"lightingScore": 34.9}, ["REF_LIGHTING_TOO_LOW"]),
        ({"lightingScore": 35.0}, []),
        ({"sharpnessScore": 34.9}, ["REF_SHARPNESS_TOO_LOW"]),
        ({"sharpnessScore": 35.0}, []),
        ({"rejectReasons": ["FACE_TOO_SMALL"]}, ["REF_HARD_REJECT_REASON"]),
        ({"rejectReasons": ["POSE_YAW_TOO_LARGE"]}, []),
        ({"faceCount": 2}, ["REF_FACE_COUNT_NOT_ONE"]),
        ({"faceCount": 0}, ["REF_FACE_COUNT_NOT_ONE"]),
        (
            {
                "valid": False, "occlusionFlags": CUT, "lightingScore": 1.0, "sharpnessScore": 1.0,
                "rejectReasons": ["FACE_BORDER_CUTOFF"], "faceCount": 3,
            },
            [
                "REF_INVALID", "REF_FACE_BORDER_CUTOFF", "REF_LIGHTING_TOO_LOW",
                "REF_SHARPNESS_TOO_LOW", "REF_HARD_REJECT_REASON", "REF_FACE_COUNT_NOT_ONE",
            ],
        ),
    ],
)  # fmt: skip
def test_the_reference_is_refused_with_every_reason_in_order(
    quality: dict[str, Any], reasons: list[str]
) -> None:
    gate = judged(face(**quality), face("selfie"))
    assert list(gate.reasons) == reasons
    assert gate.gate == ("hard_reject" if reasons else "ok")


@pytest.mark.parametrize(
    ("quality", "reasons"),
    [
        ({"valid": False}, ["SELFIE_INVALID", "REPORT_LOW_CONFIDENCE", "REPORT_WARNINGS_PRESENT"]),
        ({"occlusionFlags": CUT}, ["SELFIE_FACE_BORDER_CUTOFF"]),
        ({"rejectReasons": ["FACE_TOO_LARGE"]}, ["SELFIE_HARD_REJECT_REASON"]),
        ({"rejectReasons": ["EYES_BORDER_RISK"]}, ["SELFIE_SOFT_DEGRADE_REASON"]),
        (
            {"pose": {"yawDeg": 18.1, "pitchDeg": 0.0, "rollDeg": 0.0}},
            ["SELFIE_SOFT_DEGRADE_REASON"],
        ),
        (
            {"pose": {"yawDeg": 0.0, "pitchDeg": -18.1, "rollDeg": 0.0}},
            ["SELFIE_SOFT_DEGRADE_REASON"],
        ),
        ({"pose": {"yawDeg": 18.0, "pitchDeg": -18.0, "rollDeg": 18.0}}, []),
    ],
)
def test_a_weak_selfie_lets_through_with_a_warning(
    quality: dict[str, Any], reasons: list[str]
) -> None:
    gate = judged(face(), face("selfie", **quality))
    assert list(gate.reasons) == reasons
    assert gate.gate == ("soft_degrade" if reasons else "ok")


def test_a_missing_selfie_is_not_a_selfie_without_a_face() -> None:
    missing = judged(face(), None, given=False)
    assert missing.reasons == ("MISSING_SELFIE", "REPORT_LOW_CONFIDENCE")
    without = judged(face(), None, given=True)
    assert without.reasons == ("SELFIE_INVALID", "REPORT_LOW_CONFIDENCE")


def test_soft_reasons_are_left_out_where_a_hard_one_applies() -> None:
    gate = judged(face(lightingScore=10.0), face("selfie", valid=False))
    assert gate.reasons == ("REF_LIGHTING_TOO_LOW",)


def test_a_photo_without_a_face_is_refused() -> None:
    reading = FaceReading(None, None, 0, (Measure("FACE_COUNT_NOT_ONE", 0.0, 1.0, "faces"),))
    gate = services.judge(
        bundle=None, selfie_given=False, reference=reading, selfie=None, locale="es"
    )
    assert gate.gate == "hard_reject"
    assert gate.reasons == ("REF_INVALID", "REF_FACE_COUNT_NOT_ONE")
    assert gate.details[1].value == 0.0
    assert "rostro" in gate.details[1].tip


def test_a_device_bundle_does_not_save_a_photo_without_a_face() -> None:
    reading = FaceReading(None, None, 0, ())
    assert judged(face(), face("selfie"), reference=reading).gate == "hard_reject"


def test_a_summing_up_reason_tells_what_was_measured_behind_it() -> None:
    ref = face(valid=False, rejectReasons=["FACE_TOO_SMALL"])
    measures = (Measure("FACE_TOO_SMALL", 37.0, 64.0, "px"),)
    gate = services.judge(
        bundle=None, selfie_given=False, selfie=None, locale="en",
        reference=FaceReading(ref, _mesh(), 1, measures),
    )  # fmt: skip
    assert gate.reasons == ("REF_INVALID", "REF_HARD_REJECT_REASON")
    detail = gate.details[-1]
    assert (detail.code, detail.photo, detail.value, detail.limit) == (
        "FACE_TOO_SMALL", "reference", 37.0, 64.0,
    )  # fmt: skip


def test_every_reason_has_a_tip_in_both_languages() -> None:
    for code in (*HARD_REJECT_REASONS, *SOFT_REJECT_REASONS):
        assert code in TIPS
    assert all(text for tip in TIPS.values() for text in tip)


def _mesh() -> FaceMesh:
    return FaceMesh(points=np.zeros((478, 3)))
