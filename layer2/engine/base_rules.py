"""The complexion's finish and coverage, from its gleam and its texture."""

from __future__ import annotations

from typing import Final

from layer2.engine.finding import Finding, evidence
from layer2.engine.surface import Surface
from layer2.engine.types import BaseCoverage, BaseFinish

# Highlights in parts of the skin's luminance. Skin's own oil gleams on the forehead first; a dewy
# finish gleams on the cheeks too. Labelled dewy: cheeks from 0.29; natural: to 0.22, or rough.
GLEAM_FOREHEAD, GLEAM_CHEEKS = 0.18, 0.25
SMOOTH: Final = 0.9  # L*; rougher gleaming skin is bare skin with its own oil
EVEN: Final = 0.29  # L*; forehead texture of photos labelled full: up to 0.28, medium from 0.295
BARE: Final = 0.5


def finish(surface: Surface) -> Finding[BaseFinish]:
    """Return the skin's finish; natural unless it plainly gleams."""
    texture = max(surface.texture_forehead, surface.texture_cheeks)
    seen = (
        evidence("skin.gleam", surface.gleam_cheeks, "of skin Y", "cheeks",
                 f"dewy from {GLEAM_CHEEKS}, where forehead and texture agree; else natural"),
        evidence("skin.gleam", surface.gleam_forehead, "of skin Y", "forehead",
                 f"dewy from {GLEAM_FOREHEAD}, where cheeks and texture agree"),
        evidence("skin.texture", texture, "L*", "forehead, cheeks",
                 f"dewy below {SMOOTH}, where the gleam agrees: the rougher of both"),
    )  # fmt: skip
    gleams = surface.gleam_forehead >= GLEAM_FOREHEAD and surface.gleam_cheeks >= GLEAM_CHEEKS
    if gleams and texture < SMOOTH:
        return Finding("dewy", 0.6, seen)
    return Finding("natural", 0.6, seen)


def coverage(surface: Surface, made_up: bool) -> Finding[BaseCoverage]:
    """Return how much covers the skin; made_up: whether lips, eyes or cheeks wear product."""
    texture = surface.texture_forehead
    rule = (
        f"full below {EVEN}, else medium, where lips, eyes or cheeks wear makeup" if made_up
        else f"bare from {BARE}, else light, where lips, eyes and cheeks wear no makeup"
    )  # fmt: skip
    seen = evidence("skin.evenness", texture, "L*", "forehead", rule)
    if not made_up:
        value: BaseCoverage = "bare" if texture >= BARE else "light"
        return Finding(value, 0.6, (seen,))
    return Finding("full" if texture < EVEN else "medium", 0.6, (seen,))
