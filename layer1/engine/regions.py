"""Where on the photo the models look: reductions, crops, and what a mirror does to them.

Everything here treats left and right alike, so a mirrored photo gives the mirrored regions.
Photos are reduced by whole factors only: an area mean is free of aliasing, and many times faster
than a reduction by any other factor.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from layer1.engine.types import RGB, FaceBox

# The mesh looks at a square of 1.5 times the face (MediaPipe's
# face_detection_front_detection_to_roi).
MESH_MARGIN: Final = 1.5
# Half a turned square's diagonal over half its side: what a crop must hold at any roll.
_DIAGONAL: Final = math.sqrt(2)


@dataclass(frozen=True, slots=True)
class Reduced:
    """A part of a photo, reduced by a whole factor. Its (x, y) is the photo's (x0 + x * factor)."""

    rgb: RGB
    factor: int
    x0: int
    y0: int

    def mirrored(self) -> RGB:
        return np.ascontiguousarray(self.rgb[:, ::-1])


@dataclass(frozen=True, slots=True)
class Region:
    """A detected face in the pixels of some image: its box, and the line through its eyes.

    eyes: from the eye on the image's left to the one on its right, a vector of length 1.
    """

    box: FaceBox
    eyes: tuple[float, float]

    @property
    def centre(self) -> tuple[float, float]:
        return (self.box.x0 + self.box.x1) / 2, (self.box.y0 + self.box.y1) / 2

    @property
    def mesh_side(self) -> float:
        return MESH_MARGIN * max(self.box.x1 - self.box.x0, self.box.y1 - self.box.y0)

    @property
    def angle(self) -> float:
        """Radians, positive where the head leans clockwise."""
        return math.atan2(self.eyes[1], self.eyes[0])


def reduce_photo(rgb: RGB, side: int, window: tuple[int, int, int, int] | None = None) -> Reduced:
    """Return rgb, or its window (x0, y0, x1, y1), reduced until its longer side nears side.

    The longer side becomes at least side, where the photo has that many pixels. What does not
    fill a whole block of pixels is left out at both edges alike.
    """
    x0, y0, x1, y1 = window or (0, 0, rgb.shape[1], rgb.shape[0])
    part = rgb[y0:y1, x0:x1]
    factor = max(1, max(part.shape[:2]) // side)
    factor = max(1, min(factor, *part.shape[:2]))
    if factor == 1:
        return Reduced(rgb=np.ascontiguousarray(part), factor=1, x0=x0, y0=y0)
    height, width = part.shape[0] // factor, part.shape[1] // factor
    left, top = (part.shape[1] % factor) // 2, (part.shape[0] % factor) // 2
    whole = part[top : top + height * factor, left : left + width * factor]
    small = cv2.resize(whole, (width, height), interpolation=cv2.INTER_AREA)
    return Reduced(np.ascontiguousarray(small, np.uint8), factor, x0 + left, y0 + top)


def mesh_window(region: Region, rgb: RGB) -> tuple[int, int, int, int]:
    """Return the window of the photo that holds what the mesh looks at, at any roll."""
    (cx, cy), half = region.centre, region.mesh_side * _DIAGONAL / 2
    return (
        max(0, math.floor(cx - half)),
        max(0, math.floor(cy - half)),
        min(rgb.shape[1], math.ceil(cx + half)),
        min(rgb.shape[0], math.ceil(cy + half)),
    )


def around(box: FaceBox, rgb: RGB, times: float) -> tuple[int, int, int, int]:
    """Return the window of the photo of so many times the box's size around it."""
    half_x, half_y = (box.x1 - box.x0) * times / 2, (box.y1 - box.y0) * times / 2
    cx, cy = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return (
        max(0, math.floor(cx - half_x)),
        max(0, math.floor(cy - half_y)),
        min(rgb.shape[1], math.ceil(cx + half_x)),
        min(rgb.shape[0], math.ceil(cy + half_y)),
    )


def mirror_region(region: Region, width: float) -> Region:
    """Return the region as it lies in the mirror image of an image of this width."""
    box = region.box
    flipped = FaceBox(width - box.x1, box.y0, width - box.x0, box.y1, box.score)
    return Region(box=flipped, eyes=(region.eyes[0], -region.eyes[1]))


def to_photo(region: Region, image: Reduced) -> Region:
    """Return a region of a reduced image in the photo's pixels."""
    k, b = image.factor, region.box
    box = FaceBox(
        image.x0 + b.x0 * k, image.y0 + b.y0 * k, image.x0 + b.x1 * k, image.y0 + b.y1 * k, b.score
    )
    return Region(box=box, eyes=region.eyes)


def to_reduced(region: Region, image: Reduced) -> Region:
    """Return a region of the photo in the reduced image's pixels."""
    k, b = image.factor, region.box
    box = FaceBox(
        (b.x0 - image.x0) / k, (b.y0 - image.y0) / k, (b.x1 - image.x0) / k, (b.y1 - image.y0) / k,
        b.score,
    )  # fmt: skip
    return Region(box=box, eyes=region.eyes)


def heavier_right(image: RGB) -> bool:
    """Whether the right half is brighter than the left one; a tie is not.

    Of a photo and its mirror image one is: the models always look for regions on the other one.
    """
    half = image.shape[1] // 2
    return int(image[:, :half].sum(dtype=np.int64)) < int(image[:, -half:].sum(dtype=np.int64))


def resized(region: Region, times: float) -> Region:
    """Return the region with its box times as large around the same centre."""
    b, (cx, cy) = region.box, region.centre
    half_x, half_y = (b.x1 - b.x0) * times / 2, (b.y1 - b.y0) * times / 2
    box = FaceBox(cx - half_x, cy - half_y, cx + half_x, cy + half_y, b.score)
    return Region(box=box, eyes=region.eyes)
