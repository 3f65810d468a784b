"""The colours that a chart is painted with, and the gradients and hatching that carry them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from config.colour import HEX, hex_from_lab, lab_from_hex
from layer2.engine import chart_lines as lines
from layer2.engine.svg import path, tag
from layer2.engine.types import LookSpec, Swatch

INK: Final = "currentColor"
PAPER: Final = "#fdfaf6"
# What a family is painted with where its colour was not measured; such a zone shows no swatch.
PLAIN: Final[dict[str, str]] = {
    "pink": "#d98a9a", "peach": "#e5a283", "red": "#b8323c", "bronze": "#b07a4f",
    "neutral_brown": "#94705a", "black_smoky": "#3a3536", "purple": "#7d5c96", "blue": "#4f74a8",
    "green": "#5d8562", "gold_bronze": "#b68d4c", "orange": "#d27a3f", "grey": "#8b8a8c",
    "coral": "#e0705c", "berry": "#8e2f4f", "plum": "#5f2a4a",
    "mauve": "#a9778a", "nude": "#c28f7c", "brown": "#7d4f3d",
}  # fmt: skip
NEUTRAL: Final = "#9a8478"
PAPER_SKIN: Final = (70.0, 7.0, 14.0)  # L*a*b*; where the complexion was not measured


def lip_color(look: LookSpec) -> str:
    lip = look.breakdown.lip
    return measured(lip.color) or PLAIN.get(lip.color_family, NEUTRAL)


def shadow_colors(look: LookSpec) -> list[str]:
    """The lid's colours, lightest first; the family's plain one where none was measured."""
    eye = look.breakdown.eye
    by_light = sorted(eye.colors, key=lambda swatch: (-swatch.lab[0], swatch.hex))
    found = [hex_ for swatch in by_light if (hex_ := measured(swatch))]
    return found or [PLAIN.get(eye.shadow_family, NEUTRAL)]


def blush_color(look: LookSpec) -> str:
    """Return what the cheeks are painted with: half the measured colour, half its hue's plain one.

    Measured is skin seen through pigment, often too near to skin to show on paper. The swatch keeps
    the measured colour.
    """
    blush = look.breakdown.base.blush
    found, plain = measured(blush.color), PLAIN.get(blush.hue)
    if not (found and plain):
        return found or plain or NEUTRAL
    return hex_from_lab(np.mean([lab_from_hex(found), lab_from_hex(plain)], axis=0))


def measured(swatch: Swatch | None) -> str | None:
    """Return a swatch's hex where it is one; other text never gets into the drawing."""
    return swatch.hex.lower() if swatch and HEX.match(swatch.hex) else None


def skin_colors(look: LookSpec) -> tuple[str, str]:
    """Return the drawn complexion and its light, as paper shows them.

    The complexion is lifted toward the paper in L*a*b*, so that ink stays readable on the deepest
    skin (L* 25 becomes 59) and most of its warmth is kept; mixed with white it would turn ashen.
    """
    color = look.breakdown.base.color
    lightness, a, b = color.lab if color and measured(color) else PAPER_SKIN
    drawn = 45 + 0.55 * lightness
    light = min(drawn + 24, 99.0)
    return hex_from_lab((drawn, a * 0.75, b * 0.75)), hex_from_lab((light, a * 0.4, b * 0.4))


def definitions(look: LookSpec) -> str:
    """The gradients, the hatching and the clip of the eye that the zones refer to."""
    shadow = shadow_colors(look)
    blush, middle = blush_color(look), shadow[len(shadow) // 2]
    skin, light = skin_colors(look)
    return tag(
        "defs",
        tag(
            "pattern",
            path("M0 8L8 0M-2 2L2 -2M6 10L10 6", stroke=INK, stroke_width=1, opacity=0.45),
            id="fc-hatch", width=8, height=8, patternUnits="userSpaceOnUse",
        ),
        tag("clipPath", path(lines.EYE), id="fc-eye"),
        _radial("fc-blush", [(0, blush, 1), (0.45, blush, 0.72), (1, blush, 0)]),
        _radial("fc-glow", [(0, light, 1), (0.5, light, 0.7), (1, light, 0)]),
        _radial("fc-sheen", [(0, "#ffffff", 1), (0.5, "#ffffff", 0.7), (1, "#ffffff", 0)]),
        _radial("fc-halo", [(0.3, shadow[-1], 0.8), (0.62, middle, 0.36), (1, shadow[0], 0)],
                cx=522, cy=422, r=80),
        tag("linearGradient", _stops([(0, skin, 0.45), (0.5, skin, 0.35), (1, skin, 0)]),
            id="fc-neck", x1=0, y1=420, x2=0, y2=966, gradientUnits="userSpaceOnUse"),
        _linear("fc-lid", _spread(shadow), 454, 576),
        _linear("fc-brow", [(0, INK, 0.35), (0.3, INK, 1)], 440, 608),
        _radial("fc-corner", [(0, shadow[-1], 1), (1, shadow[-1], 0)], cx=574, cy=428, r=62),
    )  # fmt: skip


def _spread(colors: Sequence[str]) -> list[tuple[float, str, float]]:
    last = max(len(colors) - 1, 1)
    return [(index / last, color, 0.92) for index, color in enumerate(colors)]


def _radial(name: str, stops: list[tuple[float, str, float]], **where: float) -> str:
    units = "userSpaceOnUse" if where else None
    return tag("radialGradient", _stops(stops), id=name, gradientUnits=units, **where)


def _linear(name: str, stops: list[tuple[float, str, float]], left: float, right: float) -> str:
    return tag(
        "linearGradient", _stops(stops), id=name, x1=left, y1=0, x2=right, y2=0,
        gradientUnits="userSpaceOnUse",
    )  # fmt: skip


def _stops(stops: list[tuple[float, str, float]]) -> str:
    return "".join(
        tag("stop", offset=at, stop_color=color, stop_opacity=alpha) for at, color, alpha in stops
    )
