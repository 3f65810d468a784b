"""The laws of the score, over any two faces."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.contracts import from_wire, to_wire
from layer1.engine.compatibility.deltas import GEOMETRY_LIMITS, all_deltas, severity, top_deltas
from layer1.engine.compatibility.report import compare
from layer1.engine.compatibility.score import IMPORTANCE, UNBRIDGEABLE, breakdown
from layer1.engine.types import (
    Delta,
    FaceProfile,
    PreferenceMode,
    ScoreBreakdown,
    SimilarityReport,
)
from layer1.serializers import GEOMETRY_KEYS, SimilarityReportV0
from tests.layer1.profiles import make_profile

MODES: tuple[PreferenceMode, ...] = ("structure", "vibe", "ease")
numbers = st.tuples(
    *(st.floats(-30, 30) if key == "eyeTiltDeg" else st.floats(0, 2) for key in GEOMETRY_KEYS)
)
shapes = st.sampled_from(["round", "oval", "square", "heart", "long", "unknown"])
eyes = st.sampled_from(["almond", "round", "downturned", "upturned", "hooded_like", "unknown"])
lips = st.sampled_from(["thin", "balanced", "full", "unknown"])
points = st.floats(0, 100)
angles = st.floats(-60, 60)


@st.composite
def profiles(draw: Any, *, good: bool = False) -> FaceProfile:
    quality: dict[str, Any] = {}
    if not good:
        quality = {
            "valid": draw(st.booleans()),
            "score": draw(points),
            "pose": {key: draw(angles) for key in ("yawDeg", "pitchDeg", "rollDeg")},
            "occlusionFlags": {
                key: draw(st.booleans())
                for key in ("eyesOccluded", "mouthOccluded", "faceBorderCutoff")
            },
        }
    return from_wire(
        FaceProfile,
        make_profile(
            geometry=dict(zip(GEOMETRY_KEYS, draw(numbers), strict=True)),
            categorical={"faceShape": draw(shapes), "eyeType": draw(eyes), "lipType": draw(lips)},
            quality=quality,
        ),
    )


modes = st.sampled_from(MODES)


def report_of(user: FaceProfile | None, ref: FaceProfile, mode: Any) -> SimilarityReport:
    return compare(user=user, ref=ref, mode=mode, locale="en")


@given(user=st.none() | profiles(), ref=profiles(), mode=modes)
def test_any_report_is_valid_and_its_score_is_the_sum_of_its_parts(
    user: FaceProfile | None, ref: FaceProfile, mode: PreferenceMode
) -> None:
    report = report_of(user, ref, mode)
    parts = report.score_breakdown
    assert report.fit_score == round(
        parts.geometry_fit + (25 - parts.risk_penalty) + parts.adaptability_bonus
    )
    body = SimilarityReportV0(data=to_wire(report))
    assert body.is_valid(), body.errors


@given(face=profiles(good=True), mode=modes)
def test_two_identical_good_faces_score_100(face: FaceProfile, mode: PreferenceMode) -> None:
    assert report_of(face, face, mode).fit_score == 100


@given(
    user=profiles(), ref=profiles(), mode=modes, name=st.sampled_from(list(GEOMETRY_LIMITS)),
    more=st.floats(0, 5),
)  # fmt: skip
def test_a_larger_difference_never_raises_the_score(
    user: FaceProfile, ref: FaceProfile, mode: PreferenceMode, name: str, more: float
) -> None:
    mine, theirs = getattr(user.geometry, name), getattr(ref.geometry, name)
    further = dataclasses.replace(
        user.geometry, **{name: mine + more if mine >= theirs else mine - more}
    )
    moved = dataclasses.replace(user, geometry=further)
    assert report_of(moved, ref, mode).fit_score <= report_of(user, ref, mode).fit_score


@given(
    user=profiles(), ref=profiles(), mode=modes, kind=st.sampled_from([0, 1, 2]), data=st.data()
)  # fmt: skip
def test_another_type_never_raises_the_score_above_the_same_type(
    user: FaceProfile, ref: FaceProfile, mode: PreferenceMode, kind: int, data: st.DataObject
) -> None:
    name = ("face_shape", "eye_type", "lip_type")[kind]
    other = data.draw((shapes, eyes, lips)[kind])
    same = _with_type(user, name, getattr(ref.categorical, name))
    assert (
        report_of(_with_type(user, name, other), ref, mode).fit_score
        <= report_of(same, ref, mode).fit_score
    )


def _with_type(face: FaceProfile, name: str, value: Any) -> FaceProfile:
    changes: dict[str, Any] = {name: value}
    return dataclasses.replace(face, categorical=dataclasses.replace(face.categorical, **changes))


@given(ref=profiles(), mode=modes)
def test_without_a_selfie_the_confidence_is_low_and_no_adjustment_is_high(
    ref: FaceProfile, mode: PreferenceMode
) -> None:
    report = report_of(None, ref, mode)
    assert report.confidence == "low"
    assert all(each.confidence != "high" for each in report.adjustments)
    assert report.top_deltas == ()
    assert all("missing:userFaceProfile" in each.evidence for each in report.adjustments)


def parts_of(key: str, severity_: float, mode: PreferenceMode) -> ScoreBreakdown:
    face = from_wire(FaceProfile, make_profile())
    delta = Delta(key, 0.0, 0.0, severity_, "", ("x",))
    return breakdown([delta], user=face, ref=face, mode=mode)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("key", sorted(IMPORTANCE))
def test_the_bonus_falls_exactly_with_what_technique_cannot_bridge(
    key: str, mode: PreferenceMode
) -> None:
    assert parts_of(key, 0.0, mode).adaptability_bonus == 15.0
    some, all_ = (parts_of(key, s, mode).adaptability_bonus for s in (0.5, 1.0))
    if key in UNBRIDGEABLE:
        assert 15.0 > some > all_
    else:
        assert some == all_ == 15.0


@pytest.mark.parametrize("key", sorted(IMPORTANCE))
def test_structure_weighs_geometry_most_and_vibe_least(key: str) -> None:
    structure, ease, vibe = (
        parts_of(key, 1.0, mode).geometry_fit for mode in ("structure", "ease", "vibe")
    )
    assert structure < ease < vibe < 60.0


@pytest.mark.parametrize("key", sorted(IMPORTANCE))
def test_ease_weighs_risk_most(key: str) -> None:
    ease = parts_of(key, 1.0, "ease").risk_penalty
    assert ease > parts_of(key, 1.0, "structure").risk_penalty
    assert ease > parts_of(key, 1.0, "vibe").risk_penalty


@pytest.mark.parametrize("name", sorted(GEOMETRY_LIMITS))
def test_severity_rises_linearly_from_the_soft_to_the_hard_limit(name: str) -> None:
    soft, hard = GEOMETRY_LIMITS[name]
    assert severity(name, soft) == 0.0
    assert severity(name, (soft + hard) / 2) == pytest.approx(0.5)
    assert severity(name, hard) == severity(name, hard * 3) == 1.0


def test_the_frozen_sample_keeps_its_severities() -> None:
    user = from_wire(
        FaceProfile,
        make_profile(
            geometry={"eyeTiltDeg": 0.5, "lipFullnessRatio": 0.28},
            categorical={"eyeType": "round", "lipType": "full"},
        ),
    )
    ref = from_wire(
        FaceProfile,
        make_profile(
            geometry={"eyeTiltDeg": 10.0, "lipFullnessRatio": 0.18}, categorical={"lipType": "thin"}
        ),
    )
    found = {each.key: each.severity for each in top_deltas(all_deltas(user, ref))}
    assert found == {
        "categorical.eyeType": 0.8, "geometry.eyeTiltDeg": 0.722222, "categorical.lipType": 0.7,
        "geometry.lipFullnessRatio": 0.6, "geometry.faceAspect": 0.0,
    }  # fmt: skip


def test_an_unknown_type_is_no_difference() -> None:
    ref = from_wire(FaceProfile, make_profile())
    user = from_wire(FaceProfile, make_profile(categorical={"eyeType": "unknown"}))
    assert "categorical.eyeType" not in {each.key for each in all_deltas(user, ref)}
    assert report_of(user, ref, "structure").fit_score == 100
