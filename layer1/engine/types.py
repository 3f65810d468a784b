"""The values of Layer 1: what is found in a photo, and the frozen contracts as dataclasses.

Fields carry the Python form of their wire name (config.contracts.camel): yaw_deg is yawDeg.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from config.records import made_often

RGB = NDArray[np.uint8]  # (H, W, 3), sRGB, channel order R, G, B
Points = NDArray[
    np.float64
]  # (N, 3): x to the right, y down, in pixels of the photo; z toward the back

Source = Literal["selfie", "reference"]
PreferenceMode = Literal["structure", "vibe", "ease"]
FaceShape = Literal["round", "oval", "square", "heart", "long", "unknown"]
EyeType = Literal["almond", "round", "downturned", "upturned", "hooded_like", "unknown"]
LipType = Literal["thin", "balanced", "full", "unknown"]
SkinType = Literal["dry", "oily", "combo", "normal", "sensitive", "unknown"]
Confidence = Literal["high", "medium", "low"]
ImpactArea = Literal["base", "eye", "lip"]
GateState = Literal["hard_reject", "soft_degrade", "ok"]
HardRejectReason = Literal[
    "FACE_BORDER_CUTOFF",
    "LIGHTING_LOW_CONFIDENCE",
    "SHARPNESS_LOW_CONFIDENCE",
    "FACE_TOO_SMALL",
    "FACE_TOO_LARGE",
    "GEOMETRY_FAILED",
]
SoftRejectReason = Literal[
    "POSE_YAW_TOO_LARGE",
    "POSE_PITCH_TOO_LARGE",
    "POSE_ROLL_TOO_LARGE",
    "EYES_BORDER_RISK",
    "MOUTH_BORDER_RISK",
]
HARD_REJECT_REASONS: Final[tuple[str, ...]] = get_args(HardRejectReason)
SOFT_REJECT_REASONS: Final[tuple[str, ...]] = get_args(SoftRejectReason)
IMPACT_AREAS: Final[tuple[ImpactArea, ...]] = get_args(ImpactArea)
OMIT_NONE: Final = {"omit_none": True}  # left out of the wire form while it is None


# What is found in one photo; none of this is stored or sent.
@made_often
class FaceBox:
    """A face as the detector sees it: pixel corners and the detector's own score, 0 to 1."""

    x0: float
    y0: float
    x1: float
    y1: float
    score: float


@dataclass(frozen=True, slots=True)
class FaceMesh:
    """One face as MediaPipe's refined mesh fits it; points is (478, 3) in pixels of the photo.

    They are the mean of a fit on the photo and one on its mirror image, which takes out the model's
    own left-right bias, and half its noise. presence: the model's own word that this is a face, 0
    to 1, the lower of the two.
    """

    points: Points
    presence: float = 1.0


@dataclass(frozen=True, slots=True)
class FacesFound:
    """All that the models say about one photo; they are independent signs.

    second_boxes: the second detector's, or None where it was not asked.
    """

    boxes: tuple[FaceBox, ...]
    meshes: tuple[FaceMesh, ...]
    second_boxes: tuple[FaceBox, ...] | None = None


@made_often
class Measure:
    """One measured quality against its limit: why a reason code was given, or was not."""

    code: str
    value: float | None
    limit: float | None
    unit: str


@dataclass(frozen=True, slots=True)
class FaceReading:
    """One photo read: the contract's profile, and what later stages need but never store.

    profile and mesh are None where the photo shows no face that independent signs agree on.
    """

    profile: FaceProfile | None
    mesh: FaceMesh | None
    face_count: int
    measures: tuple[Measure, ...]


# FaceProfileV0
@dataclass(frozen=True, slots=True)
class Pose:
    """Degrees. yaw: positive where the face turns to the photo's right; pitch: positive looking up;
    roll: positive where the head leans clockwise as the viewer sees it."""

    yaw_deg: float
    pitch_deg: float
    roll_deg: float


