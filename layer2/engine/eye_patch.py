"""One eye, enlarged and laid level, inner corner left, outer corner right: both eyes look alike."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from layer1.engine.product import moved
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import Points
from layer2.engine.canvas import Canvas, cut, direction, extent

Side = Literal["left", "right"]  # of the photo

EYE_WIDTH: Final = 64.0  # pixels between the corners: what an eye has in a photo of 1 megapixel
# What is cut around the outer corner, whatever the landmarks say: a wing may lie here.
BEFORE, BEYOND, ABOVE, BELOW = 4, 24, 23, 17
MARGIN: Final = 2  # pixels around the landmarks


@dataclass(frozen=True, slots=True)
class EyeMap:
    """Landmarks of one eye, each row from the outer to the inner corner."""

    outer: int
    inner: int
    upper: tuple[int, ...]  # the edge of the upper lid, corners included
    lid: tuple[int, ...]  # about the crease
    orbit: tuple[int, ...]  # half-way from the crease to the brow
    brow_low: tuple[int, ...]
    brow_high: tuple[int, ...]
    lower: tuple[int, ...]  # the edge of the lower lid, corners included
    lower_lid: tuple[int, ...]
    under: tuple[int, ...]
    iris: tuple[int, ...]  # its centre, then four points of its rim

    @property
    def points(self) -> list[int]:
        """Return every landmark but the iris's, once."""
        rows = (self.upper, self.lid, self.orbit, self.brow_low, self.brow_high)
        return sorted({*sum(rows, ()), *self.lower, *self.lower_lid, *self.under})


# Rows as MediaPipe names them: rightEyeUpper0..2, rightEyeLower0..2, rightEyebrow*, mirrored.
LEFT: Final = EyeMap(
    outer=33, inner=133,
    upper=(33, 246, 161, 160, 159, 158, 157, 173, 133),
    lid=(130, 247, 30, 29, 27, 28, 56, 190, 243),
    orbit=(226, 113, 225, 224, 223, 222, 221, 189, 244),
    brow_low=(124, 46, 53, 52, 65, 55), brow_high=(156, 70, 63, 105, 66, 107),
    lower=(33, 7, 163, 144, 145, 153, 154, 155, 133),
    lower_lid=(130, 25, 110, 24, 23, 22, 26, 112, 243),
    under=(226, 31, 228, 229, 230, 231, 232, 233, 244),
    iris=(468, 469, 470, 471, 472),
)  # fmt: skip
RIGHT: Final = EyeMap(
    outer=263, inner=362,
    upper=(263, 466, 388, 387, 386, 385, 384, 398, 362),
    lid=(359, 467, 260, 259, 257, 258, 286, 414, 463),
    orbit=(446, 342, 445, 444, 443, 442, 441, 413, 464),
    brow_low=(353, 276, 283, 282, 295, 285), brow_high=(383, 300, 293, 334, 296, 336),
    lower=(263, 249, 390, 373, 374, 380, 381, 382, 362),
    lower_lid=(359, 255, 339, 254, 253, 252, 256, 341, 463),
    under=(446, 261, 448, 449, 450, 451, 452, 453, 464),
    iris=(473, 474, 475, 476, 477),
)  # fmt: skip
MAPS: Final[dict[Side, EyeMap]] = {"left": LEFT, "right": RIGHT}
_SEEN: Final = {side: np.array(eye.points) for side, eye in MAPS.items()}


def eye_patch(photo: Pyramid, points: Points, side: Side, *, width: float = EYE_WIDTH) -> Canvas:
    """Return one eye at `width` pixels between its corners; the left one mirrored.

    The width is taken in three dimensions, so that a turned face does not stretch its lids. What is
    measured is measured at EYE_WIDTH; another width is for people to look at.
    """
    eye = MAPS[side]
    inner, outer = points[eye.inner].tolist(), points[eye.outer].tolist()
    scale = width / max(math.dist(outer, inner), 1e-6)
    x, y = direction(outer[0] - inner[0], outer[1] - inner[1])
    # The second row is the photo's "down": a mirror for the eye whose outer corner lies left.
    u, v = (-y, x) if x >= 0 else (y, -x)
    turn = (x, y), (u, v)
    low, high = extent(moved(points.take(_SEEN[side], axis=0)[:, :2], turn))
    across, down = x * outer[0] + y * outer[1], u * outer[0] + v * outer[1]
    pixel = width / EYE_WIDTH / scale
    return cut(
        photo, points[:, :2], turn=turn, scale=scale, margin=MARGIN,
        low=(min(low[0], across - BEFORE * pixel), min(low[1], down - ABOVE * pixel)),
        high=(max(high[0], across + BEYOND * pixel), max(high[1], down + BELOW * pixel)),
    )  # fmt: skip
