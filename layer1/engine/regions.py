"""Where on the photo the models look: boxes, windows, and what a mirror does to them.

Everything here treats left and right alike, so a mirrored photo gives the mirrored regions.
"""

from __future__ import annotations

import math
from typing import Final

import cv2
import numpy as np

from config.records import made_often
from layer1.engine.points import TWINS
from layer1.engine.product import moved, product
from layer1.engine.pyramid import Reduced, Window
from layer1.engine.types import RGB, FaceBox, Points

# The mesh looks at a square of 1.5 times the face (MediaPipe's
# face_detection_front_detection_to_roi).
MESH_MARGIN: Final = 1.5
# Half a turned square's diagonal over half its side: what a crop must hold at any roll.
_DIAGONAL: Final = math.sqrt(2)

# Side of a face's box over the root mean square distance of its points from their mean: so the box
# is as large as the short-range detector's (31 photos).
FACE_SIDE: Final = 3.07

# Of a photo's longer side: 20 px of the detector's input, where one of its pixels is 5 % of a face.
SMALL_SHARE: Final = 0.16

_TWINS: Final = np.array(TWINS)
# 1 for the points on the person's left, -1 for their twins, 0 between them; (1, 478).
_SIDES: Final = np.sign(np.arange(len(TWINS)) - _TWINS)[None].astype(np.float64)


@made_often
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


def is_small(region: Region, rgb: RGB) -> bool:
    """Whether a face is small in the photo, so that the detector saw it in few pixels."""
    return region.box.x1 - region.box.x0 < SMALL_SHARE * max(rgb.shape[:2])


def mesh_window(region: Region, rgb: RGB) -> Window:
    """Return the window of the photo that holds what the mesh looks at, at any roll."""
    half = region.mesh_side * _DIAGONAL / 2
    return _window(region.centre, (half, half), rgb)


def around(box: FaceBox, rgb: RGB, times: float) -> Window:
    """Return the window of the photo of so many times the box's size around it."""
    centre = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return _window(centre, ((box.x1 - box.x0) * times / 2, (box.y1 - box.y0) * times / 2), rgb)


def _window(centre: tuple[float, float], half: tuple[float, float], rgb: RGB) -> Window:
    """Return what reaches so far from a centre, as whole pixels of the photo."""
    (cx, cy), (half_x, half_y) = centre, half
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


def mesh_to_photo(points: Points, image: Reduced) -> Points:
    """Return a mesh (478, 3) in a reduced image in the photo's pixels."""
    k = float(image.factor)
    grow = ((k, 0.0, 0.0, image.x0), (0.0, k, 0.0, image.y0), (0.0, 0.0, k, 0.0))
    return moved(points, grow)


def mirror_mesh(points: Points, width: float) -> Points:
    """Return a mesh (478, 3) as it lies in the mirror image of an image of this width."""
    twins: Points = points.take(_TWINS, axis=0)
    twins[:, 0] = width - twins[:, 0]
    return twins


def around_face(points: Points) -> Region:
    """Return the region of a face from its mesh (478, 3): a square around the mean of the points.

    Size and direction are taken from all points, not from the outermost ones, which move most.
    """
    mean, deviation = cv2.meanStdDev(points[None])
    (cx, cy, _), (far_x, far_y, _) = mean[:, 0].tolist(), deviation[:, 0].tolist()
    ((x, y, _),) = product(_SIDES, points).tolist()
    half = FACE_SIDE / 2 * math.hypot(far_x, far_y)
    length = max(math.hypot(x, y), 1e-9)
    box = FaceBox(cx - half, cy - half, cx + half, cy + half, 1.0)
    return Region(box=box, eyes=(x / length, y / length))
