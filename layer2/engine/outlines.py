"""The regions that a look is read from, drawn on the photo itself, for whoever gave the photo."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine.types import RGB, Points
from layer2.engine import cheeks, regions, skin
from layer2.engine.eye_patch import MAPS

Corners = NDArray[np.float64]

# One color a kind of region, RGB; the page's legend has the same (pages.css, .key-*).
COLORS: Final[dict[str, tuple[int, int, int]]] = {
    "skin": (255, 255, 255), "cheeks": (255, 111, 163), "lips": (255, 210, 63),
    "lids": (79, 211, 255), "brows": (125, 255, 106),
}  # fmt: skip
INK: Final = (29, 26, 25)  # under each line, so that it shows on any skin
LINES_ACROSS: Final = 420  # the picture's width over a line's: 2 px of a picture 900 wide
CIRCLE_STEPS: Final = 48
AROUND: Final = 0.35  # of the face's height, shown around it


def draw_outlines(rgb: RGB, points: Points) -> RGB:
    """Return a copy of rgb, (H, W, 3), with every region outlined. points: (478, 2+) in its pixels.

    A region's outline is where its landmarks lie; the measuring itself erodes and trims it.
    """
    picture = np.ascontiguousarray(rgb.copy())
    thick = max(1, round(rgb.shape[1] / LINES_ACROSS))
    flat = np.asarray(points[:, :2], np.float64)
    for kind, corners in _outlines(flat):
        line = np.round(corners * 8).astype(np.int32).reshape(-1, 1, 2)
        cv2.polylines(picture, [line], True, INK, thick + 2, cv2.LINE_AA, 3)
        cv2.polylines(picture, [line], True, COLORS[kind], thick, cv2.LINE_AA, 3)
    return np.asarray(picture, np.uint8)


def face_window(points: Points, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    """Return x0, y0, x1, y1 of the face with room around it, inside an image of shape (H, W, 3)."""
    flat = np.asarray(points[:, :2], np.float64)
    low, high = flat.min(0), flat.max(0)
    room = AROUND * float((high - low).max())
    x0, y0 = (int(max(0, value)) for value in np.floor(low - room))
    x1, y1 = (
        int(min(limit, value))
        for limit, value in zip((shape[1], shape[0]), np.ceil(high + room), strict=True)
    )
    return x0, y0, max(x1, x0 + 1), max(y1, y0 + 1)


def _outlines(at: Corners) -> Iterator[tuple[str, Corners]]:
    """Yield (kind, (N, 2) corners) of each closed outline, skin first."""
    for place in skin.PLACES:
        yield "skin", at[list(place)]
    radius = cheeks.disc_radius(at)
    for point in cheeks.WORN:
        yield "cheeks", _circle(at[point], radius)
    for eye in MAPS.values():
        yield "lids", at[[*eye.upper, *eye.orbit[::-1]]]
        yield "brows", at[[*eye.brow_low, *eye.brow_high[::-1]]]
    yield "lips", at[list(regions.LIPS_OUTER)]
    yield "lips", at[list(regions.LIPS_INNER)]


def _circle(middle: Corners, radius: float) -> Corners:
    turns = np.linspace(0, 2 * np.pi, CIRCLE_STEPS, endpoint=False)
    circle: Corners = middle + radius * np.stack([np.cos(turns), np.sin(turns)], axis=1)
    return circle
