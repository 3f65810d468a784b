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
neutrogena kylie ysl guerlain shiseido kiko catrice stila becca pixi rimmel bourjois bareminerals
kosas saie tilbury mcgrath givenchy garnier tatcha yanbal ésika cyzone avon
""")
# Brands whose names are words. With a capital even at the start of a sentence, where the rule on
# capitals is blind, they are names: no card's sentence begins with these words.
WORDLY_BRANDS: Final = _words(
    "Benefit Hourglass Merit Essence Vogue Natura Flower Honest Refy Haus"
)
BRAND_PHRASES: Final = (
    "urban decay", "too faced", "rare beauty", "wet n wild", "make up for ever", "tower 28",
    "physicians formula", "burt's bees", "one/size", "about-face", "bobbi brown",
)  # fmt: skip
CAPITALS: Final[dict[Language, frozenset[str]]] = {
    "en": frozenset({"US", "X", "FDA"}),
    "es": frozenset({"EE", "UU", "X", "FDA"}),
}
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAPITAL_INSIDE: Final = re.compile(r"(?<![.!?:]\s)(?<!^)\b([A-ZÁÉÍÓÚÑÜ][^\W\d_]*)")


def names(text: str, language: Language) -> list[str]:
    """Return what reads as a name: a known brand, or a capital inside a sentence."""
    words, lower = _WORD.findall(text), text.lower()
    brands = BRANDS & {word.lower() for word in words}
    brands |= {phrase for phrase in BRAND_PHRASES if phrase in lower}
    brands |= WORDLY_BRANDS & set(words)
    return sorted(brands | (set(_CAPITAL_INSIDE.findall(text)) - CAPITALS[language]))
