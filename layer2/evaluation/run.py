"""Run all checks over all cases, and say what came of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from config.evaluation import Findings
from layer2.card_lint import lint
from layer2.deck import load_deck
from layer2.engine.facts import look_values
from layer2.engine.read import ENGINE_VERSION
from layer2.evaluation import golden
from layer2.evaluation.agreement import disagreements
from layer2.evaluation.checks import CHECKS, IN_SPANISH, Answer, answer, bytes_of
from layer2.evaluation.made_up import Case

ALONE: Final = ("cards", "agreement", "golden", "elsewhere")  # checks that are no case's own


@dataclass(slots=True)
class Outcome(Findings):
    """How many cases and cards were checked, which values of the look they showed, what came."""

    cases: int = 0
    cards: int = 0
    values: Counter[str] = field(default_factory=Counter)

    def summary(self) -> dict[str, Any]:
        """Return the outcome as JSON-ready data."""
        return {
            "engineVersion": ENGINE_VERSION,
            "cases": self.cases,
            "cards": self.cards,
            "valuesSeen": len(self.values),
            "unknownShare": round(self._share("unknown"), 4),
            **self.told((*CHECKS, *ALONE)),
        }

    def _share(self, value: str) -> float:
        found = sum(count for key, count in self.values.items() if key.endswith(f"={value}"))
        return found / max(1, self.values.total())


def digest_of(cases: Iterable[Case]) -> str:
    """Return the digest of all English answers and of the golden portrait, without any check."""
    total = hashlib.sha256()
    for case in cases:
        total.update(bytes_of(answer(case)))
    total.update(repr(golden.portrait()).encode())
    return total.hexdigest()


def evaluate(cases: list[Case]) -> Outcome:
    """Return what every check says about every case, in both languages, and about the deck."""
    deck = load_deck()
    outcome = Outcome(cases=len(cases), cards=len(deck.cards), digest=digest_of(cases))
    for case in cases:
        said = answer(case)
        outcome.values.update(f"{key}={value}" for key, value in look_values(said.look).items())
        _check(outcome, case, said, tuple(CHECKS), case.name)
        _check(outcome, case, answer(case, "es-US"), IN_SPANISH, f"{case.name}, es")
    outcome.add_all("cards", "", lint(deck))
    outcome.add_all("agreement", "", disagreements(deck))
    outcome.add_all("golden", "", golden.differences(golden.expected(), golden.now()))
    return outcome


def _check(outcome: Outcome, case: Case, said: Answer, names: tuple[str, ...], where: str) -> None:
    for name in names:
        outcome.add_all(name, where, CHECKS[name](case, said))
