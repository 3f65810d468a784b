"""A photo and its halves: all that is looked at, of a face or of its look, is cut out of these.

Photos are reduced by halving only: a mean of four pixels is free of aliasing, and five times faster
than a reduction by any other factor. Each half is made once, of the whole photo, so a photo of half
the size gives nearly the same pixels; and a mirrored photo gives the mirrored ones.
"""

from __future__ import annotations

import math
from functools import cached_property
from typing import Final

import cv2
import numpy as np

from config.records import made_often
from layer1.engine.types import RGB

ROWS: Final = 64  # so many tell which half of a photo is brighter

Window = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels of the photo


@made_often
class Reduced:
    """A part of a photo, reduced by a power of two. Its (x, y) is the photo's (x0 + x * factor)."""

    rgb: RGB
    factor: int
    x0: int
    y0: int

    def mirrored(self) -> RGB:
        return np.asarray(cv2.flip(self.rgb, 1), np.uint8)


class Pyramid:
    """rgb (H, W, 3), and on demand what halving leaves of it."""

    def __init__(self, rgb: RGB) -> None:
        self.rgb = rgb
        self._levels = [Reduced(rgb, 1, 0, 0)]

    @cached_property
    def flip(self) -> bool:
        """Whether the models look at the mirror image, as they do of one of each two."""
        return heavier_right(self.rgb)

    @property
    def whole(self) -> Window:
        """Return the window that is the photo."""
        return 0, 0, self.rgb.shape[1], self.rgb.shape[0]

    def near(self, side: int, window: Window) -> Reduced:
        """Return a window, halved until its longer side is as near to side as halving comes."""
        x0, y0, x1, y1 = window
        return self.halved(round(math.log2(max(x1 - x0, y1 - y0, 1) / side)), window)

    def halved(self, times: int, window: Window) -> Reduced:
        """Return a window halved so many times, or fewer where the photo has no two pixels left.

        It holds each pixel that the window touches, at least one.
        """
        level = self._level(times)
        height, width = level.rgb.shape[:2]
        x0, x1 = _touched(window[0] - level.x0, window[2] - level.x0, level.factor, width)
        y0, y1 = _touched(window[1] - level.y0, window[3] - level.y0, level.factor, height)
        return Reduced(
            level.rgb[y0:y1, x0:x1],
            level.factor,
            level.x0 + x0 * level.factor,
            level.y0 + y0 * level.factor,
        )

    def _level(self, times: int) -> Reduced:
        while len(self._levels) <= times and min(self._levels[-1].rgb.shape[:2]) > 1:
            self._levels.append(self._half(self._levels[-1]))
        return self._levels[max(0, min(times, len(self._levels) - 1))]

    def _half(self, level: Reduced) -> Reduced:
        """Leave out an odd row below and an odd column on the right, or where flip on the left."""
        height, width = (side // 2 for side in level.rgb.shape[:2])
        left = level.rgb.shape[1] % 2 if self.flip else 0
        even = level.rgb[: 2 * height, left : left + 2 * width]
        small = cv2.resize(even, (width, height), interpolation=cv2.INTER_AREA)
        x0 = level.x0 + left * level.factor
        return Reduced(np.asarray(small, np.uint8), level.factor * 2, x0, level.y0)


Photo = RGB | Pyramid


def pyramid(photo: Photo) -> Pyramid:
    """Return the photo with its halves: who has had them made hands them on."""
    return photo if isinstance(photo, Pyramid) else Pyramid(photo)


def heavier_right(image: RGB) -> bool:
    """Whether the right half is brighter than the left one; a tie is not.

    Of a photo and its mirror image one is: the models always look at the other one first.
    """
    rows, half = image[:: max(1, len(image) // ROWS)], image.shape[1] // 2
    return sum(cv2.sumElems(rows[:, :half])) < sum(cv2.sumElems(rows[:, -half:]))


def _touched(low: int, high: int, factor: int, length: int) -> tuple[int, int]:
    """Return the first of length blocks of pixels that a stretch touches, and the end of them."""
    first = min(max(low // factor, 0), length - 1)
    return first, min(max(-(-high // factor), first + 1), length)
