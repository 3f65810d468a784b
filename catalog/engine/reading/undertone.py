"""The undertone that a complexion shade's name or code states."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from catalog.engine.reading.words import UNSURE, Rules
from catalog.engine.taxonomy import SKIN_MATCHED, Category, Undertone

RULES: Final = Rules(
    {
        "olive": r"\bolive\b",
        "neutral": r"\bneutral\b(?! (?:golden|pink|peach|warm|cool))",
        "warm": r"\bwarm\b|\bgold(?:en)?\b|\bpeach\w*|\byellow\b",
        "cool": r"\bcool\b|\bpink\w*|\bros[ey]\w*|\bred\b",
    }
)
# Shade codes: 120W, 1N0, 355N, NC20, C5. The letter says the undertone.
CODE: Final = re.compile(
    r"(?:^|\s)(?:\d{1,3}(?:\.\d)?([cnw])\d?|([cnw])\d{1,3}(?:\.\d)?)(?=\s|$|,|-|\()"
)
LETTERS: Final[dict[str, Undertone]] = {"c": "cool", "n": "neutral", "w": "warm"}


def read_undertone(texts: Sequence[str], category: Category) -> str | None:
    """Return the undertone that words or the shade's code name; UNSURE where they contradict.

    texts: plain, the shade's name and its description only: a product's text speaks of all shades.
    """
    if category not in SKIN_MATCHED:
        return None
    said = RULES.first(texts)
    coded = next((_coded(text) for text in texts if CODE.search(text)), None)
    if coded is None or said in (None, UNSURE, coded):
        return coded or said
    return UNSURE


def _coded(text: str) -> Undertone | None:
    match = CODE.search(text)
    return LETTERS[match.group(1) or match.group(2)] if match else None
