"""Blush as measured: redness of the cheeks beyond what the face's own shading explains."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from config.colour import luminance_of
from layer1.engine import points as at
from layer2.engine.canvas import Canvas, Points2
from layer2.engine.light import FLOOR, LOG_LIGHT, linear
from layer2.engine.skin import Skin
from layer2.engine.stats import median

Values = NDArray[np.float32]  # (places, pixels of a disc)

RADIUS: Final = 0.055  # of a place, in face widths (landmarks 234 to 454)
FACE_SIDES: Final = (234, 454)
# Photo's left and right of each place where blush is worn; the mesh of 478 points.
APPLE, BONE, SWEEP = (50, 280), (117, 346), (123, 352)
WORN: Final = APPLE + BONE + SWEEP
PLAIN: Final = (
    151, 108, 337, 200, 199, 212, 432, 192, 416, 207, 427, 126, 355, 205, 425,
)  # forehead, chin, mouth corners, jaw, nose sides: skin that blush seldom reaches  # fmt: skip
HALF: Final = 2  # measured on half the canvas, smoothed
_SIDES: Final = np.sign([place - at.TWINS[place] for place in PLAIN + WORN])  # -1 photo's left
QUANTILES: Final = (25.0, 50.0, 90.0)  # of luminance in a place: hair, its middle, shine
SMOOTHED: Final = 0.8  # pixels of sigma at half size
SHOWN: Final = 0.6  # of a place that must lie in the photo
HAIR: Final = -1.1  # ln luminance against the skin; a darker place is hair or deep shadow
# Redness beyond shading below which an apple or a bone is no skin, for no powder takes red away: a
# wall behind a turned face, a brush, a hand. Labelled photos, those that are skin: from -0.12.
NO_SKIN: Final = -0.15
# The triangle of apple, bone and sweep in parts of the squared height from nasion to chin, of faces
# that look ahead: 0.0071 to 0.0084. At a fifth of it a disc is wider than what shows of the cheek
# and the mesh lies beside the face. Labelled photos: 0.04 of it, then 0.33 and more.
OPEN: Final = 0.0075
EDGE_ON: Final = 0.2
SPARSE: Final = 2  # every second pixel of a disc; smoothing has already averaged the others in
ROUNDS: Final = 4


@dataclass(frozen=True, slots=True)
class Cheek:
    """One place on both cheeks, NaN where it is covered: redness beyond shading (ln of R to G)."""

    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Cheeks:
    """blue: the mean of B to G beyond shading, over apples and bones; light: (3,), their colour."""

    apple: Cheek
    bone: Cheek
    sweep: Cheek
    blue: float
    light: Values | None


def read_cheeks(canvas: Canvas, skin: Skin) -> Cheeks | None:
    """Measure both cheeks against the plain places of the same face; None where too few show."""
    rgb, held = _discs(canvas, PLAIN + WORN)
    for side in _edge_on(canvas.points):
        held[side == _SIDES] = False
    both = _ratios(rgb, skin)
    dark = np.log(luminance_of(rgb, 1 / (skin.y + FLOOR), FLOOR))
    ordered = np.sort(dark, axis=1)
    low, middle, high = (ordered[:, round(s / 100 * (ordered.shape[1] - 1))] for s in QUANTILES)
    kept = held & (dark >= low[:, None]) & (dark <= high[:, None])
    plain = kept[: len(PLAIN)].reshape(-1)
    if np.count_nonzero(plain) < plain.size // 8:
        return None
    x = dark[: len(PLAIN)].reshape(-1).compress(plain)
    y = both[:, : len(PLAIN)].reshape(2, -1).compress(plain, axis=1)
    rest = both - _shading(x, y, dark)
    shown = (held.sum(1) / held.shape[1] >= SHOWN) & (middle >= HAIR)
    middles = _middles(rest, kept & shown[:, None])[:, len(PLAIN) :]
    shown[len(PLAIN) : -2] &= middles[0, :-2] >= NO_SKIN
    # Of a cheek whose apple and bone do not show the sweep is something else as well.
    shown[-2:] &= shown[len(PLAIN) : -2].reshape(2, 2).any(axis=0)
    reds, blues = np.where(shown[len(PLAIN) :], middles, np.nan).tolist()
    if all(map(math.isnan, reds)):
        return None
    seen = [value for value in blues[:-2] if not math.isnan(value)]
    worn = shown.copy()
    worn[: len(PLAIN)] = worn[-2:] = False
    return Cheeks(
        apple=Cheek(*reds[0:2]),
        bone=Cheek(*reds[2:4]),
        sweep=Cheek(*reds[4:6]),
        blue=sum(seen) / len(seen) if seen else 0.0,
        light=linear(median(rgb[worn][kept[worn]])) if worn.any() else None,
    )


def _ratios(rgb: NDArray[np.uint8], skin: Skin) -> Values:
    """Return ln of R to G and of B to G against the skin's, (2, P, N), of sRGB bytes (P, N, 3)."""
    red, green, blue = np.log(skin.light + FLOOR).tolist()
    against = np.array([(1, -1, 0, green - red), (0, -1, 1, green - blue)])
    both = cv2.transform(cv2.LUT(rgb, LOG_LIGHT), against)
    return np.ascontiguousarray(both.transpose(2, 0, 1), np.float32)


