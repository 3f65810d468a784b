"""What the models look at: squares of one size and one softness, whatever the photo's size.

A model reads detail that a small photo has lost and a large one has, and fine detail that its own
coarse sampling turns into other detail: the same face gave another box, and other lids and lips, at
half the size. So every photo is softened to the detail of a small one before it is sampled.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from layer1.engine.product import moved
from layer1.engine.regions import Region
from layer1.engine.types import RGB, FaceBox, Points

MESH_SIDE: Final = 192  # px; the mesh's input
# Standard deviations of the softening in pixels of a model's input. Of 0 to 1.8 and 0 to 1 the ones
# at which the ratios move least over 31 photos at half and twice the size and as JPEG 60, and at
# which the detector is still as sure of faces as before.
MESH_SOFTNESS: Final = 1.2
DETECTOR_SOFTNESS: Final = 0.7
OWN_SOFTNESS: Final = 0.5  # of a photo's own pixels, which lens, sensor or reduction left
_CENTRE: Final = (MESH_SIDE - 1) / 2


@dataclass(frozen=True, slots=True)
class Letterbox:
    """An image in the middle of a black square; scale is the image's pixels for one of its own."""

    rgb: RGB
    scale: tuple[float, float]
    left: int
    top: int

    def back(self, region: Region) -> Region:
        """Return a region of the square in the image's pixels."""
        b, (across, down) = region.box, self.scale
        box = FaceBox(
            (b.x0 - self.left) * across, (b.y0 - self.top) * down,
            (b.x1 - self.left) * across, (b.y1 - self.top) * down, b.score,
        )  # fmt: skip
        return Region(box=box, eyes=region.eyes)


def letterbox(rgb: RGB, side: int) -> Letterbox:
    """Return an image (H, W, 3), softened, as a square of side pixels: what a detector looks at."""
    height, width = rgb.shape[:2]
    factor = max(height, width) / side
    small = max(1, round(width / factor)), max(1, round(height / factor))
    soft = _softened(rgb, DETECTOR_SOFTNESS * factor)
    square = np.zeros((side, side, 3), np.uint8)
    left, top = (side - small[0]) // 2, (side - small[1]) // 2
    square[top : top + small[1], left : left + small[0]] = cv2.resize(soft, small)
    return Letterbox(square, (width / small[0], height / small[1]), left, top)


def soften(rgb: RGB, region: Region) -> RGB:
    """Return an image (H, W, 3) as soft as the square of a region in it must be."""
    return _softened(rgb, MESH_SOFTNESS * region.mesh_side / MESH_SIDE)


def cut_square(rgb: RGB, region: Region) -> RGB:
    """Return a region's square of an image, (MESH_SIDE, MESH_SIDE, 3), its eyes level."""
    (cos, sin), (x, y) = _turn(region), region.centre
    turn = (
        (cos, -sin, x - 0.5 - (cos - sin) * _CENTRE),
        (sin, cos, y - 0.5 - (sin + cos) * _CENTRE),
    )
    return np.asarray(
        cv2.warpAffine(
            rgb, np.array(turn), (MESH_SIDE, MESH_SIDE),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE,
        ),
        np.uint8,
    )  # fmt: skip


def from_square(points: Points, region: Region) -> Points:
    """Return points (N, 3), in sides of a region's square, in pixels of the image that it was cut
    from."""
    side, (x, y) = region.mesh_side, region.centre
    cos, sin = region.eyes[0] * side, region.eyes[1] * side
    turn = (
        (cos, -sin, 0.0, x - (cos - sin) / 2),
        (sin, cos, 0.0, y - (sin + cos) / 2),
        (0.0, 0.0, side, 0.0),
    )
    return moved(points, turn)


def _softened(rgb: RGB, deviation: float) -> RGB:
    """Return an image as soft as a Gaussian of so many pixels; a softer one stays as it is."""
    variance = deviation**2 - OWN_SOFTNESS**2
    if variance <= 0:
        return rgb
    return np.asarray(cv2.GaussianBlur(rgb, (0, 0), math.sqrt(variance)), np.uint8)


def _turn(region: Region) -> tuple[float, float]:
    """Return cosine and sine of a region's angle, in pixels of the image for one of the square."""
    scale = region.mesh_side / MESH_SIDE
    return region.eyes[0] * scale, region.eyes[1] * scale
