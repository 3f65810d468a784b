"""The picture that a shared look shows in a feed: the drawn chart and its colours, nobody's face.

1200 x 630 is the size that Open Graph previews use. Plain attributes only, no CSS variable and no
filter, so that a converter to PNG draws it as a browser does.
"""

from __future__ import annotations

from textwrap import wrap
from typing import Final

from layer2.engine import chart_legend as foot
from layer2.engine.chart_fills import PAPER, definitions, measured
from layer2.engine.chart_words import WORDS
from layer2.engine.face_chart import INK_COLOR, SANS, SERIF, face
from layer2.engine.svg import BOLD, HALF_BOLD, path, tag, text
from layer2.engine.types import LookSpec, Swatch
from layer2.engine.wording import language_of

WIDTH: Final = 1200
HEIGHT: Final = 630
COLUMN: Final = 580  # where the words begin
SCALE: Final = 0.72  # of the face, whose drawing is 800 wide
MAX_SWATCHES: Final = 5


def og_card(look: LookSpec, *, locale: str) -> str:
    """Return the card as one SVG element."""
    language = language_of(locale)
    words = WORDS[language]
    title = look.look_title or words["untitled"]
    drawing = tag("g", face(look, []), transform=f"translate(-10 -34) scale({SCALE})")
    return tag(
        "svg",
        tag("title", text(f"{words['chart']}: {title}")),
        definitions(look),
        tag("rect", width=WIDTH, height=HEIGHT, fill=PAPER),
        tag("rect", x=COLUMN - 24, width=WIDTH - COLUMN + 24, height=HEIGHT, fill="#f6ece2"),
        drawing,
        _title(title, words["chart"]),
        _colors(foot.swatches(look, language, limit=MAX_SWATCHES)),
        _text(words["made"], 560, 22, bold=True),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        width=WIDTH,
        height=HEIGHT,
        lang=language,
        color=INK_COLOR,
        fill=INK_COLOR,
        font_family=SANS,
    )


def _title(title: str, kind: str) -> str:
    lines = wrap(title, 25) or [title]
    if len(lines) > 3:
        lines = [*lines[:2], foot.shortened(" ".join(lines[2:]), 24)]
    rows = [
        tag("text", text(line), x=COLUMN + 24, y=166 + 58 * row, font_size=48, font_family=SERIF)
        for row, line in enumerate(lines)
    ]
    return _text(kind.upper(), 96, 18, spacing=3) + "".join(rows)


def _colors(found: list[tuple[str, Swatch]]) -> str:
    pitch = 112
    return "".join(
        _swatch(where, swatch, COLUMN + 24 + index * pitch)
        for index, (where, swatch) in enumerate(found)
    )


def _swatch(where: str, swatch: Swatch, x: float) -> str:
    smear = path(
        foot.SMEAR, fill=measured(swatch), transform=f"translate({x:g} 384) scale(1.05 1.5)"
    )
    label = tag("text", text(where), x=x + 3, y=482, font_size=17)
    return smear + label + tag("text", swatch.hex.lower(), x=x + 3, y=504, font_size=16)


def _text(words: str, y: float, size: float, *, bold: bool = False, spacing: float = 0) -> str:
    return tag(
        "text", text(words), x=COLUMN + 24, y=y, font_size=size,
        font_weight=BOLD if bold else None, font_family=HALF_BOLD if bold else None,
        letter_spacing=spacing or None,
    )  # fmt: skip
