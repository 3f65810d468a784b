"""What stands under a face chart: the measured colours as smears, and the nine steps by number."""

from __future__ import annotations

from typing import Final

from layer2.engine.cards import Language
from layer2.engine.chart_fills import measured
from layer2.engine.chart_paint import step_colors
from layer2.engine.chart_words import WORDS
from layer2.engine.facts import UNKNOWN, look_values
from layer2.engine.parts import slots_used
from layer2.engine.svg import path, tag, text
from layer2.engine.types import LookSpec, Step, Swatch

STRIP_TOP: Final = 1026
STRIP_HEIGHT: Final = 124
ROW: Final = 35
MARGIN: Final = 44
MAX_SWATCHES: Final = 7
SMEAR: Final = (
    "M4 14C18 2 60 6 84 4C94 6 92 14 88 20C94 26 92 34 82 36"
    "C56 40 24 36 8 40C0 38 2 30 6 26C0 22 0 18 4 14Z"
)


def swatches(
    look: LookSpec, language: Language, *, limit: int = MAX_SWATCHES
) -> list[tuple[str, Swatch]]:
    """Return the measured colours of what is worn, each with the word for its place.

    At most `limit`: of many eye colours the last ones give way, so that every part keeps its own.
    """
    words, parts, used = WORDS[language], look.breakdown, slots_used(look)
    found: list[tuple[str, Swatch | None]] = []
    if "blush" in used:
        found.append(("base", parts.base.blush.color))
    if "eyeshadow" in used:
        found += [("eye", swatch) for swatch in parts.eye.colors]
    if "eyeliner" in used:
        found.append(("liner", parts.eye.liner_color))
    if used & {"lipstick", "lip_gloss"}:
        found.append(("lip", parts.lip.color))
    kept = [(where, swatch) for where, swatch in found if swatch and measured(swatch)]
    spare = len(kept) - limit
    eyes = [pair for pair in kept if pair[0] == "eye"]
    dropped = eyes[len(eyes) - spare :] if spare > 0 else []
    return [(words[where], swatch) for where, swatch in kept if (where, swatch) not in dropped]


def swatch_strip(look: LookSpec, language: Language, *, top: float = STRIP_TOP) -> str:
    """Return a row of colour smears with name and hex; nothing where no colour was measured."""
    found = swatches(look, language)
    pitch = min(120.0, (800 - 2 * MARGIN) / max(len(found), 1))
    row = "".join(
        _smear(where, swatch, MARGIN + index * pitch, top, pitch)
        for index, (where, swatch) in enumerate(found)
    )
    return tag("g", row, class_="fc-swatches") if row else ""


def legend(look: LookSpec, steps: list[Step], words: dict[str, str], *, top: float) -> str:
    """Return the nine titles by number, and what hatching means where there is any."""
    colors = step_colors(look)
    rows = [
        _row(step, top + index * ROW, colors.get(step.zone, [])) for index, step in enumerate(steps)
    ]
    if has_unknown(look):
        y = top + len(steps) * ROW
        chip = tag("rect", x=MARGIN, y=y - 14, width=26, height=18, fill="url(#fc-hatch)")
        rows.append(chip + _line(words["unknown"], MARGIN + 38, y, size=15, opacity=0.8))
    return tag("g", *rows, class_="fc-legend")


def has_unknown(look: LookSpec) -> bool:
    return UNKNOWN in look_values(look).values()


def badge(number: int, x: float, y: float, *, radius: float = 18) -> str:
    """Return a step's number in a circle."""
    ring = tag("circle", cx=x, cy=y, r=radius, fill="#fff", stroke="currentColor", stroke_width=1.5)
    digit = tag(
        "text", str(number), x=x, y=y + radius * 0.35, font_size=radius, font_weight=600,
        text_anchor="middle",
    )  # fmt: skip
    return tag("g", ring + digit, class_="fc-badge")


def shortened(words: str, limit: int) -> str:
    """Return the words, cut with an ellipsis where they are longer than the limit."""
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def _row(step: Step, y: float, colors: list[str]) -> str:
    dots = "".join(
        tag("circle", cx=748 - 20 * index, cy=y - 6, r=8, fill=color)
        for index, color in enumerate(reversed(colors[:4]))
    )
    title = _line(shortened(step.title, 70 if colors else 78), MARGIN + 38, y)
    return badge(step.order, MARGIN + 12, y - 6, radius=13) + title + dots


def _line(words: str, x: float, y: float, *, size: float = 18, opacity: float = 1) -> str:
    shown = opacity if opacity < 1 else None
    return tag("text", text(words), x=x, y=y, font_size=size, opacity=shown)


def _smear(where: str, swatch: Swatch, x: float, top: float, pitch: float) -> str:
    limit = int(pitch / 7.6)
    smear = path(SMEAR, fill=measured(swatch), transform=f"translate({x:g} {top:g})")
    lines = (
        _line(shortened(where, limit), x + 2, top + 62, size=13, opacity=0.7)
        + _line(shortened(swatch.name, limit), x + 2, top + 80, size=14)
        + _line(swatch.hex.lower(), x + 2, top + 97, size=12.5, opacity=0.7)
    )
    return tag("g", smear + lines)
