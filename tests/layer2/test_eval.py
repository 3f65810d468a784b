"""The evaluation of Layer 2 finds nothing today, and would find what it looks for."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from layer2.deck import load_deck
from layer2.engine.colour_names import LEXICON
from layer2.engine.look_words import EN, ES
from layer2.engine.types import Evidence, Section
from layer2.evaluation import golden
from layer2.evaluation.checks import CHECKS, Answer, answer
from layer2.evaluation.made_up import CASES, Case, made_up
from layer2.evaluation.run import evaluate

Change = Callable[[Answer], Answer]


def test_it_passes_and_writes_both_reports(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("eval_layer2", cases=4, to=tmp_path)
    summary = json.loads((tmp_path / "layer2.json").read_text())
    assert (summary["cases"], summary["violations"]) == (4, [])
    assert summary["cards"] >= 60
    assert (tmp_path / "layer2.md").read_text() in capsys.readouterr().out


def test_a_seed_and_a_folder_that_cannot_be_are_refused_before_the_work(tmp_path: Path) -> None:
    taken = tmp_path / "taken"
    taken.write_text("a file")
    with pytest.raises(CommandError, match="--seed is at least 0"):
        call_command("eval_layer2", cases=1, seed=-1, to=tmp_path)
    with pytest.raises(CommandError, match="cannot be a folder"):
        call_command("eval_layer2", cases=1, to=taken)


def test_made_up_cases_are_always_the_same_and_reach_most_values() -> None:
    digests = [repr(list(made_up(6))) for _ in range(2)]
    assert digests[0] == digests[1]
    looks = [answer(case).look.breakdown for case in made_up()]
    assert len(looks) == CASES
    assert len({look.eye.shadow_family for look in looks}) >= 7
    assert len({look.lip.color_family for look in looks}) >= 9
    assert any(look.eye.liner == "unknown" for look in looks)


@pytest.fixture(scope="module")
def case() -> Case:
    return next(
        case
        for case in made_up()
        if case.bundle.user_face_profile is not None
        and case.bundle.user_face_profile.quality.valid
        and case.bundle.ref_face_profile != case.bundle.user_face_profile
    )


def change_look(said: Answer, **changes: Any) -> Answer:
    look = dataclasses.replace(said.look, **changes)
    return dataclasses.replace(said, reading=dataclasses.replace(said.reading, look=look))


def change_lip(said: Answer, **changes: Any) -> Answer:
    lip = dataclasses.replace(said.look.breakdown.lip, **changes)
    return change_look(said, breakdown=dataclasses.replace(said.look.breakdown, lip=lip))


def change_step(said: Answer, **changes: Any) -> Answer:
    first, *others = said.steps.sections
    step = dataclasses.replace(first.steps[0], **changes)
    section: Section = dataclasses.replace(first, steps=(step, *first.steps[1:]))
    return dataclasses.replace(
        said, steps=dataclasses.replace(said.steps, sections=(section, *others))
    )


def add_evidence(said: Answer, metric: str, value: str) -> Answer:
    first = said.steps.sections[0].steps[0]
    more = Evidence(metric, value, "category", "base", "card:base.skin.full")
    return change_step(said, evidence=(*first.evidence, more))


def without_last_section(said: Answer) -> Answer:
    return dataclasses.replace(
        said, steps=dataclasses.replace(said.steps, sections=said.steps.sections[:2])
    )


@pytest.mark.parametrize(
    ("check", "broken"),
    [
        ("schema", lambda a: change_look(a, schema_version="v1")),
        ("schema", without_last_section),
        ("sense", lambda a: change_lip(a, color_family="none", coverage="full")),
        ("sense", lambda a: change_lip(a, finish="unknown")),
        ("nines", without_last_section),
        ("nines", lambda a: change_step(a, order=2)),
        ("nines", lambda a: change_step(a, step_id="lip.color.full")),
        ("evidence", lambda a: change_lip(a, evidence=(), confidence=0.9)),
        ("evidence", lambda a: change_lip(a, evidence=(Evidence("", 1, "x", "lips", "y"),))),
        ("evidence", lambda a: change_step(a, evidence=())),
        ("evidence", lambda a: add_evidence(a, "lookSpec.base.coverage", "full")),
        ("evidence", lambda a: add_evidence(a, "lookSpec.breakdown.base.coverage", "velvet")),
        ("evidence", lambda a: add_evidence(a, "preferences.finish", "velvet")),
        ("evidence", lambda a: add_evidence(a, "emphasis", "eye")),
        ("products", lambda a: change_step(change_lip(a, coverage="none", color_family="none"),
                                           product_slot="lip_liner")),
        ("language", lambda a: change_step(a, title="Makeup for older women")),
        ("language", lambda a: change_look(a, look_title="As in the sephora shop")),
        ("language", lambda a: change_step(a, instruction="Blend {shadow} out.")),
        ("repeatable", lambda a: change_step(a, title="Something else")),
    ],
)  # fmt: skip
def test_each_check_finds_what_it_looks_for(case: Case, check: str, broken: Change) -> None:
    said = answer(case)
    assert list(CHECKS[check](case, said)) == []
    assert list(CHECKS[check](case, broken(said))) != []


def test_a_deck_that_forgets_a_trait_breaks_the_law_of_traits(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = load_deck()
    kept = tuple(card for card in deck.cards if "delta.eyeTiltDeg" not in card.when)
    monkeypatch.setattr("layer2.services.load_deck", lambda: dataclasses.replace(deck, cards=kept))
    assert any("delta.eyeTiltDeg" in line for line in CHECKS["traits"](case, answer(case)))


def test_a_deck_without_a_mode_breaks_the_law_of_modes(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = load_deck()
    kept = tuple(card for card in deck.cards if "mode" not in card.when)
    monkeypatch.setattr("layer2.services.load_deck", lambda: dataclasses.replace(deck, cards=kept))
    assert list(CHECKS["modes"](case, answer(case)))


def test_another_answer_than_the_golden_one_is_a_violation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = golden.expected()
    other["portrait"]["fields"]["lip.finish"] = "matte and glossy"
    monkeypatch.setattr(golden, "expected", lambda: other)
    outcome = evaluate([])
    assert outcome.by_check["golden"] == 1
    assert "matte and glossy" in outcome.violations[0]


def test_a_violation_ends_with_exit_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(CHECKS, "nines", lambda *_: iter(["wrong"]))
    with pytest.raises(SystemExit, match="1"):
        call_command("eval_layer2", cases=1, to=tmp_path)
    assert "nines: made-up 0: wrong" in (tmp_path / "layer2.md").read_text()


def test_no_cases_are_no_success(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="nothing would be checked"):
        call_command("eval_layer2", cases=0, to=tmp_path)


def test_words_of_looks_are_in_us_english_and_speak_of_nobody() -> None:
    from config.identity_language import identity_words

    english = [*EN.values(), *(row[1] for row in LEXICON)]
    british = ("colour", "grey", "centre", "favour", "moisturis")
    assert [text for text in english if any(word in text.lower() for word in british)] == []
    spanish = [*ES.values(), *(row[2] for row in LEXICON)]
    assert [text for text in (*english, *spanish) if identity_words(text)] == []
