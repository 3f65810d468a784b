"""The wearer's own skin from a selfie: its colour, how sure it is, and why it is not surer."""

from __future__ import annotations

from typing import Final

from layer1.engine.limits import POSE_SOFT_DEG
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import FaceMesh, FaceProfile, Pose
from layer2.engine.canvas import face_canvas
from layer2.engine.cast import Cast, read_cast, trust
from layer2.engine.eye_patch import MAPS, eye_patch
from layer2.engine.finding import DIGITS
from layer2.engine.monochrome import is_colourless
from layer2.engine.skin import read_skin
from layer2.engine.swatches import skin_swatch
from layer2.engine.types import Wearer, WearerReason

FULL_LIGHT: Final = 100.0  # lightingScore
TURNED: Final = 0.8  # what a turned head leaves of the confidence: half of the skin lies in shade
LEAST: Final = 0.3  # a skin less sure than this is not said


def read_wearer(photo: Pyramid, *, mesh: FaceMesh, profile: FaceProfile, locale: str) -> Wearer:
    """Return the skin of the person in a selfie; source "none" where it cannot be trusted.

    mesh in the photo's pixels. The light, its cast and the pose lower the confidence, never the
    colour. reasons says what lowered it, or why there is no skin.
    """
    if not profile.quality.valid:  # several faces, too dark, too small: whose skin would it be?
        return nobody("SELFIE_INVALID")
    canvas = face_canvas(photo, mesh.points)
    skin = read_skin(canvas)
    if skin is None:
        return nobody("SKIN_NOT_VISIBLE")
    if is_colourless(canvas):
        return nobody("NO_COLOR")
    confidence, reasons = _sureness(profile, _cast(photo, mesh, profile))
    if confidence < LEAST:
        return nobody(*reasons)
    return Wearer(skin_swatch(skin.lab, locale), confidence, "selfie", reasons)


def nobody(*reasons: WearerReason) -> Wearer:
    """Return a wearer whose skin nobody knows."""
    return Wearer(skin=None, confidence=0.0, source="none", reasons=reasons)


def _cast(photo: Pyramid, mesh: FaceMesh, profile: FaceProfile) -> Cast | None:
    if profile.quality.occlusion_flags.eyes_occluded:
        return None
    return read_cast([(eye_patch(photo, mesh.points, side), MAPS[side]) for side in MAPS])


def _sureness(profile: FaceProfile, cast: Cast | None) -> tuple[float, tuple[WearerReason, ...]]:
    """Return the confidence, 0 to 1, and the reasons why it is not 1."""
    light = min(1.0, max(0.0, profile.quality.lighting_score / FULL_LIGHT))
    factors: dict[WearerReason, float] = {
        "LOW_LIGHT": light,
        "LIGHT_UNKNOWN" if cast is None else "COLOR_CAST": trust(cast),
        "TURNED": TURNED if _is_turned(profile.quality.pose) else 1.0,
    }
    confidence = 1.0
    for factor in factors.values():
        confidence *= factor
    reasons = tuple(reason for reason, factor in factors.items() if factor < 1)
    return round(confidence, DIGITS), reasons


def _is_turned(pose: Pose) -> bool:
    return max(abs(pose.yaw_deg), abs(pose.pitch_deg)) > POSE_SOFT_DEG
