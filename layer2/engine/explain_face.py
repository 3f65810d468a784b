"""The face of an explanation: every region on the photo, every disc named beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import cv2
import numpy as np

from layer1.engine.types import RGB
from layer2.engine import cheeks, regions, skin
from layer2.engine.explain_text import (
    CHEEK,
    INK,
    LID,
    LINE,
    LIP,
    RUST,
    SKIN,
    SOFT,
    Points2,
    line,
    picture,
    points,
    ring,
    width_of,
    words,
)
from layer2.engine.explanation import DiscShown, Explanation, FaceWhy
from layer2.engine.eye_patch import MAPS
from layer2.engine.svg import tag

WIDTH: Final = 820
GUTTER: Final = 112  # on each side of the photo, for the names of the discs
PHOTO_WIDTH, PHOTO_HEIGHT = WIDTH - 2 * GUTTER, 720
AROUND: Final = 0.12  # of the face's size, shown around it
NAME_PITCH: Final = 42  # from one disc's name to the next below it
LEGEND_TOP, LEGEND_STEP = 18, 22
LETTERS: Final = {"apple": "A", "bone": "B", "sweep": "C"}  # of a disc, in it and beside its name
LEGEND: Final = (
    ("skin_legend", SKIN), ("lip_legend", LIP), ("lid_legend", LID), ("line_legend", LINE),
    ("cheek_legend", CHEEK),
)  # fmt: skip


def face(why: Explanation, say: Mapping[str, str], *, legend: bool = True) -> tuple[str, float]:
    """Return the drawing, WIDTH wide, and its height: the whole photo where it shows no face."""
    if why.face is None:
        part = why.rgb
        rgb, _ = _fitted(part)
        return _placed(picture(rgb, rgb.shape[1], rgb.shape[0]), rgb), rgb.shape[0]
    part, place = _cropped(why.rgb, why.face)
    rgb, scale = _fitted(part)
    at = (why.face.mesh.points[:, :2] - place) * scale
    height, width = rgb.shape[:2]
    drawn = [picture(rgb, width, height), *_regions(at)]
    radius = cheeks.disc_radius(at)
    drawn += [_disc(each, at, radius) for each in why.face.discs if each.state != "cut"]
    clip = tag("clipPath", tag("rect", width=width, height=height), id="ex-face")
    clipped = clip + tag("g", *drawn, clip_path="url(#ex-face)")
    left = (WIDTH - width) / 2
    names = _names(
        why.face.discs, at + np.array((left, 0.0)), radius, (left, left + width), height, say
    )
    drawing = _placed(clipped, rgb) + names
    if not legend:
        return drawing, height
    colors, below = _legend(say, height + LEGEND_TOP)
    return drawing + colors, below


def _placed(drawn: str, rgb: RGB) -> str:
    return tag("g", drawn, transform=f"translate({(WIDTH - rgb.shape[1]) / 2:g} 0)")


def _cropped(rgb: RGB, shown: FaceWhy) -> tuple[RGB, Points2]:
    """Return the face's part of the photo and its corner in it."""
    flat = shown.mesh.points[:, :2]
    low, high = flat.min(0), flat.max(0)
    around = AROUND * float((high - low).max())
    limit = (rgb.shape[1], rgb.shape[0])
    first = np.clip(np.floor(low - around).astype(int), 0, limit)
    last = np.clip(np.ceil(high + around).astype(int), first + 1, limit)
    part = rgb[first[1] : last[1], first[0] : last[0]]
    if part.size == 0:
        return rgb, np.zeros(2)
    return part, first.astype(np.float64)


def _fitted(part: RGB) -> tuple[RGB, float]:
    """Return a picture as large as there is room, and pixels of it for one of the photo."""
    height, width = part.shape[:2]
    scale = min(PHOTO_WIDTH / width, PHOTO_HEIGHT / height)
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    return np.asarray(cv2.resize(part, size, interpolation=way), np.uint8), scale


