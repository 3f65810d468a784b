"""The skin's surface: gleam and texture of forehead and cheeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine.types import RGB
from layer2.engine import regions
from layer2.engine.canvas import Canvas, Mask
from layer2.engine.light import STEPS, small_spots
from layer2.engine.skin import Skin
from layer2.engine.stats import median, ranks

MARGIN: Final = 6  # pixels around a place, so that its edge is measured like its middle
GLEAM_WIDTH: Final = 9  # pixels at half size; wider brightness is the face's form
GLEAM_PERCENTILE: Final = 97.0
MIN_PIXELS: Final = 30
_HUNDREDTHS: Final = np.arange(256, dtype=np.float32) / 2.55


@dataclass(frozen=True, slots=True)
class Surface:
    """gleam: highlights in parts of the skin's luminance; texture: median fine contrast in L*.

    One pair for the forehead, one for the cheeks.
    """

    gleam_forehead: float
    gleam_cheeks: float
    texture_forehead: float
    texture_cheeks: float


def read_surface(canvas: Canvas, skin: Skin) -> Surface | None:
    """Measure forehead and cheeks; None where the forehead or both cheeks are not in view."""
    forehead = _place(canvas, regions.FOREHEAD, skin)
    both = (_place(canvas, part, skin) for part in (regions.CHEEK_LEFT, regions.CHEEK_RIGHT))
    cheeks = [cheek for cheek in both if cheek is not None]
    if forehead is None or not cheeks:
        return None
    return Surface(
        gleam_forehead=forehead[0],
        gleam_cheeks=max(gleam for gleam, _ in cheeks),
        texture_forehead=forehead[1],
        texture_cheeks=sum(texture for _, texture in cheeks) / len(cheeks),
    )


def _place(canvas: Canvas, polygon: regions.Polygon, skin: Skin) -> tuple[float, float] | None:
    part = regions.region(canvas, polygon, margin=MARGIN, even=True)
    if np.count_nonzero(part.mask) < MIN_PIXELS:
        return None
    height, width = part.mask.shape
    half = canvas.half[part.y // 2 : (part.y + height) // 2, part.x // 2 : (part.x + width) // 2]
    return _gleam(half, part.mask[::2, ::2], skin), _texture(part, half)


def _gleam(half: RGB, mask: Mask, skin: Skin) -> float:
    """Return the gleam in a mask (H, W) of a picture (H, W, 3) at half size: gleam is broad."""
    seen = regions.held(small_spots(half, GLEAM_WIDTH), mask)
    return ranks(seen, GLEAM_PERCENTILE)[0] / STEPS / max(skin.y, 1e-3) if seen.size else 0.0


def _texture(part: regions.Region, half: RGB) -> float:
    """Return the fine contrast of a region; what is broad is smoothed at half size."""
    height, width = part.mask.shape
    broad = cv2.resize(cv2.GaussianBlur(_luma(half), (0, 0), 1.75), (width, height))
    fine = cv2.GaussianBlur(_luma(part.rgb), (0, 0), 0.7) - broad
    return float(median(np.abs(regions.held(fine, part.mask))))


def _luma(rgb: RGB) -> NDArray[np.float32]:
    """Return sRGB luma from 0 to 100: within 2 of L* over all skins, and without a cube root."""
    grey = cv2.cvtColor(cv2.LUT(rgb, _HUNDREDTHS), cv2.COLOR_RGB2GRAY)
    return np.asarray(grey, np.float32)
