"""Paints known makeup onto a bare face by its landmarks: the truth that the engine must read back.

All mixing is done in linear light. A product covers the skin by its opacity; the skin's own shading
stays on top of it, as pigment lies on skin and is lit with it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from config.colour import lab_from_rgb
from layer1.engine.types import RGB, Points
from layer2.engine import regions
from layer2.engine.eye_patch import MAPS, EyeMap

Light = NDArray[np.float32]  # (H, W, 3), linear sRGB
Alpha = NDArray[np.float32]  # (H, W), 0 to 1


@dataclass(frozen=True)
class Liner:
    """thickness and length in eye widths; angle in degrees above the line through the corners."""

    angle: float = 0.0
    thickness: float = 0.06
    length: float = 0.28
    hex: str = "#151013"
    opacity: float = 0.95


@dataclass(frozen=True)
class Makeup:
    """What to paint; None or 0 leaves a part as it is."""

    lip: str | None = None
    lip_opacity: float = 0.9
    gloss: float = 0.0
    shadow: str | None = None
    shadow_opacity: float = 0.7
    liner: Liner | None = None
    blush: str | None = None
    blush_opacity: float = 0.35
    cast: tuple[float, float, float] = field(default=(1.0, 1.0, 1.0))


def paint(rgb: RGB, points: Points, makeup: Makeup) -> RGB:
    """Return the photo with the makeup on. rgb: (H, W, 3); points: (478, 3) in its pixels."""
    light: Any = to_linear(rgb)
    size = eye_width(points)
    if makeup.blush:
        light = _cover(light, makeup.blush, blush_mask(rgb, points) * makeup.blush_opacity)
    if makeup.shadow:
        light = _cover(light, makeup.shadow, shadow_mask(rgb, points) * makeup.shadow_opacity)
    if makeup.lip:
        light = _cover(light, makeup.lip, lip_mask(rgb, points) * makeup.lip_opacity)
    if makeup.gloss:
        light = light + (_gloss(rgb, points, size) * makeup.gloss)[..., None]
    if makeup.liner:
        drawn = liner_mask(rgb, points, makeup.liner) * makeup.liner.opacity
        ink = to_linear(_bytes(makeup.liner.hex))
        light = light * (1 - drawn[..., None]) + ink * drawn[..., None]
    return to_bytes(light * np.array(makeup.cast, np.float32))


def with_skin(rgb: RGB, points: Points, now: Any, wanted: Any) -> RGB:
    """Return the face on another skin: now and wanted are its L*a*b*; eyes and teeth stay."""
    ratio = _linear_of(wanted) / np.maximum(_linear_of(now), 1e-3)
    keep = np.zeros(rgb.shape[:2], np.uint8)
    for polygon in (regions.EYE_LEFT, regions.EYE_RIGHT, regions.LIPS_INNER):
        cv2.fillPoly(keep, [np.round(points[list(polygon), :2]).astype(np.int32)], (1.0,))
    kept = _soft(keep.astype(np.float32), eye_width(points) * 0.03)[..., None]
    light = to_linear(rgb)
    return to_bytes(light * (kept + (1 - kept) * ratio))


def painted_lip_lab(rgb: RGB, points: Points) -> NDArray[np.float64]:
    """Return the median L*a*b* of the inner lips: the truth for their colour."""
    mask = lip_mask(rgb, points) > 0.98
    return np.asarray(np.median(lab_from_rgb(rgb[mask]), axis=0), np.float64)


def recast(makeup: Makeup, cast: tuple[float, float, float]) -> Makeup:
    return replace(makeup, cast=cast)


def to_linear(rgb: Any) -> Light:
    coded = np.asarray(rgb, np.float32) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4).astype(
        np.float32
    )


def to_bytes(light: Light) -> RGB:
    clipped = np.clip(light, 0, 1)
    coded = np.where(clipped <= 0.0031308, clipped * 12.92, 1.055 * clipped ** (1 / 2.4) - 0.055)
    return np.asarray(np.round(coded * 255), np.uint8)


def eye_width(points: Points) -> float:
    return float(np.linalg.norm(points[33, :2] - points[133, :2]))


def lip_mask(rgb: RGB, points: Points) -> Alpha:
    """Return both lips with a soft edge, the mouth's opening left out."""
    mask = np.zeros(rgb.shape[:2], np.uint8)
    for polygon in (regions.LIP_UPPER, regions.LIP_LOWER):
        cv2.fillPoly(mask, [np.round(points[list(polygon), :2]).astype(np.int32)], (1.0,))
    return _soft(mask.astype(np.float32), eye_width(points) * 0.02)