def _regions(at: Points2) -> list[str]:
    drawn = [ring(at[list(part)], SKIN, dashed=True) for part in skin.PLACES]
    drawn += [ring(at[list(regions.LIPS_OUTER)], LIP), ring(at[list(regions.LIPS_INNER)], LIP)]
    for eye in MAPS.values():
        rows = (eye.upper, eye.lid, eye.orbit, eye.lower, eye.lower_lid, eye.under)
        drawn += [line(at[list(row)], LID) for row in rows]
        drawn.append(ring(at[[*eye.brow_low, *eye.brow_high[::-1]]], LINE))
    return drawn


def _disc(disc: DiscShown, at: Points2, radius: float) -> str:
    """Return a disc's rim: whole where it was measured."""
    x, y = at[disc.landmark]
    dashes = None if disc.state == "seen" else "5 4"
    rim = tag("circle", cx=x, cy=y, r=radius, fill="none", stroke=CHEEK, stroke_width=1.8,
              stroke_dasharray=dashes)  # fmt: skip
    edge = {"stroke": INK, "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}
    return rim + words(LETTERS[disc.place], float(x), float(y) + 7, size=20, bold=True, fill=SKIN,
                       text_anchor="middle", **edge)  # fmt: skip


def _names(
    discs: tuple[DiscShown, ...], at: Points2, radius: float, edges: tuple[float, float],
    height: float, say: Mapping[str, str],
) -> str:  # fmt: skip
    """Return each disc's name, measure and state beside the photo, and a line to its rim."""
    drawn = []
    for side, edge in zip(("left", "right"), edges, strict=True):
        own = sorted(
            (each for each in discs if each.side == side),
            key=lambda each: float(at[each.landmark, 1]),
        )
        foot = -np.inf
        room = height - NAME_PITCH * len(own)
        for row, disc in enumerate(own):
            x, y = at[disc.landmark]
            wanted = min(max(float(y) - 12, 14.0), room + NAME_PITCH * row)
            foot = max(wanted, foot + NAME_PITCH)
            drawn.append(_name(disc, (float(x), float(y)), radius, (side, edge), foot, say))
    return "".join(drawn)


def _name(
    disc: DiscShown, at: tuple[float, float], radius: float, edge: tuple[str, float],
    y: float, say: Mapping[str, str],
) -> str:  # fmt: skip
    side, border = edge
    out = -1 if side == "left" else 1
    from_x, from_y = border + 4 * out, y + 4
    name, state = f"{LETTERS[disc.place]} {say[f'cheek_{disc.place}']}", say[f"disc_{disc.state}"]
    x, anchor = from_x + 4 * out, "end" if side == "left" else None
    fill = SOFT if disc.state == "seen" else RUST
    if disc.redness is not None:
        state = f"{round(disc.redness, 2) + 0.0:+.2f}, {state}"
    drawn = words(name, x, y, bold=True, text_anchor=anchor)
    drawn += words(state, x, y + 16, size=12, fill=fill, text_anchor=anchor)
    if disc.state == "cut":
        return drawn
    away = np.array((from_x - at[0], from_y - at[1]))
    length = max(float(np.hypot(*away)), 1e-6)
    rim = np.array(at) + away / length * min(radius, length)
    ends = points([(from_x, from_y), (float(rim[0]), float(rim[1]))])
    under = tag("polyline", points=ends, fill="none", stroke=INK, stroke_width=2.6, opacity=0.35)
    return under + tag("polyline", points=ends, fill="none", stroke=CHEEK, stroke_width=1.4) + drawn


def _legend(say: Mapping[str, str], top: float) -> tuple[str, float]:
    """Return what each color stands for, in as many rows as it takes, and where they end."""
    drawn, x, y = [], 0.0, top
    for key, color in LEGEND:
        taken = 18 + width_of(say[key], 13) + 12
        if x + taken > WIDTH and x:
            x, y = 0.0, y + LEGEND_STEP
        drawn.append(tag("rect", x=x, y=y, width=12, height=12, fill=color, stroke=INK))
        drawn.append(words(say[key], x + 18, y + 11))
        x += taken
    return "".join(drawn), y + LEGEND_STEP
