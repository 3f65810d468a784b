"""What a card's words may not say: who somebody is, any protected trait, or a brand."""

from __future__ import annotations

import re
from typing import Final

from layer2.engine.cards import Language


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Brands that are no words of their own; the rule on capitals refuses every other name.
BRANDS: Final = _words("""
maybelline mac l'oreal loreal l'oréal nars sephora fenty covergirl revlon nyx clinique lancome
lancôme dior chanel glossier morphe elf huda milani colourpop anastasia tarte smashbox almay
neutrogena kylie ysl guerlain shiseido kiko catrice
""")
CAPITALS: Final[dict[Language, frozenset[str]]] = {
    "en": frozenset({"US", "X", "FDA"}),
    "es": frozenset({"EE", "UU", "X", "FDA"}),
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAPITAL_INSIDE: Final = re.compile(r"(?<![.!?:]\s)(?<!^)\b([A-ZÁÉÍÓÚÑÜ][^\W\d_]*)")


def names(text: str, language: Language) -> list[str]:
    """Return what reads as a name: a known brand, or a capital inside a sentence."""
    brands = BRANDS & set(_WORD.findall(text.lower()))
    return sorted(brands | (set(_CAPITAL_INSIDE.findall(text)) - CAPITALS[language]))
