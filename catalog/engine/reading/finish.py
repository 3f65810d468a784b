"""The finish that words promise."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from catalog.engine.reading.words import Rules
from catalog.engine.taxonomy import AREAS, Category

MATTE: Final = r"\bmatt?e\b"
SATIN: Final = r"\bsatin\w*|\bvelvet\w*"
GLOSS: Final = r"\bgloss\w*|\bvinyl\b|\blacquer\b|\bwet[- ]look\b"
SPARKLE: Final = (
    r"\b(?:shimmer\w*|glitter\w*|sparkl\w*|pearl\w*|frost(?:ed|y)?\b|iridescent|holographic)"
)
METAL: Final = r"\bmetallic\w*|\bfoil(?:ed)?\b|\bchrome\b|\bliquid metal"
PATTERNS: Final[dict[str, dict[str, str]]] = {
    # On skin, light that is let through reads as dew; gloss is a word for lips.
    "base": {
        "matte": rf"{MATTE}|\bmattif\w+|\bshine[- ](?:control|free)|\bpoudre mat\b",
        "natural": r"\bnatural(?:ly)?[- ](?:looking |skin )?finish|\bskin[- ]like\b"
        r"|\bfini naturel\b|\bnatural(?:ly)? radian\w+",
        "satin": rf"{SATIN}|\bdemi[- ]matte\b",
        "dewy": r"\bdew\w*|\blumin(?:ous|izing)\b|(?<!natural )(?<!naturally )\bradian\w+"
        r"|\bglow\w*|\billuminat\w+",
        "shimmer": SPARKLE,
        "metallic": METAL,
    },
    "eye": {
        "matte": MATTE, "satin": SATIN, "shimmer": SPARKLE, "metallic": METAL, "glossy": GLOSS,
    },
    "lip": {
        "matte": MATTE,
        "satin": rf"{SATIN}|\bdemi[- ]matte\b",
        "glossy": rf"{GLOSS}|\bhigh[- ]shine\b|\bshin(?:y|e)\b",
        "shimmer": SPARKLE,
        "metallic": METAL,
    },
}  # fmt: skip
RULES: Final = {area: Rules(patterns) for area, patterns in PATTERNS.items()}
OTHER_AREA: Final = "eye"  # nail polish and the rest use the plainest words


def read_finish(texts: Sequence[str], category: Category) -> str | None:
    """Return the finish of the first text that names one; UNSURE where it names two.

    texts: plain, the most specific first: shade name, product name, tags, description.
    """
    return RULES.get(AREAS[category], RULES[OTHER_AREA]).first(texts)
