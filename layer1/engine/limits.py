"""Every limit of the quality measures and the gate, with its reason. docs/layer1.md shows margins.

None was placed on a single photo: each comes from the contract, from what a measurement needs, or
from the middle between two groups of photos and their synthetic variants.
"""

from __future__ import annotations

from typing import Final

# The contract's own (frozen).
LIGHTING_MIN: Final = 35.0  # lightingScore
SHARPNESS_MIN: Final = 35.0  # sharpnessScore
POSE_SOFT_DEG: Final = 18.0  # any angle

# Past this the far half of the face is foreshortened to less than 0.57 of its width and the nose
# hides part of it; three-quarter portraits lie up to 50, near profiles at 65 and more.
YAW_HARD_DEG: Final = 55.0
# Past this lids or the underside of the chin are all that is seen of eyes or jaw.
PITCH_HARD_DEG: Final = 38.0
# A head that leans further lies on its side, or the photo is turned.
ROLL_HARD_DEG: Final = 50.0

# Widest part of the face, px of the photo. At 64 an iris is 5 px wide and a drawn liner 1 px.
FACE_MIN_PX: Final = 64.0
# Width of the face over the photo's width: beyond it the outline leaves the photo on both sides.
FACE_MAX_SHARE: Final = 0.97

# Part of the face's outline that lies outside the photo. A cut hairline or the tip of a chin (up to
# 0.06) costs no region that makeup is read from; half a cheek, a brow or the lower lip does (0.10).
BORDER_OUTSIDE_MAX: Final = 0.08
# Distance from eyes or mouth to the edge, in face widths: closer, lashes or lips may be cut.
BORDER_RISK_SHARE: Final = 0.03
