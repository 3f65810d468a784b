"""What lies beside the outer corner of an eye: where a wing may be, and a liner's ink."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from config.colour import luminance_of
from layer2.engine.canvas import Canvas
from layer2.engine.eye_patch import ABOVE, BEFORE, BELOW, BEYOND, EyeMap
from layer2.engine.light import FLOOR, STANDARD_LAB, STANDARD_Y
from layer2.engine.skin import Skin

Depths = NDArray[np.float32]
_FROM_ROOT: Final = 116 / float(STANDARD_LAB[0]), -16 / float(STANDARD_LAB[0])


@dataclass(frozen=True, slots=True)
class Corners:
    """Boxes of ABOVE + BELOW by BEFORE + BEYOND pixels, the corner at column BEFORE, row ABOVE.

    rgb: (E, H, W, 3), one box for each eye; depth: (E, H, W), lightness in parts of the skin's.
    """

    rgb: NDArray[np.uint8]
    depth: Depths


def corners(patches: Sequence[tuple[Canvas, EyeMap]], skin: Skin) -> Corners:
    """Return what lies beside the outer corners of enlarged eyes; at least one."""
    rgb = np.stack([_box(patch, eye) for patch, eye in patches])
    return Corners(rgb, depths(rgb, skin))


def _box(patch: Canvas, eye: EyeMap) -> NDArray[np.uint8]:
    """Return the box around one corner, which a patch always holds."""
    x, y = (round(part) for part in patch.points[eye.outer].tolist())
    return patch.rgb[y - ABOVE : y + BELOW, x - BEFORE : x + BEYOND]


def depths(rgb: NDArray[np.uint8], skin: Skin) -> Depths:
    """Return the lightness of sRGB bytes (N, ..., 3) in parts of the skin's: 1 is skin, 0 black."""
    y = luminance_of(rgb, STANDARD_Y / (skin.y + FLOOR), FLOOR)
    # CIE L*, its linear foot cut off; OpenCV's power takes a seventh of np.cbrt's time.
    root = cv2.pow(np.maximum(y, 0.0089).reshape(len(y), -1), 1 / 3)
    depth = root * _FROM_ROOT[0] + _FROM_ROOT[1]
    return np.asarray(depth, np.float32).reshape(y.shape)
