"""Draws an explanation: the face with its regions, both eyes enlarged, colors and fields.

One SVG with its pictures inside, so that it stands alone in a file, a page or a converter.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from math import cos, isnan, radians, sin
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine.types import RGB
from layer2.engine import cheeks, regions, skin
from layer2.engine.explanation import Explanation, EyeShown
from layer2.engine.eye_patch import EYE_WIDTH, MAPS, EyeMap
from layer2.engine.svg import tag, text

WIDTH, HEIGHT = 1520, 1180
PHOTO_SIDE: Final = 820  # of the face's picture
AROUND: Final = 0.3  # of the face's size, shown around it
COLUMN: Final = 860
QUALITY: Final = 88
INK, SKIN, CHEEK, LIP, LID, LINE = (
    "#1d1a19", "#ffffff", "#ff6fa3", "#ffd23f", "#4fd3ff", "#7dff6a",
)  # fmt: skip
PAPER: Final = "#fbf8f4"
SANS: Final = "Figtree, ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
Points2 = NDArray[np.float64]


def draw(why: Explanation) -> str:
    """Return the explanation as one SVG element."""
    return tag(
        "svg",
        tag("rect", width=WIDTH, height=HEIGHT, fill=PAPER),
        _face(why),
        *(_eye(eye, COLUMN + index * 325, 20) for index, eye in enumerate(why.eyes)),
        _swatches(why, COLUMN, 325),
        _fields(why, COLUMN, 420),
        _facts(why, 20, PHOTO_SIDE + 60),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        font_family=SANS,
        font_size=13,
        fill=INK,
        role="img",
        aria_label="The photo with the regions and measures that its look was read from",
    )


def _face(why: Explanation) -> str:
    """Return the face's part of the photo with every region outlined."""
    picture, place, scale = _cropped(why)
    at = (why.mesh.points[:, :2] - place) * scale
    height, width = picture.shape[:2]
    drawn = [_image(picture, width, height)]
    drawn += [_ring(at[list(part)], SKIN, dashed=True) for part in skin.PLACES]
    drawn += [_ring(at[list(regions.LIPS_OUTER)], LIP), _ring(at[list(regions.LIPS_INNER)], LIP)]
    for eye in MAPS.values():
        drawn += [_lines(at, eye), _ring(at[[*eye.brow_low, *eye.brow_high[::-1]]], LINE)]
    drawn += _cheeks(why, at)
    legend = "".join(
        tag("rect", x=x, y=height + 14, width=12, height=12, fill=color, stroke=INK)
        + _words(label, x + 18, height + 25)
        for x, color, label in (
            (0, SKIN, "skin that all is compared with"), (210, LIP, "lips"), (270, LID, "lids"),
            (330, LINE, "brows, liner"), (440, CHEEK, "blush: redness beyond shading"),
        )
    )  # fmt: skip
    return tag("g", *drawn, legend, transform="translate(20 20)")


def _cropped(why: Explanation) -> tuple[RGB, Points2, float]:
    """Return the picture, its corner in the photo, and pixels of it for one of the photo."""
    flat = why.mesh.points[:, :2]
    low, high = flat.min(0), flat.max(0)
    around = AROUND * float((high - low).max())
    limit = (why.rgb.shape[1], why.rgb.shape[0])
    first = np.clip(np.floor(low - around).astype(int), 0, limit)
    last = np.clip(np.ceil(high + around).astype(int), first + 1, limit)
    part = why.rgb[first[1] : last[1], first[0] : last[0]]
    if part.size == 0:
        part, first = why.rgb, np.zeros(2, int)
    scale = PHOTO_SIDE / max(part.shape[:2])
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale)))
    return np.asarray(cv2.resize(part, size, interpolation=way), np.uint8), first, scale


def _cheeks(why: Explanation, at: Points2) -> list[str]:
    """Return the discs on the cheeks, each with the redness that was found in it."""
    if why.cheeks is None:
        return []
    radius = cheeks.disc_radius(at)
    drawn = []
    for pair, found in (
        (cheeks.APPLE, why.cheeks.apple), (cheeks.BONE, why.cheeks.bone),
        (cheeks.SWEEP, why.cheeks.sweep),
    ):  # fmt: skip
        for point, value in zip(pair, (found.left, found.right), strict=True):
            x, y = at[point]
            label = "covered" if isnan(value) else f"{value:+.2f}"
            drawn.append(tag("circle", cx=x, cy=y, r=radius, fill="none", stroke=CHEEK,
                             stroke_width=1.5))  # fmt: skip
            drawn.append(_label(label, x - 14, y + 4))
    return drawn


