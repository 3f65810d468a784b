"""The linter: the deck is clean, and every kind of broken card is refused by name."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.management import CommandError, call_command

from config.identity_language import identity_words
from layer2.card_language import names
from layer2.card_lint import lint
from layer2.deck import CardError, load_deck, read_deck
from layer2.engine.cards import Card, CardText, Deck
from layer2.engine.facts import LOOK_KEYS, TRAIT_KEYS

ENGLISH: Final = CardText("Do this.", "A title", "Brush", (), (), ("Fits.",))
SPANISH: Final = CardText("Haz esto.", "Un título", "Brocha", (), (), ("Va bien.",))
GOOD: Final = Card(
    id="eye.liner.new", area="eye", place="liner", role="detail",
    when={"eye.liner": frozenset({"bold", "thin"})},
    text={"en": CardText("Do this."), "es": CardText("Haz esto.")},
)  # fmt: skip


def problems(card: Card) -> list[str]:
    """Return what the linter says of one more card in the deck."""
    deck = load_deck()
    found = lint(Deck((*deck.cards, card), deck.words))
    return [line.removeprefix(f"{card.id}: ") for line in found if line.startswith(card.id)]


def test_the_deck_is_clean() -> None:
    assert lint(load_deck()) == []


def test_the_deck_has_at_least_twenty_cards_an_area() -> None:
    count = Counter(card.area for card in load_deck().cards)
    assert min(count[area] for area in ("base", "eye", "lip")) >= 20
    assert len(load_deck().cards) >= 60


def test_every_value_of_the_look_and_of_every_trait_has_a_card_that_asks_for_it() -> None:
    """ "unknown" and the absence of a part may also be dealt by the card without conditions."""
    asked = {(key, value) for card in load_deck().cards for key in card.when
             for value in card.when[key]}  # fmt: skip
    general = {"unknown", "none", "close"}
    wanted = {
        (key, value)
        for key, values in {**LOOK_KEYS, **TRAIT_KEYS}.items()
        for value in values
        if value not in general
    }
    by_wanted_finish = {("base.finish", value) for value in ("matte", "natural", "dewy")}
    lined = {("lip.coverage", "none")}
    assert wanted - asked - by_wanted_finish - lined == set()


def test_a_good_card_is_accepted() -> None:
    assert problems(GOOD) == []


def text(**changes: Any) -> dict[str, Any]:
    return {"text": {"en": replace(GOOD.text["en"], **changes), "es": GOOD.text["es"]}}


BROKEN: Final[list[tuple[dict[str, Any], str]]] = [
    ({"area": "nose"}, "there is no place nose.liner"),
    ({"role": "chief"}, "unknown role 'chief'"),
    ({"zone": "ear"}, "unknown zone 'ear'"),
    ({"difficulty": "hard"}, "unknown difficulty 'hard'"),
    ({"slots": ("lipstick",)}, "slots of another area: ['lipstick']"),
    ({"slots": ("eyeliner",)}, "only a lead has zone and slots"),
    ({"role": "lead"}, "a lead needs zone and difficulty"),
    ({"when": {"eye.glitter": frozenset({"much"})}}, "unknown trigger key 'eye.glitter'"),
    ({"when": {"eye.liner": frozenset({"huge"})}}, "unknown values of eye.liner: ['huge']"),
    ({"when": {"eye.liner": frozenset()}}, "eye.liner accepts nothing"),
    (
        {"when": {"user.lipType": frozenset({"full"})}},
        "user.lipType is a trait of lip, not of eye",
    ),
    ({"when": {"lip.finish": frozenset({"matte"})}}, "lip.finish describes another area"),
    (
        {"when": {"eye.liner": frozenset({"none"}), "eye.linerDirection": frozenset({"up"})}},
        "unreachable, no look that makes sense holds its conditions",
    ),
    ({"text": {"en": CardText("Do this.")}}, "no text in 'es'"),
    (text(do="Do it like a celebrity."), "en: identity language ['celebrity']"),
    (text(do="Draw it for a woman."), "en: identity language ['woman']"),
    (text(do="Use Fenty here."), "en: a name ['Fenty', 'fenty']"),
    (text(do="Use Lumora here."), "en: a name ['Lumora']"),
    (text(do="Benefit pink goes on the lids."), "en: a name ['Benefit']"),
    (text(do="Keep to urban decay colors."), "en: a name ['urban decay']"),
    (text(title="A title"), "en: only a lead has a title, and a placement no tool"),
    (text(do="Do this"), "en: not a sentence: 'Do this'"),
    (text(do="Do this " + "again " * 40 + "."), "en: too long: do 249, title 0, tool 0"),
    (text(tips=("A" * 200 + ".",)), f"en: too long: '{'A' * 200}.'"),
    (text(do="Use {glitter}."), "en: unknown slots ['glitter']"),
    (text(do="Go {placement}."), "en: only a lead has a {placement}"),
    (
        text(do="From {mine} to {theirs}."),
        "en: {mine} and {theirs} need exactly one difference that is more or less",
    ),
    (text(do="Haz esto."), "do is the same in both languages"),
    (text(tips=("One.",)), "tips is not translated"),
    (text(do="Use {liner}."), "the languages fill different slots"),
    (text(do=""), "en: the card says nothing"),
    (
        text(cautions=("This is not allowed on lips.",)),
        "a caution states a rule, so the comment must cite 21 CFR or FDA",
    ),
]


@pytest.mark.parametrize(("change", "problem"), BROKEN, ids=[text for _, text in BROKEN])
def test_a_broken_card_is_refused(change: dict[str, Any], problem: str) -> None:
    assert problem in problems(replace(GOOD, **change))


def test_two_additions_that_ask_for_the_same_are_refused() -> None:
    """Also where one of them spells out a key that accepts everything."""
    modes = frozenset({"structure", "vibe", "ease"})
    twins = [replace(GOOD, id="eye.liner.twin", when={**GOOD.when, **more})
             for more in ({}, {"mode": modes})]  # fmt: skip
    deck = load_deck()
    for twin in twins:
        found = lint(Deck((*deck.cards, GOOD, twin), deck.words))
        assert (
            "eye.liner.twin: asks for exactly what eye.liner.new asks for; make them one card"
        ) in found


def test_a_line_that_one_step_could_hold_twice_is_refused() -> None:
    echo = {"eye.liner": frozenset({"bold"}), "mode": frozenset({"ease"})}
    apart = {"eye.liner": frozenset({"defined"})}
    deck = load_deck()
    for when, problems_ in ((echo, 1), (apart, 0)):
        card = replace(GOOD, id="eye.liner.other", when=when)
        found = lint(Deck((*deck.cards, GOOD, card), deck.words))
        assert len([line for line in found if "says a line of eye.liner.new" in line]) == problems_


def test_tools_that_are_together_too_long_are_refused() -> None:
    card = replace(
        GOOD,
        text={
            "en": replace(GOOD.text["en"], tool="a pencil, a brush and a very soft towel"),
            "es": replace(GOOD.text["es"], tool="lápiz, brocha y toalla"),
        },
    )
    deck = load_deck()
    found = lint(Deck((*deck.cards, card), deck.words))
    assert [line.split(" tools ")[0] for line in found] == [
        "eye.liner.bold: en: too long:", "eye.liner.bold: es: too long:",
        "eye.liner.bold_ease: en: too long:",
    ]  # fmt: skip


def lead(name: str, **when: str) -> Card:
    return Card(
        id=f"eye.liner.{name}", area="eye", place="liner", role="lead",
        when={key.replace("_", "."): frozenset({value}) for key, value in when.items()},
        text={"en": ENGLISH, "es": SPANISH}, zone="lash_line", difficulty="easy",
    )  # fmt: skip


def test_two_leads_that_could_tie_are_refused() -> None:
    assert problems(lead("a", eye_liner="bold")) == ["ties with eye.liner.bold"]


def test_a_lead_that_never_wins_is_refused() -> None:
    hidden = replace(
        lead("zz"), when={"eye.liner": frozenset({"bold"}), "mode": frozenset({"ease"})}
    )
    assert problems(hidden) == [
        "unreachable, another lead of eye.liner always wins",
    ]


def test_a_place_without_an_unconditional_lead_is_refused() -> None:
    deck = load_deck()
    cards = tuple(card for card in deck.cards if card.id != "lip.color.general")
    assert lint(Deck(cards, deck.words)) == [
        "lip.color: no lead without conditions, so some look gets no step"
    ]


def test_colours_are_no_identity_and_the_start_of_a_sentence_no_name() -> None:
    assert identity_words("Keep the white of the eye clear; black liner, brown shadow.") == []
    assert names("In the US it may differ. Mark an X at the bow.", "en") == []


def write_deck(folder: Path, card: str) -> Path:
    (folder / "eye" / "liner").mkdir(parents=True)
    (folder / "eye" / "liner" / "one.toml").write_text(card, encoding="utf-8")
    (folder / "words.toml").write_text("[en]\n[es]\n", encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("card", "message"),
    [
        ("role = ", "one.toml: Invalid value"),
        ("[en]\n[es]\n", r"one.toml: KeyError\('role'\)"),
        ('role = "note"\ncolour = 1\n[en]\n[es]\n', r"unknown keys \['colour'\]"),
        ('role = "note"\n[en]\nhint = "x"\n[es]\n', r"unknown text keys \['hint'\]"),
        ('role = "note"\n[en]\ndo = 3\n[es]\n', "do is no text"),
        ('role = "note"\n[en]\ntips = "x"\n[es]\n', "tips is no list of texts"),
        ('role = "note"\nwhen = 3\n[en]\n[es]\n', "one.toml: AttributeError"),
    ],
)
def test_a_file_that_is_no_card_is_named(tmp_path: Path, card: str, message: str) -> None:
    with pytest.raises(CardError, match=message):
        read_deck(write_deck(tmp_path, card))


def test_the_command_prints_problems_and_fails(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_deck(tmp_path, 'role = "note"\n[en]\nfits = ["A."]\n[es]\nfits = ["A."]\n')
    with pytest.raises(CommandError, match="problems in 1 cards"):
        call_command("lint_cards", str(folder))
    assert "eye.liner.one: fits is the same in both languages" in capsys.readouterr().err


def test_the_command_is_quiet_about_a_clean_deck(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("lint_cards")
    assert capsys.readouterr().out == f"{len(load_deck().cards)} cards, no problems\n"
