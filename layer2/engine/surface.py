"""The skin's surface: gleam and texture of forehead and cheeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from layer2.engine import regions
from layer2.engine.canvas import Canvas
from layer2.engine.light import STEPS, small_spots
from layer2.engine.skin import Skin
from layer2.engine.stats import median, ranks

MARGIN: Final = 6  # pixels around a place, so that its edge is measured like its middle
HALF: Final = 2  # gleam is broad: it is measured at half size
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
    part = regions.region(canvas, polygon, margin=MARGIN)
    if np.count_nonzero(part.mask) < MIN_PIXELS:
        return None
    return _gleam(part, skin), _texture(part)


def _gleam(part: regions.Region, skin: Skin) -> float:
    height, width = (max(1, side // HALF) for side in part.mask.shape)
    small = cv2.resize(part.rgb, (width, height), interpolation=cv2.INTER_AREA)
    spots = small_spots(np.asarray(small, np.uint8), GLEAM_WIDTH)
    mask = cv2.resize(part.mask.view(np.uint8), (width, height), interpolation=cv2.INTER_NEAREST)
    seen = regions.held(spots, np.asarray(mask, np.uint8).view(np.bool_))
    return ranks(seen, GLEAM_PERCENTILE)[0] / STEPS / max(skin.y, 1e-3) if seen.size else 0.0


def _texture(part: regions.Region) -> float:
    # sRGB luma is within 2 of L* over all skins and needs no cube root.
    light = cv2.cvtColor(cv2.LUT(part.rgb, _HUNDREDTHS), cv2.COLOR_RGB2GRAY)
    # What is broad is smoothed at half size, for a quarter of the time.
    height, width = light.shape
    half = (max(1, width // HALF), max(1, height // HALF))
    broad = cv2.GaussianBlur(cv2.resize(light, half, interpolation=cv2.INTER_AREA), (0, 0), 1.75)
    fine = cv2.GaussianBlur(light, (0, 0), 0.7) - cv2.resize(broad, (width, height))
    return float(median(np.abs(regions.held(fine, part.mask))))
