"""Paints the nine zones of a face chart from the look: one function a zone, each pure markup."""

from __future__ import annotations

from typing import Final

from layer2.engine import chart_lines as lines
from layer2.engine.chart_fills import INK, PAPER, lip_color, measured, skin_colors
from layer2.engine.chart_lashes import brow, lashes, liner
from layer2.engine.facts import UNKNOWN, presence
from layer2.engine.parts import slots_used
from layer2.engine.svg import path, tag
from layer2.engine.types import LookSpec, Swatch

Attributes = dict[str, str | float | None]
HATCH: Final = "url(#fc-hatch)"
TINT: Final = {"bare": 0.55, "light": 0.7, "medium": 0.85, "full": 1.0, UNKNOWN: 0.62}
BLUSH: Final = {"soft": 0.42, "medium": 0.62, "strong": 0.85, UNKNOWN: 0.35}
SHADOW: Final = {"soft": 0.45, "medium": 0.7, "strong": 0.95, UNKNOWN: 0.45}
LIP: Final = {"sheer": 0.55, "medium": 0.82, "full": 1.0, UNKNOWN: 0.7}
# Centre, radii and turn of the blush on the viewer's right, by the face that it was placed for.
BLUSH_SHAPE: Final[dict[str, tuple[float, float, float, float, float]]] = {
    "general": (549, 540, 82, 50, -26), "oval": (549, 536, 86, 48, -24),
    "round": (562, 528, 88, 40, -40), "square": (536, 546, 64, 56, 0),
    "heart": (546, 558, 76, 46, -14), "long": (548, 548, 88, 38, -2),
}  # fmt: skip


def complexion(look: LookSpec) -> str:
    """The base in the look's own complexion; the more it covers, the denser on the paper."""
    coverage = look.breakdown.base.coverage
    color, _ = skin_colors(look)
    around = path(lines.BEHIND, fill="url(#fc-neck)")
    paper = path(lines.FACE, class_="fc-paper", fill=PAPER)
    skin = (
        around + paper + path(lines.FACE, class_="fc-skin", fill=color, fill_opacity=TINT[coverage])
    )
    return skin + (path(lines.FACE, fill=HATCH, opacity=0.25) if coverage == UNKNOWN else "")


def center(finish: str) -> str:
    """The finish: powder as dots, dew as light on the high points."""
    if finish == UNKNOWN:
        return tag("ellipse", cx=400, cy=240, rx=104, ry=52, fill=HATCH)
    if finish == "matte":
        return path(_powder(), stroke=INK, stroke_width=2.2, stroke_linecap="round", opacity=0.26)
    strength = 0.95 if finish == "dewy" else 0.5
    glow: Attributes = {"fill": "url(#fc-glow)", "opacity": strength}
    cheek = tag("ellipse", cx=562, cy=492, rx=50, ry=16, transform="rotate(-26 562 492)", **glow)
    middle = tag("ellipse", cx=400, cy=490, rx=12, ry=78, **glow)
    bow = tag("ellipse", cx=400, cy=612, rx=22, ry=7, **glow)
    brow = tag("ellipse", cx=400, cy=262, rx=76, ry=34, **glow) if finish == "dewy" else ""
    return lines.both("fc-glows", cheek) + middle + bow + brow


def cheeks(look: LookSpec, shape: str) -> str:
    """The blush, where the step places it."""
    blush = look.breakdown.base.blush
    worn = presence(blush.intensity, blush.hue)
    if worn == "none":
        return ""
    cx, cy, rx, ry, turn = BLUSH_SHAPE.get(shape, BLUSH_SHAPE["general"])
    oval: Attributes = {
        "cx": cx,
        "cy": cy,
        "rx": rx,
        "ry": ry,
        "transform": f"rotate({turn} {cx} {cy})",
    }
    if worn == UNKNOWN:
        return lines.both("fc-cheeks", tag("ellipse", **oval, fill=HATCH))
    strength = BLUSH.get(blush.intensity, BLUSH[UNKNOWN])
    color = tag("ellipse", **oval, fill="url(#fc-blush)", opacity=strength)
    hatch = UNKNOWN in (blush.intensity, blush.hue)
    return lines.both("fc-cheeks", color + (tag("ellipse", **oval, fill=HATCH) if hatch else ""))


def lids(look: LookSpec) -> str:
    """The shadow: light inside, deep outside, fading toward the brow."""
    eye = look.breakdown.eye
    worn = presence(eye.shadow_family, eye.coverage, eye.finish)
    if worn == "none":
        return ""
    if worn == UNKNOWN:
        return lines.both("fc-lids", path(lines.LID, fill=HATCH))
    strength = SHADOW.get(eye.coverage, SHADOW[UNKNOWN])
    half = path(lines.HALO, fill="url(#fc-halo)", opacity=strength)
    half += path(lines.LID, fill="url(#fc-lid)", opacity=strength)
    half += path(lines.LID, fill="url(#fc-corner)", opacity=strength)
    if eye.coverage == "strong":
        half += path(lines.UNDER, fill="url(#fc-corner)", opacity=strength)
    many_unmeasured = eye.shadow_family == "multicolor" and not eye.colors
    if UNKNOWN in (eye.shadow_family, eye.coverage) or many_unmeasured:
        half += path(lines.LID, fill=HATCH)
    return lines.both("fc-lids", half + _lid_finish(eye.finish))


