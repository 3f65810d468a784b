"""The card linter: everything that a card may not be. Pure, so that a test can break a card."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import Final, get_args

from config.identity_language import identity_words
from layer2.card_language import names
from layer2.engine.cards import (
    CHOSEN_ONE,
    LANGUAGES,
    PLACES,
    ROLES,
    TOOLS,
    ZONES,
    Card,
    CardText,
    Deck,
    Role,
    additions,
    choose,
)  # fmt: skip
from layer2.engine.facts import KEYS, area_of, situations
from layer2.engine.traits import DELTA_TRAITS, TRAIT_AREAS
from layer2.engine.types import Difficulty, Slot
from layer2.engine.wording import ALL_SLOTS, DELTA_SLOTS, SLOT

AREA_SLOTS: Final[dict[str, frozenset[Slot]]] = {
    "base": frozenset({"foundation", "blush"}),
    "eye": frozenset({"eyeshadow", "eyeliner", "mascara"}),
    "lip": frozenset({"lipstick", "lip_gloss", "lip_liner"}),
}
MAX_TITLE: Final = 80  # one line beside a checkbox on a phone
MAX_TOOL: Final = 80  # the contract's limit
MAX_LEAD: Final = 480  # characters: a lead is read while the hands are busy
MAX_ADDITION: Final = 190
MAX_LINE: Final = 190
SOURCED: Final = re.compile(r"\b(allowed|approved|permitted|labels?|legal|permite\w*|aprobad\w+)\b")
SOURCE: Final = re.compile(r"\b(CFR|FDA)\b")
_DELTA_KEYS: Final = {trait.key for trait in DELTA_TRAITS}


def lint(deck: Deck) -> list[str]:
    """Return every problem of a deck, each "card id: what is wrong"; an empty list is clean."""
    problems: list[str] = []
    sound: list[Card] = []
    for card in deck.cards:
        found = [*_shape(card), *_triggers(card)]
        problems += [f"{card.id}: {text}" for text in (*found, *_texts(card))]
        if not found:
            sound.append(card)
    for area, place in PLACES:
        here = tuple(card for card in sound if (card.area, card.place) == (area, place))
        problems += _dealing(here, f"{area}.{place}")
    return problems


def _shape(card: Card) -> Iterator[str]:
    if (card.area, card.place) not in PLACES:
        yield f"there is no place {card.area}.{card.place}"
    if card.role not in ROLES:
        yield f"unknown role {card.role!r}"
    if card.zone not in (*ZONES, None):
        yield f"unknown zone {card.zone!r}"
    if card.difficulty not in (*get_args(Difficulty), None):
        yield f"unknown difficulty {card.difficulty!r}"
    if strange := sorted(set(card.slots) - AREA_SLOTS.get(card.area, frozenset())):
        yield f"slots of another area: {strange}"
    if card.role == "lead" and not (card.zone and card.difficulty):
        yield "a lead needs zone and difficulty"
    if card.role != "lead" and (card.zone or card.slots):
        yield "only a lead has zone and slots"


def _triggers(card: Card) -> Iterator[str]:
    for key, accepted in card.when.items():
        if key not in KEYS:
            yield f"unknown trigger key {key!r}"
        elif strange := sorted(accepted - set(KEYS[key])):
            yield f"unknown values of {key}: {strange}"
        elif not accepted:
            yield f"{key} accepts nothing"
        elif TRAIT_AREAS.get(key, card.area) != card.area:
            yield f"{key} is a trait of {TRAIT_AREAS[key]}, not of {card.area}"
        elif (area_of(key) or card.area) != card.area:
            yield f"{key} describes another area"


def _texts(card: Card) -> Iterator[str]:
    for language in LANGUAGES:
        if language not in card.text:
            yield f"no text in {language!r}"
            return
        for line in _lines(card.text[language]):
            if found := identity_words(line):
                yield f"{language}: identity language {found}"
            if found := names(line, language):
                yield f"{language}: a name {found}"
        yield from (f"{language}: {text}" for text in _wording(card, card.text[language]))
    yield from _translations(card)
    cautions = " ".join(line for text in card.text.values() for line in text.cautions)
    if SOURCED.search(cautions) and not SOURCE.search(card.comment):
        yield "a caution states a rule, so the comment must cite 21 CFR or FDA"


def _wording(card: Card, text: CardText) -> Iterator[str]:
    yield from _parts(card.role, text)
    if not any(_lines(text)):
        yield "the card says nothing"
    if card.role != "placement" and (bad := [x for x in _sentences(text) if x[-1] not in ".!?"]):
        yield f"not a sentence: {bad[0]!r}"
    limit = MAX_LEAD if card.role == "lead" else MAX_ADDITION
    if len(text.do) > limit or len(text.title) > MAX_TITLE or len(text.tool) > MAX_TOOL:
        yield f"too long: do {len(text.do)}, title {len(text.title)}, tool {len(text.tool)}"
    if long := [line for line in _sentences(text)[1:] if len(line) > MAX_LINE]:
        yield f"too long: {long[0]!r}"
    if strange := sorted(_slots(text) - ALL_SLOTS):
        yield f"unknown slots {strange}"
    if _slots(text) & set(DELTA_SLOTS) and not _has_one_difference(card.when):
        yield "{mine} and {theirs} need exactly one difference that is more or less"
    if "placement" in _slots(text) and card.role != "lead":
        yield "only a lead has a {placement}"


def _parts(role: Role, text: CardText) -> Iterator[str]:
    if role == "lead" and not (text.title and text.tool and text.do and text.fits):
        yield "a lead needs title, tool, do and fits"
    if role == "placement" and (not text.do or text.do.endswith(".")):
        yield "a placement is a phrase without a full stop"
    if (role == "placement" and text.tool) or (role != "lead" and text.title):
        yield "only a lead has a title, and a placement no tool"


def _translations(card: Card) -> Iterator[str]:
    one, other = (card.text[language] for language in LANGUAGES)
    for field in ("title", "tool", "do", "tips", "cautions", "fits"):
        first, second = getattr(one, field), getattr(other, field)
        if _count(first) != _count(second):
            yield f"{field} is not translated"
        elif first and first == second:
            yield f"{field} is the same in both languages"
    if _slots(one) != _slots(other):
        yield "the languages fill different slots"


def _dealing(cards: tuple[Card, ...], place: str) -> Iterator[str]:
    """What is wrong with the cards of one place together: gaps, ties, cards never dealt."""
    for role in sorted(CHOSEN_ONE):
        yield from _chosen(tuple(card for card in cards if card.role == role), role, place)
    if not any(card.role == "lead" and not card.when for card in cards):
        yield f"{place}: no lead without conditions, so some look gets no step"
    wants = any("placement" in _slots(card.text["en"]) for card in cards if "en" in card.text)
    if wants and not any(card.role == "placement" and not card.when for card in cards):
        yield f"{place}: no placement without conditions"
    for card in cards:
        if card.role not in CHOSEN_ONE and not any(map(card.holds, situations(card.when))):
            yield f"{card.id}: unreachable, no look that makes sense holds its conditions"
    yield from _twins(cards)
    yield from _echoes(cards)
    yield from _long_tools(cards)


def _twins(cards: tuple[Card, ...]) -> Iterator[str]:
    """Additions of one role that are dealt for exactly the same facts."""
    first: dict[tuple[Role, frozenset[tuple[str, frozenset[str]]]], Card] = {}
    for card in cards:
        if card.role not in CHOSEN_ONE:
            asked = frozenset((k, v) for k, v in card.when.items() if v != frozenset(KEYS[k]))
            twin = first.setdefault((card.role, asked), card)
            if twin is not card:
                yield f"{card.id}: asks for exactly what {twin.id} asks for; make them one card"


def _echoes(cards: tuple[Card, ...]) -> Iterator[str]:
    """Lines that stand in two cards which one step may hold together."""
    by_id = {card.id: card for card in cards}
    spoken: dict[str, set[str]] = defaultdict(set)
    for card in cards:
        for line in {line for text in card.text.values() for line in _sentences(text)}:
            spoken[line].add(card.id)
    for pair in sorted({p for ids in spoken.values() for p in combinations(sorted(ids), 2)}):
        one, other = (by_id[each] for each in pair)
        if one.role == other.role and one.role in CHOSEN_ONE:
            continue
        both = situations([*one.when, *other.when])
        if any(one.holds(values) and other.holds(values) for values in both):
            yield f"{other.id}: says a line of {one.id}, and one step may hold both"


def _long_tools(cards: tuple[Card, ...]) -> Iterator[str]:
    """Steps whose tools, the lead's and the additions' together, are more than the contract's."""
    leads = tuple(card for card in cards if card.role == "lead")
    handy = tuple(c for c in cards if c.role != "lead" and any(t.tool for t in c.text.values()))
    if not handy:
        return
    found: set[str] = set()
    for values in situations(key for card in (*leads, *handy) for key in card.when):
        lead = choose((card for card in leads if card.holds(values)), "lead")
        held = (card for card in handy if card.holds(values))
        dealt = (*((lead,) if lead else ()), *additions(held, ()))
        for language in LANGUAGES:
            tools = dict.fromkeys(c.text[language].tool for c in dealt if language in c.text)
            if len(together := TOOLS.join(filter(None, tools))) > MAX_TOOL:
                found.add(f"{dealt[0].id}: {language}: too long: tools {together!r}")
    yield from sorted(found)


