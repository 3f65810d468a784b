"""Deals nine steps from the deck: three sections of three, in the order of doing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, get_args

from layer1.engine.types import IMPACT_AREAS, ImpactArea
from layer2.engine.cards import (
    PLACES,
    TOOLS,
    Card,
    CardText,
    Deck,
    Language,
    additions,
    choose,
)
from layer2.engine.facts import Facts
from layer2.engine.step_evidence import evidence
from layer2.engine.types import Difficulty, LookSpec, Section, Slot, Step, Steps
from layer2.engine.wording import (
    colour_phrases,
    delta_slots,
    fill,
    language_of,
    look_slots,
    name_once,
)

_LEVELS: Final[tuple[Difficulty, ...]] = get_args(Difficulty)


class NoCardError(ValueError):
    """A place has no card for these facts: the deck is broken, and the linter says where."""


@dataclass(frozen=True, slots=True)
class Table:
    """What every step of one plan shares."""

    facts: Facts
    deck: Deck
    language: Language
    slots: Mapping[str, str]
    used: frozenset[Slot]
    named: Mapping[ImpactArea, tuple[str, ...]]  # traits that Layer 1's adjustments rest on
    phrases: tuple[str, ...]  # the measured colors among the slots

    def text(self, card: Card) -> CardText:
        return card.text[self.language]


def plan(
    look: LookSpec,
    *,
    facts: Facts,
    deck: Deck,
    locale: str,
    used: frozenset[Slot],
    named: Mapping[ImpactArea, tuple[str, ...]],
) -> Steps:
    """Return the nine steps of a look. Raises NoCardError where a place has no lead card."""
    language = language_of(locale)
    words = deck.words[language]
    slots = look_slots(look, facts, words)
    table = Table(facts, deck, language, slots, used, named, colour_phrases(slots))
    steps = [_step(index, table) for index in range(len(PLACES))]
    return Steps(
        tuple(
            Section(
                area,
                words[f"section.{area}"],
                tuple(s for s, place in zip(steps, PLACES, strict=True) if place[0] == area),
            )
            for area in IMPACT_AREAS
        )
    )


def _step(index: int, table: Table) -> Step:
    area, place = PLACES[index]
    holding = table.deck.holding((area, place), table.facts.values)
    lead = choose(holding, "lead")
    if lead is None or lead.zone is None:
        raise NoCardError(f"no lead card for {area}.{place}")
    placement = choose(holding, "placement")
    spoken = (lead, *additions(holding, table.named[area]))
    told = [_told(card, placement, table) for card in spoken]
    in_time = sorted(zip(spoken, told, strict=True), key=lambda pair: pair[0].role != "prepare")
    instruction = " ".join(text.do for _, text in in_time if text.do)
    if placement and "{placement}" in table.text(lead).do:
        spoken = (lead, placement, *spoken[1:])
    return Step(
        step_id=lead.id,
        order=index + 1,
        title=told[0].title,
        instruction=name_once(instruction, table.phrases),
        tips=tuple(line for text in told for line in text.tips),
        cautions=tuple(line for text in told for line in text.cautions),
        fit_conditions=tuple(line for text in told for line in text.fits),
        evidence=evidence(index, spoken, table.facts, table.named[area]),
        zone=lead.zone,
        tool=TOOLS.join(dict.fromkeys(text.tool for text in told if text.tool)),
        product_slot=next((slot for slot in lead.slots if slot in table.used), None),
        difficulty=_hardest(spoken),
    )


def _told(card: Card, placement: Card | None, table: Table) -> CardText:
    """Return a card's text with its slots filled."""
    text = table.text(card)
    if not text.has_slots:
        return text
    slots = {**table.slots, **delta_slots(card, table.facts)}
    if placement:
        slots["placement"] = fill(table.text(placement).do, slots)
    return CardText(
        do=fill(text.do, slots),
        title=fill(text.title, slots),
        tool=text.tool,
        tips=tuple(fill(line, slots) for line in text.tips),
        cautions=tuple(fill(line, slots) for line in text.cautions),
        fits=tuple(fill(line, slots) for line in text.fits),
    )


def _hardest(cards: tuple[Card, ...]) -> Difficulty:
    return max((card.difficulty or "easy" for card in cards), key=_LEVELS.index)
