"""Cards that one step can speak together agree, and each fault that words show is found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pytest

from layer2.deck import load_deck
from layer2.engine.cards import Card, CardText, Deck
from layer2.evaluation.agreement import disagreements

CHIN: Final = "delta.chinLengthRatio"
FIT: Final = Card(
    id="base.finish.new", area="base", place="finish", role="fit",
    when={CHIN: frozenset({"less"})},
    text={"en": CardText("Touch the chin."), "es": CardText("Toca el mentón.")},
)  # fmt: skip


def faults(*new: Card) -> list[str]:
    deck = load_deck()
    return list(disagreements(Deck((*deck.cards, *new), deck.words)))


def fit(en: str = "", es: str = "", **changes: Any) -> Card:
    text: Mapping[Any, CardText] = {
        "en": CardText(en or FIT.text["en"].do), "es": CardText(es or FIT.text["es"].do),
    }  # fmt: skip
    return replace(FIT, text=text, **changes)


def asks(**when: str) -> dict[str, frozenset[str]]:
    return {key.replace("_", "."): frozenset({value}) for key, value in when.items()}


def test_the_cards_agree() -> None:
    assert faults() == []
    assert faults(FIT) == []


@pytest.mark.parametrize(
    ("card", "found"),
    [
        (fit("Leave the chin without powder."), "new and base.finish.natural: en: the first rules"),
        (fit(es="Deja el mentón sin polvo."), "new and base.finish.matte: es: the first rules"),
        (fit("Set the chin with powder."), "bare_natural and base.finish.new: en: the first rules"),
        (fit("Wipe the chin before you begin."), "told after the work, it speaks of before"),
        (fit(es="Limpia el mentón antes de empezar."), "es: told after the work"),
        (fit("Blend the base at the chin."), "speaks of a base, also where the skin is bare"),
        (fit("Go lightest on the middle of the chin: a little of the skin's own light there "
             "lengthens it."), "base.finish.chin_less and base.finish.new: en: both say"),
    ],
)  # fmt: skip
def test_each_fault_is_found(card: Card, found: str) -> None:
    assert any(found in line for line in faults(card)), faults(card)


@pytest.mark.parametrize(
    "card",
    [
        # Cards that no look deals together, and what is done before the lead's own work.
        fit("Set the chin with powder.", when=asks(finish_wanted="matte")),
        fit(
            "Leave the chin without powder.", when=asks(finish_wanted="dewy", base_coverage="bare")
        ),
        fit("Wipe the chin before you begin.", role="prepare"),
        fit("Blend the base at the chin.", when=asks(base_coverage="full")),
    ],
)
def test_what_stands_alone_is_no_fault(card: Card) -> None:
    assert faults(card) == []


def test_a_twin_of_a_card_says_everything_twice() -> None:
    twin = next(card for card in load_deck().cards if card.id == "lip.color.family_red")
    assert any("both say" in line for line in faults(replace(twin, id="lip.color.family_ruby")))