def _chosen(cards: tuple[Card, ...], role: Role, place: str) -> Iterator[str]:
    reached: set[str] = set()
    ties: set[tuple[str, str]] = set()
    for values in situations(key for card in cards for key in card.when):
        holding = sorted((-len(c.when), c.id) for c in cards if c.holds(values))
        if holding:
            reached.add(holding[0][1])
        if len(holding) > 1 and holding[0][0] == holding[1][0]:
            ties.add((holding[0][1], holding[1][1]))
    yield from (f"{one}: ties with {other}" for one, other in sorted(ties))
    for card in cards:
        if card.id not in reached:
            yield f"{card.id}: unreachable, another {role} of {place} always wins"


def _has_one_difference(when: Mapping[str, frozenset[str]]) -> bool:
    deltas = [accepted for key, accepted in when.items() if key in _DELTA_KEYS]
    return len(deltas) == 1 and deltas[0] <= {"more", "less"}


def _sentences(text: CardText) -> list[str]:
    return [line for line in (text.do, *text.tips, *text.cautions, *text.fits) if line]


def _lines(text: CardText) -> list[str]:
    return [line for line in (text.title, text.tool, *_sentences(text)) if line]


def _slots(text: CardText) -> set[str]:
    return {name for line in _lines(text) for name in SLOT.findall(line)}


def _count(value: str | tuple[str, ...]) -> int:
    return min(len(value), 1) if isinstance(value, str) else len(value)
