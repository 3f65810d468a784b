"""Photos made worse on purpose: what the gate must still keep, must refuse, or must flag."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal

import cv2
import numpy as np

from layer1.engine import points as at
from layer1.engine.types import RGB, FaceMesh

Must = Literal["keep", "refuse", "eyes", "mouth", "either"]


@dataclass(frozen=True, slots=True)
class Variant:
    """make takes a photo (H, W, 3) and the mesh of its face. must: what the gate has to say.

    eyes, mouth: the flag has to be set, or the photo refused. either: in between; only shown.
    """

    name: str
    must: Must
    make: Callable[[RGB, FaceMesh], RGB]


def _width(mesh: FaceMesh) -> float:
    return float(np.ptp(mesh.points[list(at.FACE_OVAL), 0]))


def _exposed(stops: float) -> Callable[[RGB, FaceMesh], RGB]:
    def make(rgb: RGB, _mesh: FaceMesh) -> RGB:
        light = (rgb / 255.0) ** 2.2 * 2.0**stops
        return np.asarray(np.clip(light, 0, 1) ** (1 / 2.2) * 255, np.uint8)

    return make


def _blurred(share: float) -> Callable[[RGB, FaceMesh], RGB]:
    return lambda rgb, mesh: np.asarray(
        cv2.GaussianBlur(rgb, (0, 0), share * _width(mesh)), np.uint8
    )


def _sized(face_px: float) -> Callable[[RGB, FaceMesh], RGB]:
    def make(rgb: RGB, mesh: FaceMesh) -> RGB:
        times = face_px / _width(mesh)
        how = cv2.INTER_AREA if times < 1 else cv2.INTER_CUBIC
        return np.asarray(cv2.resize(rgb, None, fx=times, fy=times, interpolation=how), np.uint8)

    return make


def _turned(degrees: float) -> Callable[[RGB, FaceMesh], RGB]:
    def make(rgb: RGB, mesh: FaceMesh) -> RGB:
        x, y = mesh.points[list(at.FACE_OVAL), :2].mean(axis=0)
        turn = cv2.getRotationMatrix2D((float(x), float(y)), degrees, 1.0)
        size = (rgb.shape[1], rgb.shape[0])
        return np.asarray(cv2.warpAffine(rgb, turn, size, borderMode=cv2.BORDER_REFLECT), np.uint8)

    return make


def _cut(part: float, side: str) -> Callable[[RGB, FaceMesh], RGB]:
    """Cut the photo so that this part of the face, from the left or from below, is gone."""

    def make(rgb: RGB, mesh: FaceMesh) -> RGB:
        outline = mesh.points[list(at.FACE_OVAL), :2]
        (x0, y0), (x1, y1) = outline.min(axis=0), outline.max(axis=0)
        if side == "left":
            return np.ascontiguousarray(rgb[:, max(0, round(x0 + part * (x1 - x0))) :])
        return np.ascontiguousarray(rgb[: max(2, round(y1 - part * (y1 - y0)))])

    return make


def _covered(kind: str) -> Callable[[RGB, FaceMesh], RGB]:
    """Paint a hand in the face's own skin over the mouth, a mask, or dark glasses."""

    def make(rgb: RGB, mesh: FaceMesh) -> RGB:
        out, wide = rgb.copy(), _width(mesh)
        points = mesh.points[:, :2]
        if kind == "glasses":
            for ring in at.EYE_RINGS:
                middle = points[list(ring)].mean(axis=0)
                _ellipse(out, middle, (0.20 * wide, 0.15 * wide), (22, 20, 24))
            return out
        middle = points[list(at.LIPS_OUTER)].mean(axis=0)
        skin = np.median(rgb[_around(points[at.NOSE_TIP], rgb, 0.05 * wide)].reshape(-1, 3), axis=0)
        if kind == "mask":
            _ellipse(out, middle, (0.42 * wide, 0.30 * wide), (190, 205, 215))
            return out
        for finger in range(4):
            place = middle + np.array((0.0, (finger - 1.5) * 0.13 * wide))
            tone = skin * (0.98 - 0.04 * finger)
            _ellipse(out, place, (0.40 * wide, 0.072 * wide), tuple(float(c) for c in tone))
        return out

    return make


def _ellipse(rgb: RGB, middle: Any, axes: tuple[float, float], color: Any) -> None:
    where = (round(float(middle[0])), round(float(middle[1])))
    half = (max(1, round(axes[0])), max(1, round(axes[1])))
    cv2.ellipse(rgb, where, half, 0.0, 0.0, 360.0, color, -1, cv2.LINE_AA)


def _around(point: Any, rgb: RGB, reach: float) -> tuple[slice, slice]:
    x, y, r = round(float(point[0])), round(float(point[1])), max(1, round(reach))
    return slice(max(0, y - r), min(rgb.shape[0], y + r)), slice(max(0, x - r), x + r)


def _coarse(rgb: RGB, _mesh: FaceMesh) -> RGB:
    done, data = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 20])
    seen = cv2.imdecode(data, cv2.IMREAD_COLOR) if done else None
    if seen is None:
        raise RuntimeError("OpenCV wrote no JPEG that it can read")
    return np.ascontiguousarray(seen[..., ::-1], np.uint8)


def _gray(rgb: RGB, _mesh: FaceMesh) -> RGB:
    return np.dstack([cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)] * 3).astype(np.uint8)


def _grainy(rgb: RGB, _mesh: FaceMesh) -> RGB:
    noise = np.random.default_rng(7).normal(0, 8, rgb.shape)
    return np.asarray(np.clip(rgb + noise, 0, 255), np.uint8)


def _twice(rgb: RGB, _mesh: FaceMesh) -> RGB:
    return np.ascontiguousarray(np.hstack([rgb, rgb[:, ::-1]]))


VARIANTS: Final = (
    Variant("as it is", "keep", lambda rgb, _: rgb),
    Variant("one stop darker", "keep", _exposed(-1)),
    Variant("half a stop brighter", "keep", _exposed(0.5)),
    Variant("blurred by 0.5 % of the face", "keep", _blurred(0.005)),
    Variant("face 90 px wide", "keep", _sized(90)),
    Variant("leaning 20 degrees", "keep", _turned(20)),
    Variant("JPEG 20", "keep", _coarse),
    Variant("black and white", "keep", _gray),
    Variant("grain", "keep", _grainy),
    Variant("two stops darker", "either", _exposed(-2)),
    Variant("blurred by 1.5 %", "either", _blurred(0.015)),
    Variant("six stops darker", "refuse", _exposed(-6)),
    Variant("six stops brighter", "refuse", _exposed(6)),
    Variant("blurred by 4 %", "refuse", _blurred(0.04)),
    Variant("face 40 px wide", "refuse", _sized(40)),
    Variant("upside down", "refuse", lambda rgb, _: np.ascontiguousarray(rgb[::-1, ::-1])),
    Variant("lying on its side", "refuse", lambda rgb, _: np.ascontiguousarray(np.rot90(rgb))),
    Variant("left half cut off", "refuse", _cut(0.5, "left")),
    Variant("cut at the mouth", "refuse", _cut(0.3, "bottom")),
    Variant("two of the same", "refuse", _twice),
    Variant("dark glasses", "eyes", _covered("glasses")),
    Variant("a hand over the mouth", "mouth", _covered("hand")),
    Variant("a mask over the mouth", "mouth", _covered("mask")),
)
