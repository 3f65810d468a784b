"""One eye of an explanation, enlarged: where the lids were measured, and the line at its corner."""

from __future__ import annotations

from collections.abc import Mapping
from math import cos, radians, sin
from typing import Final

import numpy as np

from layer2.engine.explain_text import (
    FAINT,
    GREEN,
    INK,
    LID,
    LINE,
    RUST,
    SOFT,
    Points2,
    line,
    paragraph,
    picture,
    ring,
    words,
)
from layer2.engine.explanation import PICTURE_EYE, EyeShown, PlaceShown
from layer2.engine.eye_patch import ABOVE, BEFORE, BELOW, BEYOND, EYE_WIDTH, MAPS, EyeMap
from layer2.engine.svg import tag
from layer2.engine.wing import DRAWN_DARK, DRAWN_LENGTH, DRAWN_THICKNESS, Wing

WIDTH: Final = 400
MOST_HEIGHT: Final = 290  # of the picture
HEAD: Final = 22  # above the picture: which eye it is, and whether it was read
PLACES_ACROSS: Final = 4
PLACE_ROW: Final = 38
LARGER: Final = PICTURE_EYE / EYE_WIDTH


def eye(shown: EyeShown, say: Mapping[str, str]) -> tuple[str, float]:
    """Return the drawing, WIDTH wide, and its height."""
    height, width = shown.picture.rgb.shape[:2]
    scale = min(WIDTH / width, MOST_HEIGHT / height)
    inner = _turned_back(shown)
    place = f"translate(0 {HEAD}) scale({scale:.4f})"
    drawn = [_head(shown, say), tag("g", inner, transform=place)]
    said = wing_words(shown.wing, say)
    fill = GREEN if shown.wing is not None and shown.wing.drawn else INK
    told, foot = paragraph(said, 0, HEAD + height * scale + 19, WIDTH, bold=True, fill=fill)
    if shown.wing is not None and shown.wing.length:
        limits = say["wing_limits"].format(
            length=DRAWN_LENGTH, thickness=DRAWN_THICKNESS, dark=DRAWN_DARK
        )
        more, foot = paragraph(limits, 0, foot, WIDTH, size=12, fill=SOFT)
        told += more
    drawn += [told, _places(shown.places, foot - 2, say)]
    rows = -(-len(shown.places) // PLACES_ACROSS)
    return "".join(drawn), foot + PLACE_ROW * rows


def wing_words(wing: Wing | None, say: Mapping[str, str]) -> str:
    """Return what was found beside an eye's corner, and why it is no drawn line where it is not."""
    if wing is None:
        return say["wing_unseen"]
    if not wing.length:
        return say["wing_none"]
    numbers = say["wing_numbers"].format(
        angle=f"{wing.angle:+.0f}", length=f"{wing.length:.2f}",
        thickness=f"{wing.thickness:.2f}", dark=f"{wing.darkness:.2f}",
    )  # fmt: skip
    return say[f"wing_{_kind(wing)}"].format(numbers=numbers)


def _kind(wing: Wing) -> str:
    if wing.drawn:
        return "drawn"
    if wing.length < DRAWN_LENGTH:
        return "short"
    return "thick" if wing.thickness > DRAWN_THICKNESS else "pale"


def _head(shown: EyeShown, say: Mapping[str, str]) -> str:
    name = say[shown.side]
    state = say[f"eye_{shown.state}"]
    if shown.state == "read":
        state += ", " + say["eye_wide"].format(width=f"{shown.width:.0f}")
    fill = SOFT if shown.state == "read" else RUST
    return words(name[:1].upper() + name[1:], 0, 14, bold=True) + words(
        state, WIDTH, 14, size=12, fill=fill, text_anchor="end"
    )


def _turned_back(shown: EyeShown) -> str:
    """Return the eye as the photo shows it: the left one's mirror taken back."""
    rgb, at, shape = shown.picture.rgb, shown.picture.points, MAPS[shown.side]
    height, width = rgb.shape[:2]
    out = 1
    if shown.side == "left":
        rgb, out = np.ascontiguousarray(rgb[:, ::-1]), -1
        at = at * (-1, 1) + (width - 1, 0)
    drawn = [picture(rgb, width, height), *_rows(at, shape), _window(at[shape.outer], out)]
    drawn.append(_line(shown.wing, at[shape.outer], out))
    clip = f"ex-eye-{shown.side}"
    frame = tag("clipPath", tag("rect", width=width, height=height), id=clip)
    return frame + tag("g", *drawn, clip_path=f"url(#{clip})")


def _rows(at: Points2, shape: EyeMap) -> list[str]:
    rows = (shape.upper, shape.lid, shape.orbit, shape.lower, shape.lower_lid, shape.under)
    drawn = [line(at[list(row)], LID) for row in rows]
    return [*drawn, ring(at[[*shape.brow_low, *shape.brow_high[::-1]]], LINE)]


def _window(corner: Points2, out: int) -> str:
    """Return the frame in which a line is looked for."""
    x, y = corner.tolist()
    left = x - LARGER * (BEFORE if out > 0 else BEYOND)
    return tag("rect", x=left, y=y - LARGER * ABOVE, width=LARGER * (BEFORE + BEYOND),
               height=LARGER * (ABOVE + BELOW), fill="none", stroke="#ffffff", stroke_width=1,
               stroke_dasharray="3 4")  # fmt: skip


def _line(wing: Wing | None, corner: Points2, out: int) -> str:
    """Return the corner and the line that was found there: whole where it is a drawn one."""
    x, y = corner.tolist()
    drawn = ""
    if wing is not None and wing.length:
        turn, reach = radians(wing.angle), wing.reach * PICTURE_EYE
        end_x, end_y = x + out * reach * cos(turn), y - reach * sin(turn)
        for color, width in ((INK, 5.0), (LINE, 2.6)):
            drawn += tag("line", x1=x, y1=y, x2=end_x, y2=end_y, stroke=color, stroke_width=width,
                         stroke_dasharray=None if wing.drawn else "7 5")  # fmt: skip
    return drawn + tag("circle", cx=x, cy=y, r=4, fill=LINE, stroke=INK, stroke_width=1.5)


def _places(places: tuple[PlaceShown, ...], top: float, say: Mapping[str, str]) -> str:
    pitch = WIDTH / PLACES_ACROSS
    drawn = []
    for index, place in enumerate(places):
        x, y = pitch * (index % PLACES_ACROSS), top + PLACE_ROW * (index // PLACES_ACROSS)
        drawn += [
            tag("rect", x=x, y=y, width=14, height=28, rx=3, fill=place.hex, stroke=FAINT),
            words(say[place.name], x + 18, y + 11, size=12),
            words(shift_words(place), x + 18, y + 25, size=11, fill=SOFT),
        ]
    return "".join(drawn)


def shift_words(place: PlaceShown) -> str:
    """Return L*, a*, b* against the skin, in whole steps."""
    return " ".join(f"{round(value):+d}" for value in place.shift)
