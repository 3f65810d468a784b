"""What the engine says fits the contract, whatever the picture."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from config.contracts import from_wire, to_wire
from layer1.engine.types import FaceMesh
from layer2 import services
from layer2.engine.types import LookSpec, Wearer
from layer2.serializers import LookSpecV0Serializer, StepsV0Serializer, WearerSerializer
from tests.layer2.faces import make_mesh, make_profile
from tests.layer2.painted import Face


def _picture(fill: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.full((400, 400, 3), fill, np.uint8)


@pytest.mark.parametrize("fill", [0, 128, 255])
def test_a_flat_picture_gives_a_valid_look(fill: int) -> None:
    reading = services.read_look(
        _picture(fill), mesh=make_mesh(), profile=make_profile(), locale="en-US"
    )
    body = LookSpecV0Serializer(data=to_wire(reading.look))
    assert body.is_valid(), body.errors
    assert from_wire(LookSpec, to_wire(reading.look)) == reading.look


def test_a_mesh_outside_the_photo_is_unknown_not_an_error() -> None:
    away = FaceMesh(points=make_mesh().points + 5000.0)
    reading = services.read_look(_picture(90), mesh=away, profile=make_profile(), locale="en-US")
    assert reading.look.breakdown.lip.color is None
    assert reading.look.breakdown.lip.color_family == "unknown"


def test_a_wearer_is_measured_or_stated() -> None:
    measured = services.read_wearer(
        _picture(180), mesh=make_mesh(), profile=make_profile(), locale="es"
    )
    stated = services.stated_wearer("#c68642", locale="es")
    for wearer in (measured, stated):
        body = WearerSerializer(data=to_wire(wearer))
        assert body.is_valid(), body.errors
        assert from_wire(Wearer, to_wire(wearer)) == wearer
    assert stated.skin is not None
    assert (stated.skin.hex, stated.source, stated.confidence) == ("#c68642", "stated", 1.0)


def test_steps_without_three_sections_are_refused() -> None:
    assert not StepsV0Serializer(data={"sections": []}).is_valid()


@pytest.mark.parametrize(
    "body",
    [
        {"skin": None, "confidence": 0.0, "source": "selfie"},
        {"skin": None, "confidence": True, "source": "none"},
        {"skin": None, "confidence": 0.5, "source": "none", "extra": 1},
        {"skin": {"hex": "#aabbcc", "lab": [101, 0, 0], "name": "x"}, "confidence": 1.0,
         "source": "stated"},
        {"skin": {"hex": "aabbcc", "lab": [50, 0, 0], "name": "x"}, "confidence": 1.0,
         "source": "stated"},
    ],
)  # fmt: skip
def test_a_wearer_out_of_shape_is_refused(body: dict[str, Any]) -> None:
    assert not WearerSerializer(data=body).is_valid()


def test_skin_whose_forehead_the_photo_cuts_off_has_no_coverage_and_no_finish(
    portrait: Face,
) -> None:
    brows = int(portrait.points[[9, 107, 336], 1].max()) + 4
    points = portrait.points - (0.0, brows, 0.0)
    reading = services.read_look(
        np.ascontiguousarray(portrait.rgb[brows:]), mesh=FaceMesh(points=points),
        profile=portrait.profile, locale="en",
    )  # fmt: skip
    base = reading.look.breakdown.base
    assert (base.finish, base.coverage) == ("unknown", "unknown")
    lost = {one.field: one.cause for one in reading.degraded}
    assert lost["lookSpec.breakdown.base.coverage"] == "SKIN_NOT_VISIBLE"
    assert base.color is not None
