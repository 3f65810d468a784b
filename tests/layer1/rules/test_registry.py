"""All rules together: every difference has one, and the stronger difference is answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from layer1.engine.compatibility.adjustments import EASE
from layer1.engine.compatibility.deltas import KEYS
from layer1.engine.compatibility.rules import registry
from layer1.engine.compatibility.rules.registry import RULES
from layer1.engine.types import IMPACT_AREAS
from tests.layer1.rules.comparing import FAR, Traits, advised, report_for, speaks


def test_every_difference_has_one_rule_and_every_area_has_some() -> None:
    assert [rule.key for rule in RULES] == list(KEYS.values())
    assert {rule.area for rule in RULES} == set(IMPACT_AREAS)


def test_every_rule_has_a_test_file_of_its_own() -> None:
    modules = {path.stem for path in Path(registry.__file__).parent.glob("*.py")}
    rules = modules - {"__init__", "base", "registry"}
    assert len(rules) == len(RULES)
    assert {f"test_{name}" for name in rules} <= {
        path.stem for path in Path(__file__).parent.iterdir()
    }


@pytest.mark.parametrize("locale", ["en", "es"])
@pytest.mark.parametrize("trait", sorted(FAR))
def test_advice_and_reasons_name_what_was_measured(trait: str, locale: str) -> None:
    mine, theirs = FAR[trait]
    report = report_for({trait: mine}, {trait: theirs}, locale=locale)
    key = next(key for key in KEYS.values() if key.endswith(f".{trait}"))
    spoken = [each for each in report.adjustments if speaks(trait, each)]
    assert len(spoken) == 1
    assert {f"user.{key}", f"ref.{key}"} < set(spoken[0].evidence)
    assert f"delta:{key}" in report.reasons[1].evidence
    assert report.top_deltas[0].key == key


def test_of_two_differences_the_stronger_is_answered() -> None:
    ref: Traits = {"eyeTiltDeg": 5.0, "eyeSpacingRatio": 0.26}
    assert speaks("eyeTiltDeg", advised("eye", {"eyeTiltDeg": 16, "eyeSpacingRatio": 0.31}, ref))
    assert speaks(
        "eyeSpacingRatio", advised("eye", {"eyeTiltDeg": 9, "eyeSpacingRatio": 0.35}, ref)
    )


def test_ease_prefers_what_is_easy() -> None:
    """A tilt takes a steady hand: for ease a spacing that differs less comes first."""
    user: Traits = {"eyeTiltDeg": 14.0, "eyeSpacingRatio": 0.31}  # severities 0.67 and 0.29
    ref: Traits = {"eyeTiltDeg": 5.0, "eyeSpacingRatio": 0.26}
    assert EASE["easy"] > EASE["medium"] > EASE["advanced"]
    assert speaks("eyeTiltDeg", advised("eye", user, ref, mode="structure"))
    assert speaks("eyeSpacingRatio", advised("eye", user, ref, mode="ease"))


def test_vibe_goes_by_what_is_seen_first() -> None:
    user: Traits = {
        "lipFullnessRatio": 0.285,
        "lipType": "full",
    }  # severities 0.7 of a line and 0.7
    ref: Traits = {"lipFullnessRatio": 0.17, "lipType": "thin"}
    assert speaks("lipFullnessRatio", advised("lip", user, ref, mode="structure"))
    assert speaks("lipType", advised("lip", user, ref, mode="vibe"))