@dataclass(frozen=True, slots=True)
class OcclusionFlags:
    eyes_occluded: bool
    mouth_occluded: bool
    face_border_cutoff: bool


@dataclass(frozen=True, slots=True)
class Quality:
    valid: bool
    score: float
    lighting_score: float
    sharpness_score: float
    face_count: int
    pose: Pose
    occlusion_flags: OcclusionFlags
    reject_reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Geometry:
    """Eight numbers, in the order of derived.geometry_vector."""

    face_aspect: float
    jaw_to_cheek_ratio: float
    chin_length_ratio: float
    midface_ratio: float
    eye_spacing_ratio: float
    eye_tilt_deg: float
    eye_openness_ratio: float
    lip_fullness_ratio: float


@dataclass(frozen=True, slots=True)
class Categorical:
    face_shape: FaceShape
    eye_type: EyeType
    lip_type: LipType
    skin_type: SkinType | None = field(default=None, metadata=OMIT_NONE)


@dataclass(frozen=True, slots=True)
class Derived:
    geometry_vector: tuple[float, ...]
    embedding_version: str


@dataclass(frozen=True, slots=True)
class FaceProfile:
    version: str
    market: str
    source: Source
    locale: str
    quality: Quality
    geometry: Geometry
    categorical: Categorical
    derived: Derived


# SimilarityReportV0
@dataclass(frozen=True, slots=True)
class ScoreBreakdown:
    geometry_fit: float
    risk_penalty: float
    adaptability_bonus: float


@dataclass(frozen=True, slots=True)
class Reason:
    title: str
    copy: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delta:
    """One difference; severity is 0 at the soft limit and 1 at the hard limit."""

    key: str
    user_value: float | str
    ref_value: float | str
    severity: float
    explanation_key: str
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Adjustment:
    impact_area: ImpactArea
    title: str
    because: str
    do: str
    confidence: Confidence
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layer2Hints:
    base: tuple[str, ...] | None = field(default=None, metadata=OMIT_NONE)
    eye: tuple[str, ...] | None = field(default=None, metadata=OMIT_NONE)
    lip: tuple[str, ...] | None = field(default=None, metadata=OMIT_NONE)


@dataclass(frozen=True, slots=True)
class UserControlMode:
    mode: PreferenceMode
    label: str
    description: str


@dataclass(frozen=True, slots=True)
class UserControls:
    modes: tuple[UserControlMode, ...]
    default_mode: PreferenceMode = "structure"


@dataclass(frozen=True, slots=True)
class SimilarityReport:
    version: str
    schema_version: str
    engine_version: str
    market: str
    preference_mode: PreferenceMode
    confidence: Confidence
    fit_score: int
    score_breakdown: ScoreBreakdown
    reasons: tuple[Reason, ...]
    top_deltas: tuple[Delta, ...]
    adjustments: tuple[Adjustment, ...]
    user_controls: UserControls
    layer2_hints: Layer2Hints | None = field(default=None, metadata=OMIT_NONE)
    warnings: tuple[str, ...] | None = field(default=None, metadata=OMIT_NONE)


@dataclass(frozen=True, slots=True)
class Layer1Bundle:
    schema_version: str
    market: str
    locale: str
    preference_mode: PreferenceMode
    created_at: str  # ISO 8601; a value that is passed in
    user_face_profile: FaceProfile | None
    ref_face_profile: FaceProfile
    similarity_report: SimilarityReport


# The gate
@dataclass(frozen=True, slots=True)
class GateDetail:
    """One reason: which photo, what was measured, its limit, and one tip for the person."""

    code: str
    photo: Source
    value: float | str | None
    limit: float | str | None
    tip: str


@dataclass(frozen=True, slots=True)
class Gate:
    gate: GateState
    reasons: tuple[str, ...]
    details: tuple[GateDetail, ...]


Wire = dict[str, Any]
