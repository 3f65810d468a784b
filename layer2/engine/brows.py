"""Brows: how strongly they are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from config.colour import lightness, luminance_of
from layer2.engine.canvas import Canvas
from layer2.engine.eye_patch import EyeMap
from layer2.engine.finding import Finding, certainty, evidence
from layer2.engine.regions import region
from layer2.engine.skin import Skin
from layer2.engine.stats import ranks
from layer2.engine.types import Brow

MIN_PIXELS: Final = 24
DARK_SHARE: Final = 30.0  # percentile of luminance between the brow's rows of landmarks
BOLD: Final = 0.33  # of the skin's L*, the fainter brow. Labelled bold: to 0.24
DEFINED: Final = 0.47  # labelled defined: 0.39 to 0.49; natural: from 0.46


def read_brow(patch: Canvas, eye: EyeMap, skin: Skin) -> float | None:
    """Return the darkness of one brow in parts of the skin's L*; None where it is not in view."""
    outline = eye.brow_low + eye.brow_high[::-1]
    shown = region(patch, outline).pixels()
    if len(shown) < MIN_PIXELS or skin.lab[0] <= 0:
        return None
    return lightness(ranks(luminance_of(shown), DARK_SHARE)[0]) / float(skin.lab[0])


def brow(found: Sequence[float | None]) -> Finding[Brow]:
    """Return how strong the fainter brow is: hair may fall over the other."""
    shown = [value for value in found if value is not None]
    if not shown:
        none = evidence("brow.shown", 0, "brows", "brows",
                        f"needs one in view, of {MIN_PIXELS} pixels or more")  # fmt: skip
        return Finding("unknown", 0.1, (none,))
    faint = max(shown)
    seen = evidence("brow.darkness", faint, "of skin L*", "brows",
                    f"bold below {BOLD}, defined below {DEFINED}, else natural: the fainter "
                    "brow in view")  # fmt: skip
    value: Brow = "bold" if faint < BOLD else "defined" if faint < DEFINED else "natural"
    return Finding(value, certainty(min(abs(faint - BOLD), abs(faint - DEFINED)), 0.15), (seen,))
