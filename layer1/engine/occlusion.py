"""Whether eyes or mouth are covered, by a hand, hair, glasses or anything else.

The mesh draws eyes and lips even where a hand lies over them, so the picture must show them: an
open eye is dark and white at once; a mouth has a dark seam, or lips of another colour than the
skin around them. Both are compared with the light on the face, so depth of skin cancels.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from config.colour import lab_image, luminance_of
from layer1.engine import points as at
from layer1.engine.crop import Crop, ends, held
from layer1.engine.product import product

# Spread of L* inside the lids, 5th to 95th hundredth, over the face's brightest L*. Open eyes of
# labelled photos: 0.38 and more, also in low light; covered ones: at most 0.15.
EYE_CONTRAST_MIN: Final = 0.25
# Lid gap over eye width below which an eye is closed, not covered: it has no white to show.
EYE_CLOSED: Final = 0.20
# Depth of the seam that three quarters of the mouth's columns reach (over the face's brightest L*)
# and chroma of the lips against the skin around them, each over a value that shows. Uncovered: 2.6
# and more, also bare lips on deep skin, bearded and laughing mouths; of 150 covers by hands, hair,
# cloth and flowers, in their own colour and in the skin's, all but 3 stay under 1.8.
SEAM_DEPTH: Final = 0.05
LIP_CHROMA: Final = 8.0
MOUTH_SIGNS_MIN: Final = 2.1

_EYES: Final = np.array(at.EYE_RINGS)
_EDGES: Final = np.array(at.LIP_TOP_EDGE + at.LIP_BOTTOM_EDGE)
_COLUMNS: Final = np.linspace(1.5, 8.5, 15)  # along the 11 points of a lip's edge, corners left out
_DOWN: Final = np.linspace(0.0, 1.0, 25)  # from the top edge of the lips to the bottom edge
_SKIN: Final = np.linspace(0.15, 0.40, 5)  # beyond an edge, in heights of the mouth
# Rows from the lips' top edge to their bottom edge: the lips, the skin above, the skin below.
_ROWS: Final = np.concatenate((_DOWN, -_SKIN, 1 + _SKIN))[:, None, None]
# How much of each point is in a column's place on an edge (15, 11), and how much of each point of
# both edges in a place where a row crosses a column (35 * 15, 22).
_ALONG: Final = np.maximum(0, 1 - np.abs(_COLUMNS[:, None] - np.arange(len(at.LIP_TOP_EDGE))))
_PLACES: Final = np.concatenate(((1 - _ROWS) * _ALONG, _ROWS * _ALONG), axis=2).reshape(-1, 22)
_SEAM_ROWS: Final = slice(6, 19)  # the middle half, where the seam can lie
_REACH: Final = 9  # rows on either side in which the lips must be brighter than the seam

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Cover:
    """eye_contrast: the lower of both eyes. mouth_signs: the sum of two signs."""

    eye_contrast: float
    mouth_signs: float
    eyes_covered: bool
    mouth_covered: bool


def measure_cover(crop: Crop, *, openness: float) -> Cover:
    """Return how much of eyes and mouth the picture shows; openness as in the geometry."""
    white = max(crop.bright, 1.0)
    rings = np.rint(crop.points.take(_EYES, axis=0)).astype(np.int32)
    contrast = min(_eye_contrast(crop, ring, white) for ring in rings)
    signs = mouth_signs(crop, white)
    return Cover(
        eye_contrast=round(contrast, 3),
        mouth_signs=round(signs, 3),
        eyes_covered=contrast < EYE_CONTRAST_MIN and openness >= EYE_CLOSED,
        mouth_covered=signs < MOUTH_SIGNS_MIN,
    )


def _eye_contrast(crop: Crop, ring: Any, white: float) -> float:
    """Return the spread of L* in a ring of whole pixels (16, 2), over white."""
    left, top, width, height = cv2.boundingRect(ring)
    x0, y0, x1, y1 = max(0, left), max(0, top), max(0, left + width), max(0, top + height)
    seen = held(crop.rgb[y0:y1, x0:x1], ring - np.array((x0, y0), np.int32))
    if len(seen) < 8:
        return 1.0  # too small to tell, or outside the photo: the border's concern
    dark, bright = ends(luminance_of(seen))
    return (bright - dark) / white


def mouth_signs(crop: Crop, white: float) -> float:
    """Return the sum of two signs of a mouth: the depth of its seam, and its colour."""
    places = product(_PLACES, crop.points.take(_EDGES, axis=0))
    seen = _sampled(crop, places.reshape(len(_ROWS), len(_COLUMNS), 2))
    lips, skin = seen[: len(_DOWN)], seen[len(_DOWN) :]
    return _seam_depth(lips[..., 0]) / white / SEAM_DEPTH + _lip_chroma(lips, skin) / LIP_CHROMA


def _seam_depth(levels: Floats) -> float:
    """Return how much darker the seam is than the lips above and below it; (rows, columns).

    The lower quarter of the columns: a mouth has its seam from corner to corner, a shadow between
    two fingers does not.
    """
    rows = levels[_SEAM_ROWS].argmin(axis=0) + _SEAM_ROWS.start
    depths = []
    for row, line in zip(rows.tolist(), levels.T.tolist(), strict=True):
        above, below = max(line[max(0, row - _REACH) : row]), max(line[row + 1 : row + 1 + _REACH])
        depths.append(min(above, below) - line[row])
    depths.sort()
    return float(depths[3] + depths[4]) / 2  # of 15 columns the lower quarter lies between them


def _lip_chroma(lips: Floats, skin: Floats) -> float:
    """Return the a*b* distance of the lips' and the skin's medians."""
    (a, b), (skin_a, skin_b) = (
        np.sort(part[..., 1:].reshape(-1, 2), axis=0)[part.size // 6].tolist()
        for part in (lips, skin)
    )
    return math.hypot(a - skin_a, b - skin_b)


def _sampled(crop: Crop, places: Any) -> Floats:
    """Return L*a*b* at places (rows, columns, 2); beyond the crop its border goes on."""
    x, y = places[..., 0].astype(np.float32), places[..., 1].astype(np.float32)
    seen = cv2.remap(crop.rgb, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return lab_image(np.asarray(seen, np.uint8))
