"""One field's answer with its confidence and its evidence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Generic, TypeVar

from config.records import made_often
from layer2.engine.types import Evidence

T_co = TypeVar("T_co", bound=str, covariant=True)

UNKNOWN_CONFIDENCE: Final = 0.1
DIGITS: Final = 3


@made_often
class Finding(Generic[T_co]):
    """A value of one field; confidence from 0 to 1."""

    value: T_co
    confidence: float
    evidence: tuple[Evidence, ...]

    def weaker(self, factor: float) -> Finding[T_co]:
        """Return the same answer, less sure by a factor from 0 to 1."""
        return Finding(self.value, round(self.confidence * factor, DIGITS), self.evidence)


def evidence(metric: str, value: float | str, unit: str, region: str, rule: str) -> Evidence:
    """Return one piece of evidence, its number rounded."""
    shown = value if isinstance(value, str) else round(float(value), DIGITS) + 0.0
    return Evidence(metric, shown, unit, region, rule)


def certainty(distance: float, scale: float) -> float:
    """Return 0.5 on a threshold, rising to 0.95 at one scale away from it."""
    return round(0.5 + 0.45 * min(1.0, abs(distance) / scale), DIGITS)


def mean_confidence(findings: Iterable[Finding[str]]) -> float:
    """Return the mean confidence of an area's fields."""
    values = [finding.confidence for finding in findings]
    return round(sum(values) / len(values), DIGITS) if values else 0.0
