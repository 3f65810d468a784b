"""One eye as measured: its lids laid flat, place by place, and its lash line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer2.engine.canvas import Canvas, Mask
from layer2.engine.eye_patch import EYE_WIDTH, EyeMap
from layer2.engine.light import (
    FLOOR,
    STANDARD_LAB,
    STANDARD_Y,
    Linear,
    disc,
    linear,
    luminance_of,
    on_standard_skin,
)
from layer2.engine.regions import held
from layer2.engine.skin import Skin
from layer2.engine.stats import lengths, median, ranks

Depths = NDArray[np.float32]
COLUMNS: Final = 48  # along the lid, outer corner first
LID_ROWS, CREASE_ROWS, BONE_ROWS, LOW_ROWS = 24, 12, 8, 12
OUTER, MIDDLE, INNER = slice(6, 18), slice(18, 33), slice(33, 44)
STRIP_ROWS: Final = LID_ROWS + CREASE_ROWS + BONE_ROWS  # of the upper strip; the lower one's follow
LINE_ROWS: Final = STRIP_ROWS + LOW_ROWS
OUTER_LASHES, MIDDLE_LASHES = slice(4, 17), slice(17, 33)
ABOVE_LASHES: Final = slice(12, LID_ROWS)  # the half of the lid nearer to the crease
DARK: Final = 0.45  # of the skin's lightness; below it lies ink, lash or deep shadow
PLACES: Final = ("outer", "middle", "inner", "crease", "bone", "lower", "under", "wing")
_STEPS: Final = np.linspace(0.0, 1.0, COLUMNS)
_FROM_ROOT: Final = 116 / float(STANDARD_LAB[0]), -16 / float(STANDARD_LAB[0])
INK_SHARE: Final = 10.0  # percentile of lightness that counts as the corner's ink


@dataclass(frozen=True, slots=True)
class Eye:
    """light: (8, 3) linear colour of PLACES; shifts: (8, 3) their L*, a*, b* against the skin.

    Darkness in parts of the skin's lightness (0 black, 1 skin): lash_outer, lash_middle at the lash
    line; corner beside the outer corner, its ink's colour (3,) linear. ink, below: how thick the
    dark is over and under the eye, in eye widths. sheen: small bright spots on the lid, in L*.
    width: pixels of the photo between the corners; inside: part of the lids in the photo.
    """

    light: Linear
    shifts: NDArray[np.float32]
    lash_outer: float
    lash_middle: float
    ink: float
    below: float
    corner: float
    ink_light: Linear
    sheen: float
    width: float
    inside: float

    def shift(self, place: str) -> NDArray[np.float32]:
        """Return (3,) of one of PLACES."""
        return np.asarray(self.shifts[PLACES.index(place)], np.float32)


def read_eyes(patches: Sequence[tuple[Canvas, EyeMap]], skin: Skin) -> list[Eye]:
    """Measure enlarged eyes against the face's skin; at least one.

    All go through the same arrays: these are so small that most of their time is the call.
    """
    at, heights = _laid(patches)
    rgb = np.stack([_sampled(patch, one) for (patch, _), one in zip(patches, at, strict=True)])
    depth = depths(rgb[:, :LINE_ROWS], skin)
    dark = (depth < DARK) * heights[:, :LINE_ROWS]
    ink = dark[:, : LID_ROWS + CREASE_ROWS, OUTER_LASHES].sum(1)
    below = dark[:, STRIP_ROWS:, OUTER_LASHES].sum(1)
    lash = depth[:, :LID_ROWS].min(1)
    light = linear(np.stack([*_places(rgb), _beside_wing(patches)], axis=1))
    shifts = on_standard_skin(light, skin.light)
    outer, middle, thick, under = (
        median(part.T) for part in (lash[:, OUTER_LASHES], lash[:, MIDDLE_LASHES], ink, below)
    )
    corners = [_corner(patch, eye, skin) for patch, eye in patches]
    return [
        Eye(
            light=light[i],
            shifts=shifts[i],
            lash_outer=float(outer[i]),
            lash_middle=float(middle[i]),
            ink=float(thick[i]) / EYE_WIDTH,
            below=float(under[i]) / EYE_WIDTH,
            corner=corners[i][0],
            ink_light=corners[i][1],
            sheen=_sheen(depth[i, 4 : LID_ROWS + 4, 8:40]),
            width=EYE_WIDTH / patch.scale,
            inside=1.0 if patch.inside is None else _inside(patch.inside, at[i, :STRIP_ROWS]),
        )
        for i, (patch, _) in enumerate(patches)
    ]


def depths(rgb: NDArray[np.uint8], skin: Skin) -> Depths:
    """Return the lightness of sRGB bytes (N, ..., 3) in parts of the skin's: 1 is skin, 0 black."""
    y = luminance_of(rgb, STANDARD_Y / (skin.y + FLOOR), FLOOR)
    # CIE L*, its linear foot cut off; OpenCV's power takes a seventh of np.cbrt's time.
    root = cv2.pow(np.maximum(y, 0.0089).reshape(len(y), -1), 1 / 3)
    depth = root * _FROM_ROOT[0] + _FROM_ROOT[1]
    return np.asarray(depth, np.float32).reshape(y.shape)


def beside(
    patch: Canvas, eye: EyeMap, across: tuple[int, int], down: tuple[int, int]
) -> NDArray[np.uint8]:
    """Return the pixels in a box beside the outer corner; bounds in pixels from the corner."""
    x, y = (round(float(part)) for part in patch.points[eye.outer])
    height, width = patch.rgb.shape[:2]
    rows = (min(max(y + way, 0), height) for way in down)
    columns = (min(max(x + way, 0), width) for way in across)
    box = patch.rgb[slice(*rows), slice(*columns)]
    return box if box.size else patch.rgb[:1, :1]


