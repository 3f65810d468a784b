"""One eye as measured: its lids laid flat, place by place, and its lash line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine.types import RGB
from layer2.engine.canvas import Canvas, Mask
from layer2.engine.corner import Corners, Depths, depths
from layer2.engine.eye_patch import ABOVE, BEFORE, EYE_WIDTH, EyeMap
from layer2.engine.light import (
    STANDARD_LAB,
    Linear,
    disc,
    linear,
    on_standard_skin,
)
from layer2.engine.regions import held
from layer2.engine.skin import Skin
from layer2.engine.stats import lengths, median, ranks

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
INK_SHARE: Final = 10.0  # percentile of lightness that counts as the corner's ink
# Rows and columns of a corner's box: where a liner's ink lies, and a wing's colour.
INK_BOX: Final = slice(ABOVE - 12, ABOVE + 7), slice(BEFORE + 2, BEFORE + 10)
WING_BOX: Final = slice(ABOVE - 10, ABOVE + 8), slice(BEFORE + 5, BEFORE + 17)


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


def read_eyes(patches: Sequence[tuple[Canvas, EyeMap]], corners: Corners, skin: Skin) -> list[Eye]:
    """Measure enlarged eyes against the face's skin; at least one, corners: theirs.

    All go through the same arrays: these are so small that most of their time is the call.
    """
    at, heights = _laid(patches)
    rgb = _sampled([patch.rgb for patch, _ in patches], at)
    depth = depths(rgb[:, :LINE_ROWS], skin)
    dark = (depth < DARK) * heights[:, :LINE_ROWS]
    ink = dark[:, : LID_ROWS + CREASE_ROWS, OUTER_LASHES].sum(1)
    below = dark[:, STRIP_ROWS:, OUTER_LASHES].sum(1)
    lash = depth[:, :LID_ROWS].min(1)
    light = linear(np.stack(_places(rgb, corners.rgb), axis=1))
    shifts = on_standard_skin(light, skin.light)
    outer, middle, thick, under = (
        median(part.T) for part in (lash[:, OUTER_LASHES], lash[:, MIDDLE_LASHES], ink, below)
    )
    inks = _inks(corners)
    return [
        Eye(
            light=light[i],
            shifts=shifts[i],
            lash_outer=float(outer[i]),
            lash_middle=float(middle[i]),
            ink=float(thick[i]) / EYE_WIDTH,
            below=float(under[i]) / EYE_WIDTH,
            corner=inks[i][0],
            ink_light=inks[i][1],
            sheen=_sheen(depth[i, 4 : LID_ROWS + 4, 8:40]),
            width=EYE_WIDTH / patch.scale,
            inside=1.0 if patch.inside is None else _inside(patch.inside, at[i, :STRIP_ROWS]),
        )
        for i, (patch, _) in enumerate(patches)
    ]


def _inks(corners: Corners) -> list[tuple[float, Linear]]:
    """Return how dark it is beside each outer corner, and the ink's color (3,)."""
    found = []
    for rgb, depth in zip(corners.rgb[:, *INK_BOX], corners.depth[:, *INK_BOX], strict=True):
        dark = ranks(depth, INK_SHARE)[0]
        found.append((dark, linear(median(held(rgb, depth <= dark)))))
    return found


def _places(rgb: NDArray[np.uint8], corners: NDArray[np.uint8]) -> list[NDArray[np.uint8]]:
    """Return the middle colours (E, 3) of PLACES, from strips (E, R, COLUMNS, 3) and corners.

    As bytes: brighter bytes are brighter light, so the median is the same.
    """
    crease_end = LID_ROWS + CREASE_ROWS
    lower = rgb[:, STRIP_ROWS:]
    parts = [
        rgb[:, ABOVE_LASHES, OUTER], rgb[:, ABOVE_LASHES, MIDDLE], rgb[:, ABOVE_LASHES, INNER],
        rgb[:, LID_ROWS:crease_end, 6:33], rgb[:, crease_end : STRIP_ROWS - 1, 9:33],
        lower[:, 3:LOW_ROWS, 6:30], lower[:, LOW_ROWS:, 6:30], corners[:, *WING_BOX],
    ]  # fmt: skip
    return [_middle(part) for part in parts]


def _middle(part: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Return the upper median (E, 3) of pixels (E, R, C, 3)."""
    ordered = part.copy().reshape(len(part), -1, 3)
    middle = ordered.shape[1] // 2
    ordered.partition(middle, axis=1)
    return ordered[:, middle]


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


def _sampled(pictures: Sequence[RGB], at: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return the colours (E, R, COLUMNS, 3) of each picture at its places (E, R, COLUMNS, 2)."""
    rgb = np.empty((*at.shape[:-1], 3), np.uint8)
    for picture, places, found in zip(pictures, at, rgb, strict=True):
        cv2.remap(picture, places, None, cv2.INTER_LINEAR, found, cv2.BORDER_REPLICATE)  # type: ignore[call-overload]
    return rgb


def _inside(shown: Mask, at: NDArray[np.float32]) -> float:
    """Return the part of a strip that lies in the photo; shown: which pixels of the patch do."""
    x, y = np.round(at[..., 0]).astype(int), np.round(at[..., 1]).astype(int)
    return float(shown[y, x].mean())


def _sheen(depth: Depths) -> float:
    """Return how far the lid's brightest small spots stand out, in L*."""
    spots = cv2.morphologyEx(np.ascontiguousarray(depth), cv2.MORPH_TOPHAT, disc(7))
    return ranks(spots, 95)[0] * float(STANDARD_LAB[0])