def disc_radius(points: Points2) -> float:
    """Return the radius of a place in pixels of the landmarks (478, 2)."""
    right, left = points[list(FACE_SIDES)].tolist()
    return RADIUS * math.dist(right, left)


def _edge_on(points: Points2) -> list[int]:
    """Return the cheeks that are seen edge-on: -1 for the photo's left one, 1 for the right one."""
    limit = EDGE_ON * OPEN * math.dist(points[at.NASION], points[at.CHIN_BOTTOM]) ** 2
    found = []
    for side, places in zip((-1, 1), zip(APPLE, BONE, SWEEP, strict=True), strict=True):
        (ax, ay), (bx, by), (cx, cy) = points[list(places)].tolist()
        # Twice the area, positive on both sides where the cheek's outer face is seen.
        if side * ((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) < 2 * limit:
            found.append(side)
    return found


def _discs(canvas: Canvas, points: tuple[int, ...]) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """Return smoothed colours (P, N, 3) of discs around landmarks, and which are in view."""
    height, width = canvas.half.shape[:2]
    small = np.asarray(cv2.GaussianBlur(canvas.half, (5, 5), SMOOTHED), np.uint8)
    radius = max(2.0, disc_radius(canvas.points) / HALF)
    reach = np.arange(-int(radius), int(radius) + 1, SPARSE)
    dy, dx = np.nonzero((reach**2)[:, None] + reach**2 <= radius**2)
    centres = np.rint(canvas.points.take(points, axis=0) / HALF).astype(int)
    wanted_x, wanted_y = centres[:, :1] + reach[dx], centres[:, 1:] + reach[dy]
    x, y = wanted_x.clip(0, width - 1), wanted_y.clip(0, height - 1)
    held = (x == wanted_x) & (y == wanted_y)
    if canvas.inside is not None:
        held &= canvas.inside[y * HALF, x * HALF]
    return small.reshape(-1, 3).take(y * width + x, axis=0), held


def _shading(x: Values, y: Values, dark: Values) -> Values:
    """Return what the lines through (darkness, ratio) of plain skin say for every pixel.

    x: (N,); y: (K, N), one line each; dark: any shape S. Returns (K, *S). Reweighted least squares
    with Cauchy weights: hair and beard do not bend the line.
    """
    terms = np.empty((len(y), 5, x.size), np.float32)
    terms[:, 0], terms[:, 1], terms[:, 2] = 1, x, x * x
    terms[:, 3], terms[:, 4] = y, x * y
    middle = x.size // 2
    weight = np.ones_like(y)[..., None]
    for _ in range(ROUNDS):
        sums = (terms @ weight)[..., 0].tolist()
        level, slope = np.array([_line(*each) for each in sums], np.float32).T[..., None]
        rest = np.abs(y - level - slope * x)
        usual = np.partition(rest, middle, axis=1)[:, middle : middle + 1]
        weight = (1 / (1 + (rest / (2 * usual + 2e-3)) ** 2))[..., None]
    return np.asarray(level[..., None] + slope[..., None] * dark, np.float32)


def _line(total: float, x: float, xx: float, y: float, xy: float) -> tuple[float, float]:
    """Return level and slope of the line that weighted sums describe: of 1, x, x^2, y and xy."""
    slope = (xy - x * y / total) / max(xx - x * x / total, 1e-6)
    return (y - slope * x) / total, slope


def _middles(rest: Values, kept: NDArray[np.bool_]) -> Values:
    """Return the median of each place's kept pixels (K, P), NaN for a place without any."""
    counts = kept.sum(1)
    ordered = np.sort(np.where(kept, rest, np.inf), axis=2)
    middles = ordered[:, np.arange(len(counts)), counts // 2]
    return np.where(counts > 0, middles, np.nan)
