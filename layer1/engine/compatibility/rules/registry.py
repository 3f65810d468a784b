"""All rules, in the order of the deltas they answer."""

from __future__ import annotations

from typing import Final

from layer1.engine.compatibility.rules import (
    chin,
    eye_openness,
    eye_spacing,
    eye_tilt,
    eye_type,
    face_aspect,
    face_shape,
    jaw,
    lip_fullness,
    lip_type,
    midface,
)
from layer1.engine.compatibility.rules.base import Rule

RULES: Final[tuple[Rule, ...]] = (
    face_aspect.RULE,
    jaw.RULE,
    chin.RULE,
    midface.RULE,
    eye_spacing.RULE,
    eye_tilt.RULE,
    eye_openness.RULE,
    lip_fullness.RULE,
    face_shape.RULE,
    eye_type.RULE,
    lip_type.RULE,
)
BY_KEY: Final[dict[str, Rule]] = {rule.key: rule for rule in RULES}