def lash_line(look: LookSpec) -> str:
    eye = look.breakdown.eye
    if eye.liner == "none":
        return ""
    color = measured(eye.liner_color) or ("#5a4336" if eye.liner == "thin" else "#1d191a")
    return lines.both("fc-liner", liner(eye.liner, eye.liner_direction, color))


def lashes_brows(look: LookSpec) -> str:
    eye = look.breakdown.eye
    return lines.both("fc-lashes", brow(eye.brow) + lashes(eye.lashes))


def lip_edge(look: LookSpec) -> str:
    if "lip_liner" not in slots_used(look):
        return ""
    color = lip_color(look)
    edge = path(
        lines.LIP_EDGE, fill="none", stroke=color, stroke_width=4.5, stroke_linejoin="round"
    )
    return edge + path(
        lines.LIP_EDGE, fill="none", stroke=INK, stroke_width=4.5, stroke_opacity=0.16
    )


def lips(look: LookSpec) -> str:
    lip = look.breakdown.lip
    worn = presence(lip.coverage, lip.color_family)
    if worn == "none":
        return ""
    if worn == UNKNOWN:
        return path(lines.LIP_EDGE, fill=HATCH)
    strength, color = LIP.get(lip.coverage, LIP[UNKNOWN]), lip_color(look)
    painted = path(lines.UPPER_LIP, fill=color) + path(lines.LOWER_LIP, fill=color)
    shade = path(lines.UPPER_LIP, fill=INK, fill_opacity=0.14)
    hatch = UNKNOWN in (lip.coverage, lip.color_family)
    shown = tag("g", painted + shade, opacity=strength)
    return shown + (path(lines.LIP_EDGE, fill=HATCH) if hatch else "")


def lip_center(look: LookSpec) -> str:
    """The lips' finish: gloss in hard lights, satin in one soft one, matte in none."""
    finish = look.breakdown.lip.finish
    if finish == "glossy":
        lower = path("M364 669C382 682 418 683 435 670C424 677 380 677 364 669Z", stroke="#fff")
        spots = path(
            "M372 634C378 630 383 628 387 628M414 628C419 629 424 632 428 635"
            "M444 664C448 662 452 660 455 658",
            fill="none", stroke="#fff", stroke_width=3.2, stroke_linecap="round",
        )  # fmt: skip
        return tag("g", lower + spots, fill="#fff", stroke_width=3, opacity=0.88)
    if finish == "satin":
        return tag("ellipse", cx=400, cy=674, rx=44, ry=12, fill="url(#fc-sheen)", opacity=0.7)
    if finish == UNKNOWN:
        return tag("ellipse", cx=400, cy=674, rx=34, ry=9, fill=HATCH)
    return ""


def step_colors(look: LookSpec) -> dict[str, list[str]]:
    """Return the measured colours that each zone is painted with."""
    parts, used = look.breakdown, slots_used(look)
    shown: dict[str, list[Swatch | None]] = {
        "cheeks": [parts.base.blush.color] if "blush" in used else [],
        "lids": list(parts.eye.colors) if "eyeshadow" in used else [],
        "lash_line": [parts.eye.liner_color] if "eyeliner" in used else [],
        "lip_edge": [parts.lip.color] if "lip_liner" in used else [],
        "lips": [parts.lip.color] if used & {"lipstick", "lip_gloss"} else [],
    }
    return {
        zone: [hex_ for swatch in colors if (hex_ := measured(swatch))]
        for zone, colors in shown.items()
    }


def _lid_finish(finish: str) -> str:
    if finish == "satin":
        return tag("ellipse", cx=514, cy=401, rx=25, ry=9, fill="url(#fc-sheen)", opacity=0.8)
    if finish == "shimmer":
        stars = "".join(_star(x, y, r) for x, y, r in _SPARKS)
        glow = tag("ellipse", cx=512, cy=402, rx=32, ry=11, fill="url(#fc-sheen)", opacity=0.7)
        return glow + path(stars, fill="#fff")
    if finish == UNKNOWN:
        return tag("ellipse", cx=514, cy=401, rx=25, ry=9, fill=HATCH)
    return ""


_SPARKS: Final = (  # x, y, radius
    (484, 416, 4.5), (498, 402, 6), (515, 396, 7.5), (532, 402, 5), (548, 412, 5.5),
    (508, 409, 3.5),
)  # fmt: skip


def _star(x: float, y: float, r: float) -> str:
    """A four-pointed spark as a path."""
    s = r * 0.22
    return (
        f"M{x:g} {y - r:g}L{x + s:g} {y - s:g}L{x + r:g} {y:g}L{x + s:g} {y + s:g}"
        f"L{x:g} {y + r:g}L{x - s:g} {y + s:g}L{x - r:g} {y:g}L{x - s:g} {y - s:g}Z"
    )


def _powder() -> str:
    """Dots on forehead, nose and chin: zero-length strokes with round ends, row by row."""
    dots = []
    for cx, cy, rx, ry in ((400, 240, 108, 50), (400, 508, 16, 62), (400, 772, 44, 28)):
        for row in range(-ry // 13, ry // 13 + 1):
            shift = 7 * (row % 2)
            for column in range(-rx // 14, rx // 14 + 1):
                dx, dy = column * 14 + shift, row * 13
                if (dx / rx) ** 2 + (dy / ry) ** 2 <= 1:
                    dots.append(f"M{cx + dx} {cy + dy}h0")
    return "".join(dots)
