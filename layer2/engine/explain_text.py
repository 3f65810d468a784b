"""What the drawings of an explanation share: text that is measured before it is set, and pictures.

An engine reads no font file: widths are Figtree's in classes of letters, rounded up, so that a line
never grows beyond its place, in a browser's own font neither.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from layer1.engine.types import RGB
from layer2.engine.svg import BOLD, HALF_BOLD, tag, text

INK, SKIN, CHEEK, LIP, LID, LINE = (
    "#1d1a19", "#ffffff", "#ff6fa3", "#ffd23f", "#4fd3ff", "#7dff6a",
)  # fmt: skip
PAPER, SOFT, FAINT, RUST, GREEN = "#fbf8f4", "#5c534e", "#e6ded6", "#a4451f", "#2f6b43"
SANS: Final = "Figtree, ui-sans-serif, system-ui, 'Segoe UI', Helvetica, Arial, sans-serif"
QUALITY: Final = 88
LEADING: Final = 1.3  # of a font's size, from line to line
# Parts of the font's size that letters take; others take OTHER.
_CLASSES: Final = ((" iljíI.,:;'|!·", 0.29), ("ftr()[]-/1°", 0.42), ("mwMW@%", 0.92))
_CAPITAL, OTHER = 0.71, 0.6
_WIDTHS: Final = {letter: width for letters, width in _CLASSES for letter in letters}
Points2 = NDArray[np.float64]


def width_of(said: str, size: float) -> float:
    """Return how wide a text is at most, in the pixels that size is in."""
    return size * sum(
        _WIDTHS.get(letter, _CAPITAL if letter.isupper() else OTHER) for letter in said
    )


def wrapped(said: str, width: float, size: float) -> list[str]:
    """Return the lines of a text in a column; a word that is wider than it stands alone."""
    lines: list[str] = []
    for word in said.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def words(said: str, x: float, y: float, *, size: float = 13, bold: bool = False,
          fill: str | None = None, **more: Any) -> str:  # fmt: skip
    """Return one line of text, its foot at y."""
    if bold:
        more |= {"font_weight": BOLD, "font_family": HALF_BOLD}
    return tag("text", text(said), x=x, y=y, font_size=size, fill=fill, **more)


def paragraph(
    said: str, x: float, y: float, width: float, *, size: float = 13, **more: Any
) -> tuple[str, float]:
    """Return a text in lines, the first one's foot at y, and where the foot of a next would be."""
    lines = wrapped(said, width, size)
    step = size * LEADING
    drawn = (words(line, x, y + step * row, size=size, **more) for row, line in enumerate(lines))
    return "".join(drawn), y + step * len(lines)


def picture(rgb: RGB, width: float, height: float) -> str:
    """Return pixels as an image of that size."""
    flags = [cv2.IMWRITE_JPEG_QUALITY, QUALITY]
    _, coded = cv2.imencode(".jpg", np.ascontiguousarray(rgb[..., ::-1]), flags)
    data = f"data:image/jpeg;base64,{b64encode(coded.tobytes()).decode()}"
    return tag("image", href=data, width=width, height=height)


def ring(corners: Points2, color: str, *, dashed: bool = False) -> str:
    return tag("polygon", points=points(corners), fill="none", stroke=color, stroke_width=1.3,
               stroke_dasharray="4 3" if dashed else None)  # fmt: skip


def line(corners: Points2, color: str) -> str:
    return tag("polyline", points=points(corners), fill="none", stroke=color, stroke_width=1)


def points(corners: Iterable[Sequence[float]] | Points2) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in corners)


def element(drawn: str, width: float, height: float, label: str) -> str:
    """Return a drawing as one SVG element with its own background."""
    return tag(
        "svg",
        tag("rect", width=width, height=height, fill=PAPER),
        drawn,
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {width:g} {height:g}",
        width=width,
        height=height,
        font_family=SANS,
        font_size=13,
        fill=INK,
        role="img",
        aria_label=label,
    )
