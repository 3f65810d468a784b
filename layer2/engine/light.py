"""Light taken out of colour: ratios to the wearer's own skin.

A lamp, a filter or a camera's white balance multiplies each linear channel (von Kries). The ratio
of a painted place to the skin beside it does not change with that factor: rules look at ratios.
"""

from __future__ import annotations

from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from config.colour import LINEAR, LUMA, lab_from_rgb, lab_image, luminance_of

Linear = NDArray[np.float32]  # (..., 3), linear sRGB, 0 to 1
LabPixels = NDArray[np.float32]  # (..., 3): L*, a*, b*

STEPS: Final = 65535  # of luminance, where whole numbers are faster than floats
# A light skin in plain daylight: where a ratio is shown as a colour, it is shown on this skin.
# A middle of the "light" shades of foundation; its exact place shifts all thresholds alike.
STANDARD_SKIN_RGB: Final = (210, 178, 161)
STANDARD_SKIN: Final = LINEAR[list(STANDARD_SKIN_RGB)]
STANDARD_Y: Final = float(STANDARD_SKIN @ LUMA)
STANDARD_LAB: Final = lab_from_rgb(STANDARD_SKIN_RGB).astype(np.float32)
FLOOR: Final = 0.002  # linear; below it lies the noise of 8-bit black
LOG_LIGHT: Final = np.log(LINEAR + FLOOR)  # (256,), of a channel's byte


def linear(rgb: NDArray[np.uint8]) -> Linear:
    """Return sRGB bytes of any shape as linear light; at least one."""
    return np.asarray(cv2.LUT(rgb, LINEAR), np.float32).reshape(rgb.shape)


def luminance(light: Linear) -> NDArray[np.float32]:
    """Return Y of linear sRGB; the last axis is the channel."""
    return np.asarray(light @ LUMA, np.float32)


def lab_pixels(rgb: NDArray[np.uint8]) -> LabPixels:
    """Return sRGB bytes (..., 3) as CIE L*a*b* (D65), within 0.5 of the exact value."""
    return lab_image(rgb.reshape(1, -1, 3)).reshape(rgb.shape)


def small_spots(rgb: NDArray[np.uint8], width: int) -> NDArray[np.uint16]:
    """Return how far the luminance of sRGB bytes (H, W, 3) rises above all that is broader than
    width pixels: (H, W), in STEPS."""
    light = luminance_of(rgb, STEPS, 0.5 / STEPS).astype(np.uint16)  # the half rounds
    return np.asarray(cv2.morphologyEx(light, cv2.MORPH_TOPHAT, disc(width)), np.uint16)


@cache
def disc(width: int) -> NDArray[np.uint8]:
    """Return the round structuring element of this width."""
    return np.asarray(cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (width, width)), np.uint8)


def on_standard_skin(light: Linear, skin: Linear) -> LabPixels:
    """Return how colours differ from the skin around them, as L*, a*, b* shifts.

    light: (..., 3); skin: (3,). The first value is the shift of L* as it is; a* and b* are taken at
    the skin's own luminance, so plain shadow leaves them near zero.
    """
    ratio = (light + FLOOR) * (STANDARD_SKIN / (skin + FLOOR))
    y = np.maximum(luminance(ratio), 0.004)
    level = ratio * (STANDARD_Y / y)[..., None]
    shifts = lab_of(level) - STANDARD_LAB
    shifts[..., 0] = 116 * np.cbrt(np.maximum(y, 0.009)) - 16 - STANDARD_LAB[0]
    return shifts


def lab_of(light: Linear) -> LabPixels:
    """Return linear sRGB as CIE L*a*b* (D65); channels above 1 are cut, as a screen would."""
    flat = np.minimum(light, 1).reshape(1, -1, 3)
    return np.asarray(cv2.cvtColor(flat, cv2.COLOR_LRGB2Lab), np.float32).reshape(light.shape)