def shadow_mask(rgb: RGB, points: Points) -> Alpha:
    """Return both lids up to a little over the crease, and a blended edge."""
    mask = np.zeros(rgb.shape[:2], np.uint8)
    for eye in MAPS.values():
        top = 0.35 * points[list(eye.lid), :2] + 0.65 * points[list(eye.orbit), :2]
        outline = np.concatenate([points[list(eye.upper), :2], top[::-1]])
        cv2.fillPoly(mask, [np.round(outline).astype(np.int32)], (1.0,))
    return _soft(mask.astype(np.float32), eye_width(points) * 0.06)


def liner_mask(rgb: RGB, points: Points, liner: Liner) -> Alpha:
    """Return the upper lash line and the wing, drawn at four times the size and reduced."""
    scale = 4
    mask = np.zeros((rgb.shape[0] * scale, rgb.shape[1] * scale), np.uint8)
    for eye in MAPS.values():
        width = float(np.linalg.norm(points[eye.outer, :2] - points[eye.inner, :2]))
        line = _line(points, eye, liner, width)
        thick = max(1, round(liner.thickness * width * scale))
        corners = np.round(line * scale * 16).astype(np.int32)
        cv2.polylines(mask, [corners], False, (255.0,), thick, cv2.LINE_AA, shift=4)
    size = (rgb.shape[1], rgb.shape[0])
    return np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_AREA), np.float32) / 255


def _line(points: Points, eye: EyeMap, liner: Liner, width: float) -> NDArray[np.float64]:
    """Return the lash line from the inner to the outer corner, then the wing."""
    upper = points[list(eye.upper), :2][::-1]
    across = points[eye.outer, :2] - points[eye.inner, :2]
    x, y = across / np.linalg.norm(across)
    up = np.array([y, -x]) if x > 0 else np.array([-y, x])
    turn = np.radians(liner.angle)
    tip = upper[-1] + width * liner.length * (np.cos(turn) * np.array([x, y]) + np.sin(turn) * up)
    return np.concatenate([upper[2:], tip[None]])


def blush_mask(rgb: RGB, points: Points) -> Alpha:
    """Return soft ovals from the apples outward along the cheekbones."""
    mask = np.zeros(rgb.shape[:2], np.float32)
    face = float(np.linalg.norm(points[234, :2] - points[454, :2]))
    for apple, sweep in ((50, 123), (280, 352)):
        one, other = points[apple, :2], points[sweep, :2]
        middle, along = (one + other) / 2, other - one
        angle = float(np.degrees(np.arctan2(along[1], along[0])))
        axes = (float(np.linalg.norm(along)) * 0.75, face * 0.09)
        cv2.ellipse(mask, (tuple(middle), (2 * axes[0], 2 * axes[1]), angle), (1.0,), -1)
    oval = np.zeros(rgb.shape[:2], np.uint8)
    outline = np.round(points[list(regions.FACE_OVAL), :2]).astype(np.int32)
    cv2.fillPoly(oval, [outline], (1.0,))
    return _soft(mask, face * 0.045) * oval


def _gloss(rgb: RGB, points: Points, size: float) -> Alpha:
    """Return a few small, sharp highlights on the lower lip, in linear light."""
    mask = np.zeros(rgb.shape[:2], np.float32)
    for top, bottom, share in ((87, 84, 0.5), (14, 17, 0.45), (317, 314, 0.55)):
        spot = (1 - share) * points[top, :2] + share * points[bottom, :2]
        axes = (size * 0.16, size * 0.05)
        cv2.ellipse(mask, (tuple(spot), axes, 0.0), (1.0,), -1)
    return _soft(mask, size * 0.012)


def _cover(light: Light, colour: str, alpha: Alpha) -> Light:
    """Lay a product over skin: its colour, lit as the skin under it is lit."""
    luma = light @ np.array([0.2126, 0.7152, 0.0722], np.float32)
    under = alpha > 0.5 * float(alpha.max())
    level = float(np.median(luma[under])) if under.any() else 1.0
    shading = np.clip(luma / max(level, 1e-3), 0.2, 3.0)[..., None] ** 0.7
    product = to_linear(_bytes(colour)) * shading
    mixed = light * (1 - alpha[..., None]) + product * alpha[..., None]
    return np.asarray(mixed, np.float32)


def _soft(mask: Alpha, sigma: float) -> Alpha:
    return np.asarray(cv2.GaussianBlur(mask, (0, 0), max(0.5, sigma)), np.float32)


def _bytes(colour: str) -> NDArray[np.uint8]:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.uint8)


def _linear_of(lab: Any) -> NDArray[np.float32]:
    from skimage.color import lab2rgb

    rgb = np.clip(lab2rgb(np.asarray(lab, np.float64).reshape(1, 1, 3)).reshape(3), 0, 1) * 255
    return to_linear(rgb)
