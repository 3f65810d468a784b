"""Says why a step is as it is: the conditions of its cards, and the fields that it answers for."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Final

from layer2.engine.cards import PLACE_FIELDS, PLACES, Card
from layer2.engine.facts import DERIVED_FROM, LOOK_KEYS, UNKNOWN, Facts
from layer2.engine.traits import DELTA_TRAITS, TYPE_TRAITS
from layer2.engine.types import Evidence

GENERAL: Final = "general"
_DELTAS: Final = {trait.key: trait for trait in DELTA_TRAITS}
_TYPES: Final = {trait.key for trait in TYPE_TRAITS}
# The keys of the request and of the look as a whole, by the names that the wire gives them.
_NAMES: Final = {
    "mode": "preferenceMode",
    "emphasis": "lookSpec.emphasisAreas",
    "eye.colors": "lookSpec.breakdown.eye.colors",
}


def evidence(
    index: int, cards: Iterable[Card], facts: Facts, named: tuple[str, ...]
) -> tuple[Evidence, ...]:
    """Return the step's evidence, the lead card's conditions first, "general" where it has none."""
    area, _ = PLACES[index]
    found: list[Evidence] = []
    for card in cards:
        rule = f"card:{card.id}"
        if not card.when:
            found.append(Evidence(GENERAL, None, "none", area, rule))
        keys = _stated(card, facts)
        found += [_condition(key, area, rule, facts) for key in keys]
        if card.role == "fit":
            found += [
                Evidence(f"layer1.adjustment.{area}", _wire(key), "trait", area, rule)
                for key in keys
                if key in named
            ]
    stated = {entry.metric for entry in found}
    found += [
        entry
        for key in PLACE_FIELDS[PLACES[index]]
        if (entry := _condition(key, area, "field", facts)).metric not in stated
    ]
    return tuple(found)


def _stated(card: Card, facts: Facts) -> list[str]:
    """Return a card's keys, a derived one by what the job itself states.

    A wanted finish is the wearer's preference or the look's own; that a part is worn, or not, is
    said by those of its fields that have an answer.
    """
    found: list[str] = []
    for key in card.when:
        parts = DERIVED_FROM.get(key)
        if key == "finish.wanted":
            asked = facts.values["preferences.finish"] != "none"
            found.append("preferences.finish" if asked else "base.finish")
        elif parts is None:
            found.append(key)
        else:
            found += [part for part in parts if facts.values[part] != UNKNOWN] or parts
    return list(dict.fromkeys(found))


def _condition(key: str, area: str, rule: str, facts: Facts) -> Evidence:
    value = facts.values[key]
    if key in _DELTAS:
        trait, reading = _DELTAS[key], facts.traits[key]
        if reading.mine is None or reading.theirs is None:
            return Evidence(_wire(key), value, trait.unit, area, rule)
        sign = {"more": f"> {trait.cutoff}", "less": f"< -{trait.cutoff}"}
        rule = f"{rule}: {sign.get(value, f'within {trait.cutoff}')}"
        difference = round(reading.mine - reading.theirs, 4) + 0.0
        return Evidence(_wire(key), difference, trait.unit, area, rule)
    return Evidence(_wire(key), value, "category", area, rule)


@cache
def _wire(key: str) -> str:
    """Return the name that evidence gives a key: the wire's, traits as Layer 1 spells them."""
    if key in _DELTAS:
        return key.replace("delta.", "delta:geometry.")
    if key in _TYPES:
        return key.replace("user.", "user.categorical.")
    if key in LOOK_KEYS:
        area = "base." if key.startswith("blush.") else ""
        return f"lookSpec.breakdown.{area}{key}"
    return _NAMES.get(key, key)
