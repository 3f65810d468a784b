"""The coverage that words promise; for mascara the lash effect."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from catalog.engine.reading.words import UNSURE, Rules, finds
from catalog.engine.taxonomy import Category, Coverage

# "light to medium coverage" names a range and is no answer; "buildable" is none either.
RANGE: Final = re.compile(
    r"\b(?:sheer|light|medium|natural)(?:[- ]coverage)? ?"
    r"(?:-|to|or|/) ?(?:light|medium|full|opaque)"
)
RULES: Final = Rules(
    {
        "sheer": r"\bsheer\b|\btint(?:ed)?\b|\btransparent\b|\btranslucent\b",
        "light": r"\b(?:light|lightweight|natural)[- ]coverage\b",
        "medium": r"\bmedium[- ]coverage\b",
        "full": r"\b(?:full(?:est)?|high|max(?:imum)?|complete|total)[- ]cover(?:age)?\b"
        r"|\bopaque\b|\b(?:highly|intensely|ultra|super)[- ]pigmented\b"
        r"|\b(?:full|intense|high)[- ]colou?r payoff\b",
    }
)
# Lash effects add up: a mascara that gives volume and definition is dramatic.
LASHES: Final[tuple[tuple[Coverage, re.Pattern[str]], ...]] = (
    ("dramatic", re.compile(
        r"\bvolum\w*|\bdramatic\w*|\bfalse lash\w*|\bbold\b|\bthick\w*|\bbig\b|\bintense\b"
    )),
    ("defined", re.compile(r"\bdefin\w+|\blength\w*|\bseparat\w+|\blong(?:er)?\b|\bcurl\w*")),
    ("natural", re.compile(r"\bnatural(?:ly)?[- ](?:looking|lashes|look)\b|\bclear\b")),
)  # fmt: skip


def read_coverage(texts: Sequence[str], category: Category) -> str | None:
    """Return the coverage of the first text that names one; UNSURE for a range or two."""
    if category == "mascara":
        return next((found for text in texts if (found := _lash_effect(text))), None)
    for text in texts:
        if RANGE.search(text):
            return UNSURE
        if (found := RULES.read(text)) is not None:
            return found
    return None


def _lash_effect(text: str) -> str | None:
    return next((effect for effect, pattern in LASHES if finds(pattern, text)), None)
