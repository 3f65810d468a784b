"""The face chart inside a page, and the share card as a picture."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import resvg_py
from django.utils.safestring import SafeString, mark_safe

from config.contracts import from_wire
from layer2.engine.face_chart import face_chart
from layer2.engine.og_card import og_card
from layer2.engine.types import LookSpec, Steps

FONTS: Final = Path(__file__).resolve().parent / "fonts"


def chart_of(result: dict[str, Any]) -> SafeString:
    """Return the chart of a result as SVG to inline; the engine escapes every text in it."""
    return mark_safe(chart_svg(result))  # noqa: S308


def chart_svg(result: dict[str, Any], *, with_legend: bool = False) -> str:
    """Return the chart as SVG; without the legend for a page that shows it beside the chart."""
    look, steps = from_wire(LookSpec, result["lookSpec"]), from_wire(Steps, result["steps"])
    return face_chart(look, steps, locale=result["locale"], with_legend=with_legend)


def card_png(result: dict[str, Any]) -> bytes:
    """Return the Open Graph picture, 1200 x 630: the drawn chart and its colors, nobody's face.

    Only our own fonts are used, so that every machine draws the same bytes.
    """
    look = from_wire(LookSpec, result["lookSpec"])
    return resvg_py.svg_to_bytes(
        svg_string=og_card(look, locale=result["locale"]),
        skip_system_fonts=True,
        font_files=sorted(str(path) for path in FONTS.glob("*.ttf")),
        sans_serif_family="Figtree",
        serif_family="Gilda Display",
        font_family="Figtree",
    )
