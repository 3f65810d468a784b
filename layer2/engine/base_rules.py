"""The complexion's finish and coverage, from its gleam and its texture."""

from __future__ import annotations

from typing import Final

from layer2.engine.finding import Finding, evidence
from layer2.engine.surface import Surface
from layer2.engine.types import BaseCoverage, BaseFinish

GLEAM: Final = 0.25  # of the skin's luminance, on forehead and cheeks alike
SMOOTH: Final = 0.9  # L*; rougher gleaming skin is bare skin with its own oil
EVEN: Final = 0.30  # L*; forehead texture of photos labelled full: up to 0.27
BARE: Final = 0.5


def finish(surface: Surface) -> Finding[BaseFinish]:
    """Return the skin's finish; natural unless it plainly gleams."""
    gleam = min(surface.gleam_forehead, surface.gleam_cheeks)
    texture = max(surface.texture_forehead, surface.texture_cheeks)
    seen = evidence("skin.gleam", gleam, "of skin Y", "forehead, cheeks",
                    f"dewy from {GLEAM} where texture is below {SMOOTH} L*")  # fmt: skip
    if gleam >= GLEAM and texture < SMOOTH:
        return Finding("dewy", 0.6, (seen,))
    return Finding("natural", 0.6, (seen,))


def coverage(surface: Surface, made_up: bool) -> Finding[BaseCoverage]:
    """Return how much covers the skin; made_up: whether lips, eyes or cheeks wear product."""
    texture = surface.texture_forehead
    seen = evidence("skin.texture", texture, "L*", "forehead", f"full below {EVEN}, with makeup")
    if not made_up:
        value: BaseCoverage = "bare" if texture >= BARE else "light"
        return Finding(value, 0.6, (seen,))
    return Finding("full" if texture < EVEN else "medium", 0.6, (seen,))
