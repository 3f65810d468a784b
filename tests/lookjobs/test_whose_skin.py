"""Whose skin the foundation is for: a sure selfie, else what was stated, and why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import numpy as np
import pytest
import skimage.data

from layer1.engine.types import RGB
from layer2.engine.types import Preferences, Wearer
from lookjobs.pipeline import Inputs, run_look

MOMENT = datetime(2026, 11, 20, tzinfo=UTC)
STATED = "#8d5524"


def portrait() -> RGB:
    return np.ascontiguousarray(skimage.data.astronaut())  # type: ignore[no-untyped-call]


def two_faces() -> RGB:
    return np.ascontiguousarray(np.hstack([portrait(), portrait()[:, ::-1]]))


def nobody() -> RGB:
    return np.ascontiguousarray(skimage.data.coffee())  # type: ignore[no-untyped-call]


def wearer_of(selfie: RGB, skin_hex: str | None) -> Wearer:
    inputs = Inputs(
        mode="structure", locale="en", created_at=MOMENT, selfie_given=True,
        preferences=Preferences(skin_hex=skin_hex),
    )  # fmt: skip
    photos = {"reference": portrait(), "selfie": selfie}
    return run_look(inputs, photos=photos.__getitem__, on_stage=lambda _: None).wearer


def test_a_sure_selfie_goes_before_what_was_stated() -> None:
    wearer = wearer_of(portrait(), STATED)
    assert wearer.source == "selfie"
    assert wearer.confidence >= 0.5


@pytest.mark.parametrize("selfie", [two_faces, nobody])
def test_a_selfie_that_cannot_be_used_leaves_the_stated_skin(selfie: Callable[[], RGB]) -> None:
    wearer = wearer_of(selfie(), STATED)
    assert wearer.skin is not None
    assert (wearer.skin.hex, wearer.source, wearer.confidence) == (STATED, "stated", 1.0)
    assert wearer.reasons == ("SELFIE_INVALID",)


def test_a_selfie_that_cannot_be_used_alone_says_nobody_and_why() -> None:
    wearer = wearer_of(two_faces(), None)
    assert (wearer.skin, wearer.source, wearer.reasons) == (None, "none", ("SELFIE_INVALID",))
