"""Fills the slots of a card's text: names of measured colours, placements, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from layer2.engine.cards import Card, Language
from layer2.engine.facts import Facts
from layer2.engine.traits import DELTA_TRAITS
from layer2.engine.types import LookSpec, Swatch

SLOT: Final = re.compile(r"\{([a-z_]+)\}")
COLOR_SLOTS: Final = ("blush", "shadow", "shadow_light", "shadow_deep", "liner", "lip")
WORD_SLOTS: Final = ("placement", "look_finish", "wanted_finish")
DELTA_SLOTS: Final = ("mine", "theirs")  # only in a card that asks for exactly one difference
ALL_SLOTS: Final = frozenset({*COLOR_SLOTS, *WORD_SLOTS, *DELTA_SLOTS})
_DELTAS: Final = {trait.key: trait for trait in DELTA_TRAITS}


def language_of(locale: str) -> Language:
    """Return the language that text is written in: the locale's primary one, else English."""
    return "es" if locale.split("-")[0].lower() == "es" else "en"


def fill(text: str, slots: Mapping[str, str]) -> str:
    """Return the text with its slots filled; a slot without a value is a bug (KeyError)."""
    return SLOT.sub(lambda match: slots[match.group(1)], text) if "{" in text else text


def look_slots(look: LookSpec, facts: Facts, words: Mapping[str, str]) -> dict[str, str]:
    """Return the slots that the whole plan shares.

    A colour is "name (#hex)" as measured; without a measured colour, the family's plain word.
    """
    base, eye, lip = look.breakdown.base, look.breakdown.eye, look.breakdown.lip
    by_light = sorted(eye.colors, key=lambda swatch: (-swatch.lab[0], swatch.hex))
    shadow = words[f"eye.shadowFamily.{eye.shadow_family}"]
    liner = words["eye.liner.thin" if eye.liner == "thin" else "eye.liner.other"]
    return {
        "blush": _near(base.blush.color, words[f"blush.hue.{base.blush.hue}"], words["near"]),
        "shadow": _color(_over_the_lid(eye.colors, by_light, facts), shadow),
        "shadow_light": _color(by_light[0] if by_light else None, shadow),
        "shadow_deep": _color(by_light[-1] if by_light else None, shadow),
        "liner": _color(eye.liner_color, liner),
        "lip": _color(lip.color, words[f"lip.colorFamily.{lip.color_family}"]),
        "look_finish": words[f"base.finish.{base.finish}"],
        "wanted_finish": words[f"base.finish.{facts.values['finish.wanted']}"],
    }


def _over_the_lid(
    colors: Sequence[Swatch], by_light: Sequence[Swatch], facts: Facts
) -> Swatch | None:
    """Return the color of the whole lid: the lid's own, which the look names first.

    Of three it is the middle one by lightness, so that none is left out beside the lightest and the
    deepest; ease does the lid with one color, and keeps the lid's own.
    """
    if len(by_light) > 2 and facts.values["mode"] != "ease":
        return by_light[len(by_light) // 2]
    return colors[0] if colors else None


def delta_slots(card: Card, facts: Facts) -> dict[str, str]:
    """Return {mine} and {theirs} of a card that asks for one difference, else nothing."""
    keys = [key for key in card.when if key in _DELTAS]
    if len(keys) != 1:
        return {}
    reading = facts.traits[keys[0]]
    if reading.mine is None or reading.theirs is None:
        return {}
    degrees = _DELTAS[keys[0]].unit == "deg"
    return {
        name: f"{value:.1f}°" if degrees else f"{value:.2f}"
        for name, value in (("mine", reading.mine), ("theirs", reading.theirs))
    }


def colour_phrases(slots: Mapping[str, str]) -> tuple[str, ...]:
    """Return the slots' measured colours, "name (#hex)", each once."""
    return tuple(sorted({phrase for phrase in slots.values() if phrase.endswith(")")}))


def name_once(text: str, phrases: Iterable[str]) -> str:
    """Return the text with the hex of a measured colour (phrases) only where it is named first.

    Colours that share a name in this text keep theirs everywhere: nothing else tells them apart.
    """
    named = {phrase: phrase[: phrase.rindex(" (")] for phrase in phrases if phrase in text}
    names = [*named.values()]
    for phrase, name in named.items():
        if names.count(name) == 1:
            head, found, rest = text.partition(phrase)
            text = head + found + rest.replace(phrase, name)
    return text


def _near(swatch: Swatch | None, plain: str, near: str) -> str:
    """Blush as measured is skin seen through pigment, so its colour only says what to come near."""
    return f"{plain} {near} {_color(swatch, plain)}" if swatch else plain


def _color(swatch: Swatch | None, plain: str) -> str:
    return f"{swatch.name} ({swatch.hex})" if swatch else plain