def _corner(patch: Canvas, eye: EyeMap, skin: Skin) -> tuple[float, Linear]:
    """Return how dark it is beside the outer corner, and the ink's color (3,)."""
    near = beside(patch, eye, (2, 10), (-12, 7))
    depth = depths(near, skin)
    corner = ranks(depth, INK_SHARE)[0]
    return corner, linear(median(held(near, depth <= corner)))


def _beside_wing(patches: Sequence[tuple[Canvas, EyeMap]]) -> NDArray[np.uint8]:
    boxes = [beside(patch, eye, (5, 17), (-10, 8)) for patch, eye in patches]
    return np.stack([median(box.reshape(-1, 3)) for box in boxes])


def _places(rgb: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Return the middle colours (E, 3) of PLACES but the last, from strips (E, R, COLUMNS, 3).

    As bytes: brighter bytes are brighter light, so the median is the same.
    """
    crease_end = LID_ROWS + CREASE_ROWS
    lower = rgb[:, STRIP_ROWS:]
    parts = [
        rgb[:, ABOVE_LASHES, OUTER], rgb[:, ABOVE_LASHES, MIDDLE], rgb[:, ABOVE_LASHES, INNER],
        rgb[:, LID_ROWS:crease_end, 6:33], rgb[:, crease_end : STRIP_ROWS - 1, 9:33],
        lower[:, 3:LOW_ROWS, 6:30], lower[:, LOW_ROWS:, 6:30],
    ]  # fmt: skip
    flat = [part.reshape(len(part), -1, 3) for part in parts]
    return [np.partition(part, part.shape[1] // 2, axis=1)[:, part.shape[1] // 2] for part in flat]


def _between(counts: tuple[int, ...]) -> NDArray[np.float64]:
    """Return (sum of counts, rows of landmarks): shares of the two rows around each strip row."""
    shares = np.zeros((sum(counts), len(counts) + 1))
    start = 0
    for row, count in enumerate(counts):
        at = np.arange(count) / count
        shares[start : start + count, row] = 1 - at
        shares[start : start + count, row + 1] = at
        start += count
    return shares


_UPPER_SHARES: Final = _between((LID_ROWS, CREASE_ROWS, BONE_ROWS))
_LOWER_SHARES: Final = _between((LOW_ROWS, LOW_ROWS))


def _laid(
    patches: Sequence[tuple[Canvas, EyeMap]],
) -> tuple[NDArray[np.float32], Depths]:
    """Return where the pixels of flat strips lie, (E, R, COLUMNS, 2), and their heights.

    The upper strip's STRIP_ROWS come first, then the lower one's. Between two rows of landmarks lie
    evenly spaced rows of a strip. Heights: (E, R - 1, COLUMNS), from each row to the next.
    """
    corners = np.stack([patch.points[_rows(eye)] for patch, eye in patches])
    eyes, rows = corners.shape[:2]
    lines = _even(corners.reshape(eyes * rows, -1, 2)).reshape(eyes, rows, -1)
    upper = _UPPER_SHARES @ lines[:, : _UPPER_SHARES.shape[1]]
    lower = _LOWER_SHARES @ lines[:, _UPPER_SHARES.shape[1] :]
    at = np.concatenate((upper, lower), axis=1, dtype=np.float32).reshape(eyes, -1, COLUMNS, 2)
    return at, lengths(at[:, 1:] - at[:, :-1])


@cache
def _rows(eye: EyeMap) -> NDArray[np.intp]:
    """Return an eye's rows of landmarks (7, N): the last landmark of a shorter row again."""
    rows = (eye.upper, eye.lid, eye.orbit, eye.brow_low, eye.lower, eye.lower_lid, eye.under)
    longest = max(len(row) for row in rows)
    return np.array([row + row[-1:] * (longest - len(row)) for row in rows])


def _even(lines: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (R, COLUMNS, 2): points at equal steps along polylines (R, N, 2)."""
    parts = np.maximum(lengths(lines[:, 1:] - lines[:, :-1]), 1e-6)
    ends = np.cumsum(parts, axis=1)
    at = ends[:, -1:] * _STEPS
    part = (at[:, :, None] >= ends[:, None, :-1]).sum(2)
    row = np.arange(len(lines))[:, None]
    share = 1 - (ends[row, part] - at) / parts[row, part]
    first, second = lines[row, part], lines[row, part + 1]
    return np.asarray(first + (second - first) * share[..., None])


def _sampled(patch: Canvas, at: NDArray[np.float32]) -> NDArray[np.uint8]:
    sampled = cv2.remap(
        patch.rgb, at[..., 0], at[..., 1], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(sampled, np.uint8)


def _inside(shown: Mask, at: NDArray[np.float32]) -> float:
    """Return the part of a strip that lies in the photo; shown: which pixels of the patch do."""
    x, y = np.round(at[..., 0]).astype(int), np.round(at[..., 1]).astype(int)
    return float(shown[y, x].mean())


def _sheen(depth: Depths) -> float:
    """Return how far the lid's brightest small spots stand out, in L*."""
    spots = cv2.morphologyEx(np.ascontiguousarray(depth), cv2.MORPH_TOPHAT, disc(7))
    return ranks(spots, 95)[0] * float(STANDARD_LAB[0])
