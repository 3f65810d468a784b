"""The evaluation finds nothing today, and would find what it looks for."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from layer1.engine.compatibility.report import compare
from layer1.engine.types import SimilarityReport
from layer1.evaluation.checks import CHECKS
from layer1.evaluation.pairs import Pair, made_up
from layer1.evaluation.run import evaluate

Change = Callable[[SimilarityReport], SimilarityReport]


def test_it_passes_on_made_up_pairs_and_on_the_frozen_sample(
    shared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sample = shared / "design/samples/compatibility.request.sample.json"
    call_command("eval_layer1", sample, pairs=8, to=tmp_path)
    summary = json.loads((tmp_path / "layer1.json").read_text())
    assert (summary["pairs"], summary["reports"], summary["violations"]) == (9, 27, [])
    assert (tmp_path / "layer1.md").read_text() in capsys.readouterr().out


def test_the_made_up_pairs_are_enough_and_always_the_same() -> None:
    pairs = list(made_up())
    assert len(pairs) >= 60
    assert pairs == list(made_up())
    assert any(pair.user is None for pair in pairs)
    assert any(pair.user is not None and not pair.user.quality.valid for pair in pairs)


def test_a_file_that_is_no_pair_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text('\n{"refFaceProfile": {"version": "v0", "market": "US"}}\n')
    with pytest.raises(CommandError, match="line 2"):
        call_command("eval_layer1", path)
    with pytest.raises(CommandError):
        call_command("eval_layer1", tmp_path / "nowhere.jsonl")


@pytest.fixture
def pair() -> Pair:
    return next(pair for pair in made_up() if pair.user is not None and pair.user != pair.ref)


def first_adjustment(report: SimilarityReport, **changes: Any) -> SimilarityReport:
    first, *others = report.adjustments
    return dataclasses.replace(report, adjustments=(dataclasses.replace(first, **changes), *others))


@pytest.mark.parametrize(
    ("check", "broken"),
    [
        ("schema", lambda r: dataclasses.replace(r, confidence="certain")),
        ("threes", lambda r: dataclasses.replace(r, reasons=r.reasons[:2])),
        ("threes", lambda r: first_adjustment(r, impact_area="lip")),
        ("evidence", lambda r: first_adjustment(r, evidence=("because",))),
        ("language", lambda r: first_adjustment(r, do="Look like the famous actress.")),
        ("language", lambda r: first_adjustment(r, do="Move it by {gap}.")),
        ("language", lambda r: first_adjustment(r, do="Soften the colour at the centre.")),
        ("score", lambda r: dataclasses.replace(r, fit_score=r.fit_score + 1)),
        ("score", lambda r: dataclasses.replace(r, fit_score=0)),
        ("repeatable", lambda r: dataclasses.replace(r, fit_score=r.fit_score + 1)),
    ],
)
def test_each_check_finds_what_it_looks_for(pair: Pair, check: str, broken: Change) -> None:
    report = compare(user=pair.user, ref=pair.ref, mode="structure", locale="en")
    assert list(CHECKS[check](pair, report)) == []
    assert list(CHECKS[check](pair, broken(report))) != []


def test_pairs_that_all_read_alike_are_a_violation(pair: Pair) -> None:
    outcome = evaluate([pair] * 3)
    assert outcome.by_check["different"] == 1


def test_other_bytes_in_another_process_are_a_violation(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    command = "layer1.management.commands.eval_layer1"
    monkeypatch.setattr(f"{command}.output_elsewhere", lambda *_: "another digest")
    with pytest.raises(SystemExit, match="1"):
        call_command("eval_layer1", pairs=2, to=tmp_path)
    assert "another process gives other bytes" in (tmp_path / "layer1.md").read_text()


def test_a_violation_ends_with_exit_1(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(CHECKS, "threes", lambda *_: iter(["wrong"]))
    with pytest.raises(SystemExit, match="1"):
        call_command("eval_layer1", pairs=2, to=tmp_path)
    assert "made-up 0, structure: threes: wrong" in (tmp_path / "layer1.md").read_text()
