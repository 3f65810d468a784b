"""The leave-one-out of thresholds: it tells an honest score from a fitted one."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from layer2.engine import lip_rules
from tests.layer2 import fit
from tests.layer2.fit import Photo, Threshold, leave_one_out, thresholds, wanted


def test_a_setting_that_only_one_photo_asks_for_is_not_chosen_for_it() -> None:
    # Three settings, four photos: the last photo is right with the last setting alone.
    right = np.array([[1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 1, 1]], np.bool_)
    chosen, score = leave_one_out(right)
    assert chosen == [1, 1, 1, 1]
    assert score == 0.75


def test_every_threshold_is_one_of_its_module() -> None:
    for each in thresholds():
        assert all(isinstance(getattr(each.module, name), float) for name in each.names), each


def test_only_sure_labels_count() -> None:
    lips = Threshold("lip.coverage", lip_rules, ("BARE_RED",), "lip", "family", "present")
    label: dict[str, Any] = {
        "lip": {"family": "pink", "family_alt": ["mauve"]}, "label_confidence": {"lip": "high"},
    }  # fmt: skip
    assert wanted(lips, label) == {"pink", "mauve"}
    assert wanted(lips, label | {"pass_disagreements": ["lip.family"]}) == set()
    assert wanted(lips, label | {"label_confidence": {"lip": "low"}}) == set()


def test_a_threshold_is_put_back_and_its_score_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rule: Any = ModuleType("rule")
    rule.LIMIT = 1.0
    values = [0.6, 0.8, 0.9, 1.2, 1.3, 1.4]

    def agrees(_threshold: Threshold, photo: Photo) -> bool:
        return bool((photo.measures > rule.LIMIT) == photo.label["worn"])

    monkeypatch.setattr(fit, "_agrees", agrees)
    monkeypatch.setattr(fit, "wanted", lambda *_: frozenset({"x"}))
    photos = [Photo(str(value), {"worn": value > 1.0}, value) for value in values]
    found = fit.fit(Threshold("f", rule, ("LIMIT",), "g", "k"), photos)
    assert rule.LIMIT == 1.0
    assert (found.photos, found.used) == (6, 1.0)
    ((low, high),) = found.good
    assert 0.9 <= low <= 1.0 <= high <= 1.2
    assert found.alone >= 4 / 6