def _eye(eye: EyeShown, x: float, y: float) -> str:
    """Return one enlarged eye with the rows that its strips are cut from, and its wing."""
    height, width = eye.patch.rgb.shape[:2]
    shape, at = MAPS[eye.side], eye.patch.points
    drawn = [_image(eye.patch.rgb, width, height), _lines(at, shape)]
    drawn.append(_ring(at[[*shape.brow_low, *shape.brow_high[::-1]]], LINE))
    corner_x, corner_y = at[shape.outer]
    drawn.append(tag("circle", cx=corner_x, cy=corner_y, r=3, fill=LINE, stroke=INK))
    said = "no line beside the corner"
    if eye.wing is not None:
        turn, reach = radians(eye.wing.angle), eye.wing.length * EYE_WIDTH
        drawn.append(
            tag("line", x1=corner_x, y1=corner_y, x2=corner_x + reach * cos(turn),
                y2=corner_y - reach * sin(turn), stroke=LINE, stroke_width=2)
        )  # fmt: skip
        kind = "a drawn line" if eye.wing.drawn else "no drawn line"
        said = (
            f"{eye.wing.angle:+.0f}°, {eye.wing.length:.2f} long, {eye.wing.thickness:.2f} thick:"
            f" {kind}"
        )
    note = f"{'Left' if eye.side == 'left' else 'Right'} of the photo"
    note += ", mirrored" if eye.side == "left" else ""
    clip = f"ex-eye-{eye.side}"
    clipped = tag("g", *drawn, clip_path=f"url(#{clip})")
    frame = tag("clipPath", tag("rect", width=width, height=height), id=clip)
    lines = _label(note, 6, 16) + _label(said, 6, height - 8)
    return tag("g", frame, clipped, lines, transform=f"translate({x:g} {y:g})")


def _lines(at: Points2, eye: EyeMap) -> str:
    rows = (eye.upper, eye.lid, eye.orbit, eye.lower, eye.lower_lid, eye.under)
    return "".join(
        tag("polyline", points=_points(at[list(row)]), fill="none", stroke=LID, stroke_width=1)
        for row in rows
    )


def _swatches(why: Explanation, x: float, y: float) -> str:
    drawn = [
        tag("rect", x=x + index * 108, y=y, width=100, height=34, rx=4, fill=one.hex)
        + _words(f"{place}: {one.hex}", x + index * 108, y + 50, size=12)
        + _words(one.name, x + index * 108, y + 66, size=12)
        for index, (place, one) in enumerate(list(why.swatches.items())[:6])
    ]
    return "".join(drawn)


def _fields(why: Explanation, x: float, y: float) -> str:
    """Return every field: value, a bar for its confidence, and its measures."""
    drawn = []
    for row, field in enumerate(why.fields):
        top = y + row * 52
        known = field.value != "unknown"
        value = field.value if known else f"unknown: {field.cause}"
        drawn += [
            _words(field.field, x, top + 12, weight=600),
            _words(value, x + 170, top + 12, weight=600, fill=INK if known else "#a4451f"),
            tag("rect", x=x + 480, y=top + 3, width=120, height=9, fill="#e6ded6"),
            tag("rect", x=x + 480, y=top + 3, width=120 * field.confidence, height=9,
                fill="#3f7d52" if known else "#a4451f"),
            _words(f"{field.confidence:.2f}", x + 608, top + 12),
        ]  # fmt: skip
        for line, said in enumerate(_measured(why, row)[:2]):
            drawn.append(_words(said, x + 10, top + 27 + line * 14, size=11, fill="#5c534e"))
    return "".join(drawn)


def _measured(why: Explanation, row: int) -> list[str]:
    return [
        f"{each.metric} {each.value} {each.unit}. {each.rule}" for each in why.fields[row].evidence
    ]


def _facts(why: Explanation, x: float, y: float) -> str:
    """Return measures beside the fields', in two columns."""
    half = (len(why.facts) + 1) // 2
    return "".join(
        _words(f"{label}: {value}", x + 420 * (index // half), y + 20 + 19 * (index % half))
        for index, (label, value) in enumerate(why.facts)
    )


def _image(rgb: RGB, width: int, height: int) -> str:
    flags = [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    _, coded = cv2.imencode(".jpg", np.ascontiguousarray(rgb[..., ::-1]), flags)
    data = f"data:image/jpeg;base64,{b64encode(coded.tobytes()).decode()}"
    return tag("image", href=data, width=width, height=height)


def _ring(corners: Points2, color: str, *, dashed: bool = False) -> str:
    return tag("polygon", points=_points(corners), fill="none", stroke=color, stroke_width=1.3,
               stroke_dasharray="4 3" if dashed else None)  # fmt: skip


def _points(corners: Iterable[Sequence[float]] | Points2) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def _label(said: str, x: float, y: float) -> str:
    """Return words with a dark edge, so that they show on any skin."""
    edge: dict[str, Any] = {"stroke": INK, "stroke_width": 3, "stroke_linejoin": "round"}
    return _words(said, x, y, size=12, fill="#fff", **edge) + _words(said, x, y, size=12,
                                                                     fill="#fff")  # fmt: skip


def _words(said: str, x: float, y: float, *, size: float = 13, weight: int = 400,
           fill: str | None = None, **more: Any) -> str:  # fmt: skip
    return tag("text", text(said), x=x, y=y, font_size=size,
               font_weight=weight if weight != 400 else None, fill=fill, **more)  # fmt: skip
