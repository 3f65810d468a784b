"""One eye as measured: its lids laid flat, place by place, and its lash line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer2.engine.canvas import Canvas
from layer2.engine.eye_patch import EYE_WIDTH, EyeMap
from layer2.engine.light import (
    FLOOR,
    STANDARD_LAB,
    STANDARD_Y,
    Linear,
    linear,
    luminance,
    on_standard_skin,
)
from layer2.engine.skin import Skin
from layer2.engine.stats import lengths, median, ranks

Depths = NDArray[np.float32]
COLUMNS: Final = 48  # along the lid, outer corner first
LID_ROWS, CREASE_ROWS, BONE_ROWS, LOW_ROWS = 24, 12, 8, 12
OUTER, MIDDLE, INNER = slice(6, 18), slice(18, 33), slice(33, 44)
ABOVE_LASHES: Final = slice(12, LID_ROWS)  # the half of the lid nearer to the crease
DARK: Final = 0.45  # of the skin's lightness; below it lies ink, lash or deep shadow
PLACES: Final = ("outer", "middle", "inner", "crease", "bone", "lower", "under", "wing")
_STEPS: Final = np.linspace(0.0, 1.0, COLUMNS)
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


def read_eye(patch: Canvas, eye: EyeMap, skin: Skin) -> Eye:
    """Measure one enlarged eye against the face's skin."""
    upper_at, upper_step = _laid(
        patch, (eye.upper, eye.lid, eye.orbit, eye.brow_low), (LID_ROWS, CREASE_ROWS, BONE_ROWS)
    )
    lower_at, lower_step = _laid(patch, (eye.lower, eye.lower_lid, eye.under), (LOW_ROWS, LOW_ROWS))
    upper, lower = linear(_sampled(patch, upper_at)), linear(_sampled(patch, lower_at))
    depth, low_depth = depths(upper, skin), depths(lower[:LOW_ROWS], skin)
    near = linear(beside(patch, eye, (4, 20), (-24, 14)))
    near_depth = depths(near, skin)
    corner = ranks(near_depth, INK_SHARE)[0]
    light = np.stack(_places(upper, lower, linear(beside(patch, eye, (10, 34), (-20, 16)))))
    crease_end = LID_ROWS + CREASE_ROWS
    ink = ((depth[:crease_end] < DARK) * upper_step[:crease_end]).sum(0)
    dark_below = ((low_depth < DARK) * lower_step[:LOW_ROWS]).sum(0)
    lash = depth[:LID_ROWS].min(0)
    return Eye(
        light=light,
        shifts=on_standard_skin(light, skin.light),
        lash_outer=float(median(lash[4:17])),
        lash_middle=float(median(lash[17:33])),
        ink=float(median(ink[4:17])) / EYE_WIDTH,
        below=float(median(dark_below[4:17])) / EYE_WIDTH,
        corner=corner,
        ink_light=np.asarray(median(near[near_depth <= corner]), np.float32),
        sheen=_sheen(depth[4 : LID_ROWS + 4, 8:40]),
        width=EYE_WIDTH / patch.scale,
        inside=_inside(patch, upper_at),
    )


def depths(light: Linear, skin: Skin) -> Depths:
    """Return lightness in parts of the skin's: 1 is skin, 0 is black."""
    y = luminance(light + FLOOR) * (STANDARD_Y / (skin.y + FLOOR))
    lightness = 116 * np.cbrt(np.maximum(y, 0.0089)) - 16  # CIE L*, its linear foot cut off
    return np.asarray(lightness / STANDARD_LAB[0], np.float32)


def beside(
    patch: Canvas, eye: EyeMap, across: tuple[int, int], down: tuple[int, int]
) -> NDArray[np.uint8]:
    """Return the pixels in a box beside the outer corner; bounds in pixels from the corner."""
    x, y = (round(float(part)) for part in patch.points[eye.outer])
    height, width = patch.rgb.shape[:2]
    rows = slice(*np.clip((y + down[0], y + down[1]), 0, height))
    columns = slice(*np.clip((x + across[0], x + across[1]), 0, width))
    box = patch.rgb[rows, columns]
    return box if box.size else patch.rgb[:1, :1]


def _places(upper: Linear, lower: Linear, wing: Linear) -> list[Linear]:
    """Return the middle colours of PLACES."""
    crease_end = LID_ROWS + CREASE_ROWS
    parts = [
        upper[ABOVE_LASHES, OUTER], upper[ABOVE_LASHES, MIDDLE], upper[ABOVE_LASHES, INNER],
        upper[LID_ROWS:crease_end, 6:33], upper[crease_end:-1, 9:33],
        lower[3:LOW_ROWS, 6:30], lower[LOW_ROWS:, 6:30], wing,
    ]  # fmt: skip
    return [np.asarray(median(part.reshape(-1, 3)), np.float32) for part in parts]


@cache
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


def _laid(
    patch: Canvas, rows: Sequence[tuple[int, ...]], counts: tuple[int, ...]
) -> tuple[NDArray[np.float32], Depths]:
    """Return where a flat strip's pixels lie, (R, COLUMNS, 2), and their heights, (R, COLUMNS).

    Between two rows of landmarks lie counts evenly spaced rows of the strip.
    """
    lines = _even(patch.points[_padded(tuple(rows))])
    at = (_between(counts) @ lines.reshape(len(rows), -1)).reshape(-1, COLUMNS, 2)
    at = at.astype(np.float32)
    steps = lengths(at[1:] - at[:-1])
    return at, np.concatenate([steps, steps[-1:]])


@cache
def _padded(rows: tuple[tuple[int, ...], ...]) -> NDArray[np.intp]:
    """Return the rows (R, N) as long as the longest: the last landmark of a shorter one again."""
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


def _inside(patch: Canvas, at: NDArray[np.float32]) -> float:
    """Return the part of a strip that lies in the patch and in the photo."""
    height, width = patch.rgb.shape[:2]
    x, y = np.round(at[..., 0]).astype(int), np.round(at[..., 1]).astype(int)
    held = (x >= 0) & (y >= 0) & (x < width) & (y < height)
    if patch.inside is not None:
        held &= patch.inside[np.clip(y, 0, height - 1), np.clip(x, 0, width - 1)]
    return float(held.mean())


def _sheen(depth: Depths) -> float:
    """Return how far the lid's brightest small spots stand out, in L*."""
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    spots = cv2.morphologyEx(np.ascontiguousarray(depth), cv2.MORPH_TOPHAT, kernel)
    return ranks(spots, 95)[0] * float(STANDARD_LAB[0])
