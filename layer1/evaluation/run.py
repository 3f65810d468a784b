"""Run all checks over all pairs, and say what came of it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import Any, Final

from layer1.engine.compatibility.report import ENGINE_VERSION, compare
from layer1.evaluation.checks import CHECKS, IN_SPANISH, MODES, bytes_of
from layer1.evaluation.pairs import Pair

# Of all reports for two different faces, as many must be told apart by their words alone.
LEAST_DIFFERENT: Final = 0.9


@dataclass(slots=True)
class Outcome:
    """digest: over all reports in English; another process must find the same one."""

    pairs: int = 0
    reports: int = 0
    digest: str = ""
    scores: dict[str, list[int]] = field(default_factory=lambda: {mode: [] for mode in MODES})
    different: float = 1.0
    violations: list[str] = field(default_factory=list)
    by_check: Counter[str] = field(default_factory=Counter)

    def summary(self) -> dict[str, Any]:
        """Return the outcome as JSON-ready data."""
        return {
            "engineVersion": ENGINE_VERSION,
            "pairs": self.pairs,
            "reports": self.reports,
            "digest": self.digest,
            "checks": {name: self.by_check.get(name, 0) for name in (*CHECKS, "different")},
            "differentWords": round(self.different, 4),
            "fitScore": {
                mode: {"min": min(found), "median": median(found), "max": max(found)}
                for mode, found in self.scores.items()
                if found
            },
            "violations": self.violations,
        }


def digest_of(pairs: Iterable[Pair]) -> str:
    """Return the digest of all English reports, without any check."""
    total = hashlib.sha256()
    for pair in pairs:
        for mode in MODES:
            total.update(bytes_of(compare(user=pair.user, ref=pair.ref, mode=mode, locale="en")))
    return total.hexdigest()


def evaluate(pairs: list[Pair]) -> Outcome:
    """Return what every check says about every pair, in every mode, and in both languages."""
    outcome = Outcome(pairs=len(pairs), digest=digest_of(pairs))
    words = set()
    told_apart = 0
    for number, pair in enumerate(pairs):
        for mode in MODES:
            report = compare(user=pair.user, ref=pair.ref, mode=mode, locale="en")
            outcome.reports += 1
            outcome.scores[mode].append(report.fit_score)
            repeated = mode == MODES[number % len(MODES)]  # one mode a pair: 100 runs take time
            names = tuple(name for name in CHECKS if name != "repeatable" or repeated)
            _check(outcome, pair, report, names, f"{pair.name}, {mode}")
            spanish = compare(user=pair.user, ref=pair.ref, mode=mode, locale="es-US")
            _check(outcome, pair, spanish, IN_SPANISH, f"{pair.name}, {mode}, es")
            if mode == "structure" and pair.user is not None:
                told_apart += 1
                words.add(tuple(each.copy for each in report.reasons))
    _different(outcome, len(words), told_apart)
    return outcome


def _check(outcome: Outcome, pair: Pair, report: Any, names: tuple[str, ...], where: str) -> None:
    for name in names:
        for line in CHECKS[name](pair, report):
            outcome.by_check[name] += 1
            outcome.violations.append(f"{where}: {name}: {line}")


def _different(outcome: Outcome, words: int, faces: int) -> None:
    outcome.different = words / faces if faces else 1.0
    if faces > 1 and outcome.different < LEAST_DIFFERENT:
        outcome.by_check["different"] += 1
        outcome.violations.append(f"only {words} of {faces} pairs are told apart by their reasons")
