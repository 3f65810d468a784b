"""Whether the cards that one step can speak together agree, as far as their words show it.

Four faults show in the words alone: a product that one card rules out and another uses, a sentence
that is said twice, a card that comes after the work and speaks of before it, and a base where the
skin is bare. Whether two sentences pull one place of the face in two ways takes a reader.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations
from typing import Final

from layer2.engine.cards import CHOSEN_ONE, LANGUAGES, Card, Deck, Language, choose
from layer2.engine.facts import Values, situations

# What stays on the face. A tool that one card trades for another is an easier way, no fault.
PRODUCTS: Final[dict[Language, tuple[str, ...]]] = {
    "en": ("powder", "gloss", "glow", "liner", "mascara", "foundation", "concealer", "balm"),
    "es": ("polvo", "iluminador", "delineador", "máscara", "base", "corrector", "bálsamo"),
}
_NO: Final[dict[Language, str]] = {
    "en": "no|without|skip|neither|nor|not|never|avoid",
    "es": "no|sin|ni|evita|omite|nunca",
}
_RULED_OUT: Final = {
    language: {
        product: re.compile(rf"\b(?:{_NO[language]}) (?:\w+ ){{0,2}}?{product}\b", re.IGNORECASE)
        for product in products
    }
    for language, products in PRODUCTS.items()
}
_BEFORE: Final[dict[Language, re.Pattern[str]]] = {
    "en": re.compile(r"\bbefore you (?:start|begin|go on)\b", re.IGNORECASE),
    "es": re.compile(r"\bantes de (?:empezar|comenzar|seguir)\b", re.IGNORECASE),
}
_BASE: Final[dict[Language, re.Pattern[str]]] = {
    "en": re.compile(r"\b(?:base|foundation)\b", re.IGNORECASE),
    "es": re.compile(r"\bbase\b", re.IGNORECASE),
}
AFTER_THE_WORK: Final = frozenset({"detail", "mode", "fit", "note"})
ON_THE_SKIN: Final = (("base", "finish"), ("base", "cheek"))  # the places that the base lies under
_SENTENCE: Final = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Told:
    """What one card says in one language."""

    card: Card
    language: Language
    sentences: frozenset[str]
    ruled_out: frozenset[str]  # products, by the card's instruction
    used: frozenset[str]


def disagreements(deck: Deck) -> Iterator[str]:
    """Yield every fault, "card id and card id: what is wrong"."""
    for place, cards in deck.by_place.items():
        for language in LANGUAGES:
            here = [_told(card, language) for card in cards]
            for told in here:
                yield from _late(told)
                if place in ON_THE_SKIN:
                    yield from _on_bare_skin(told, cards)
            for one, other in permutations(here, 2):
                fault = _fault(one, other)
                if fault and _together(one.card, other.card, cards):
                    yield f"{one.card.id} and {other.card.id}: {language}: {fault}"


def _told(card: Card, language: Language) -> Told:
    text = card.text[language]
    ruled_out, used = set[str](), set[str]()
    for product, pattern in _RULED_OUT[language].items():
        rest, times = pattern.subn("", text.do)
        if times:
            ruled_out.add(product)
        if re.search(rf"\b{product}\b", rest, re.IGNORECASE):
            used.add(product)
    lines = (text.title, text.do, *text.tips, *text.cautions, *text.fits)
    sentences = frozenset(part for line in lines if line for part in _SENTENCE.split(line))
    return Told(card, language, sentences, frozenset(ruled_out), frozenset(used))


def _fault(one: Told, other: Told) -> str:
    if denied := sorted(one.ruled_out & other.used):
        return f"the first rules out {denied[0]!r}, the second uses it"
    same = sorted(one.sentences & other.sentences)
    return f"both say {same[0]!r}" if same and one.card.id < other.card.id else ""


def _late(told: Told) -> Iterator[str]:
    if told.card.role in AFTER_THE_WORK and _BEFORE[told.language].search(
        told.card.text[told.language].do
    ):
        yield f"{told.card.id}: {told.language}: told after the work, it speaks of before it"


def _on_bare_skin(told: Told, cards: tuple[Card, ...]) -> Iterator[str]:
    card = told.card
    if any(map(_BASE[told.language].search, told.sentences)) and any(
        values["base.coverage"] == "bare" and _dealt(card, cards, values)
        for values in situations([*_keys(card, card, cards), "base.coverage"])
    ):
        yield f"{card.id}: {told.language}: speaks of a base, also where the skin is bare"


def _together(one: Card, other: Card, cards: tuple[Card, ...]) -> bool:
    return any(
        _dealt(one, cards, values) and _dealt(other, cards, values)
        for values in situations(_keys(one, other, cards))
    )


def _keys(one: Card, other: Card, cards: tuple[Card, ...]) -> list[str]:
    """Return what it takes to know whether both are dealt: their keys, and those of rivals."""
    roles = CHOSEN_ONE & {one.role, other.role}
    asked = [one, other, *(card for card in cards if card.role in roles)]
    return sorted({key for card in asked for key in card.when})


def _dealt(card: Card, cards: tuple[Card, ...], values: Values) -> bool:
    if card.role in CHOSEN_ONE and card.holds(values):
        return choose((each for each in cards if each.holds(values)), card.role) is card
    return card.holds(values)
