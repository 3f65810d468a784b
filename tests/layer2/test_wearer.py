"""The wearer's skin from a selfie: as sure as light, its cast and the pose let it be."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from config.colour import lab_from_hex
from config.contracts import from_wire, to_wire
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB, FaceMesh, FaceProfile, Pose
from layer2 import services
from layer2.engine.measure import measure
from layer2.engine.read import tell_look
from layer2.engine.swatches import swatch
from layer2.engine.types import Wearer
from layer2.serializers import WearerSerializer
from tests.layer2.painted import Face
from tests.layer2.test_colourless import grey


def wearer_of(face: Face, rgb: RGB | None = None, **quality: Any) -> Wearer:
    profile: FaceProfile = replace(
        face.profile,
        source="selfie",
        quality=replace(face.profile.quality, **quality),
    )
    shown = face.rgb if rgb is None else rgb
    return services.read_wearer(
        shown, mesh=FaceMesh(points=face.points), profile=profile, locale="en"
    )


def test_a_good_selfie_is_sure_and_has_no_reasons(portrait: Face) -> None:
    wearer = wearer_of(portrait, pose=Pose(0.0, 0.0, 0.0), lighting_score=100.0)
    assert (wearer.source, wearer.confidence, wearer.reasons) == ("selfie", 1.0, ())
    body = WearerSerializer(data=to_wire(wearer))
    assert body.is_valid(), body.errors
    assert from_wire(Wearer, to_wire(wearer)) == wearer


@pytest.mark.parametrize(
    ("quality", "reason"),
    [
        ({"pose": Pose(25.0, 0.0, 0.0)}, "TURNED"),
        ({"lighting_score": 60.0}, "LOW_LIGHT"),
    ],
)
def test_what_makes_it_less_sure_is_told(
    portrait: Face, quality: dict[str, Any], reason: str
) -> None:
    good: dict[str, Any] = {"pose": Pose(0.0, 0.0, 0.0), "lighting_score": 100.0}
    wearer = wearer_of(portrait, **(good | quality))
    assert wearer.reasons == (reason,)
    assert wearer.confidence < wearer_of(portrait, **good).confidence
    assert wearer.skin == wearer_of(portrait, **good).skin


def test_a_cast_lowers_the_confidence(portrait: Face) -> None:
    blue = np.asarray((portrait.rgb * np.array([0.7, 0.9, 1.0])).clip(0, 255), np.uint8)
    wearer = wearer_of(portrait, blue, pose=Pose(0.0, 0.0, 0.0), lighting_score=100.0)
    assert wearer.reasons == ("COLOR_CAST",)
    assert wearer.confidence <= 0.8


def test_no_skin_is_said_where_it_cannot_be_trusted(portrait: Face) -> None:
    for wearer, reason in (
        (wearer_of(portrait, valid=False), "SELFIE_INVALID"),
        (wearer_of(portrait, grey(portrait.rgb)), "NO_COLOR"),
        (wearer_of(portrait, lighting_score=20.0), "LOW_LIGHT"),
    ):
        assert (wearer.skin, wearer.source, wearer.confidence) == (None, "none", 0.0)
        assert reason in wearer.reasons
        assert WearerSerializer(data=to_wire(wearer)).is_valid()


def test_a_wearer_of_older_results_has_no_reasons() -> None:
    old = {"skin": None, "confidence": 0.0, "source": "none"}
    assert WearerSerializer(data=old).is_valid()
    assert from_wire(Wearer, old).reasons == ()


def test_a_reason_out_of_the_list_is_refused() -> None:
    body = {"skin": None, "confidence": 0.0, "source": "none", "reasons": ["BAD_HAIR_DAY"]}
    assert not WearerSerializer(data=body).is_valid()


@pytest.mark.parametrize(
    ("hex_text", "name", "as_any_color"),
    [
        ("#ce8259", "almond", "copper"),
        ("#eaae8f", "sand", "apricot"),
        ("#28211b", "ebony", "soft black"),
        ("#896a5c", "chestnut", "taupe brown"),
    ],
)
def test_a_skin_is_named_as_skins_are(hex_text: str, name: str, as_any_color: str) -> None:
    skin = services.stated_wearer(hex_text, locale="en").skin
    assert skin is not None
    assert (skin.name, skin.hex) == (name, hex_text)
    assert swatch(skin.lab, "en").name == as_any_color


def test_the_complexion_of_a_look_is_named_as_skins_are(portrait: Face) -> None:
    mesh = FaceMesh(points=portrait.points)
    found = measure(Pyramid(portrait.rgb), mesh=mesh, profile=portrait.profile)
    assert found.skin is not None
    copper = replace(found.skin, lab=np.array(lab_from_hex("#ce8259")))
    color = tell_look(replace(found, skin=copper), locale="es").look.breakdown.base.color
    assert color is not None
    assert color.name == "almendra"
