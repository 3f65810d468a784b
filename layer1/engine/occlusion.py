"""Whether eyes or mouth are covered. Not measured beyond the border yet."""

from __future__ import annotations

from layer1.engine.border import Framing
from layer1.engine.types import OcclusionFlags


def find_occlusion(framing: Framing, *, cutoff_limit: float) -> OcclusionFlags:
    """Return the flags from how the face lies in the frame."""
    return OcclusionFlags(
        eyes_occluded=framing.eye_gap < 0,
        mouth_occluded=framing.mouth_gap < 0,
        face_border_cutoff=framing.outside > cutoff_limit,
    )
