"""A photo without colours of its own: what hangs on colour is unknown, all else is read."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest

from config.contracts import to_wire
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB, FaceMesh
from layer2 import services
from layer2.engine.canvas import face_canvas
from layer2.engine.monochrome import is_colourless
from layer2.engine.types import LookReading
from layer2.serializers import LookSpecV0Serializer
from tests.layer2.painted import DEPTHS, Face, of_depth
from tests.layer2.painter import Makeup, paint

RED_LIPS = Makeup(lip="#b01c2e", shadow="#2f55a8", shadow_opacity=0.9, blush="#e0607a")
SEPIA = np.array([[0.393, 0.769, 0.189], [0.349, 0.686, 0.168], [0.272, 0.534, 0.131]]) * 0.8


def grey(rgb: RGB) -> RGB:
    return np.asarray(np.dstack([cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY)] * 3), np.uint8)


def sepia(rgb: RGB) -> RGB:
    return np.asarray((grey(rgb) @ SEPIA.T).clip(0, 255), np.uint8)


def as_jpeg(rgb: RGB) -> RGB:
    kept = cv2.imencode(".jpg", rgb[..., ::-1], [cv2.IMWRITE_JPEG_QUALITY, 60])[1]
    return np.ascontiguousarray(np.asarray(cv2.imdecode(kept, cv2.IMREAD_COLOR))[..., ::-1])


def reading_of(face: Face, rgb: RGB) -> LookReading:
    mesh = FaceMesh(points=face.points)
    return services.read_look(rgb, mesh=mesh, profile=face.profile, locale="en")


@pytest.mark.parametrize("without", [grey, sepia])
def test_colours_of_a_photo_without_any_are_unknown(portrait: Face, without: Any) -> None:
    reading = reading_of(portrait, as_jpeg(without(paint(portrait.rgb, portrait.points, RED_LIPS))))
    base, eye, lip = (getattr(reading.look.breakdown, area) for area in ("base", "eye", "lip"))
    told = (
        lip.coverage, lip.color_family, lip.finish, eye.coverage, eye.shadow_family, eye.finish,
        base.blush.intensity, base.blush.hue, base.coverage,
    )  # fmt: skip
    assert set(told) == {"unknown"}
    assert (lip.color, base.color, base.blush.color, eye.colors) == (None, None, None, ())
    assert reading.look.color_story == ()
    assert "NO_COLOR" in reading.look.warnings
    causes = {lost.cause for lost in reading.degraded}
    assert causes == {"NO_COLOR"}
    assert "unknown" not in (eye.liner, eye.lashes, eye.brow, base.finish)
    body = LookSpecV0Serializer(data=to_wire(reading.look))
    assert body.is_valid(), body.errors


def test_the_same_photo_in_colour_is_read(portrait: Face) -> None:
    look = reading_of(portrait, as_jpeg(paint(portrait.rgb, portrait.points, RED_LIPS))).look
    assert look.breakdown.lip.color_family == "red"
    assert look.breakdown.eye.shadow_family == "blue"
    assert "NO_COLOR" not in look.warnings


@pytest.mark.parametrize("depth", DEPTHS)
@pytest.mark.parametrize("exposure", [0.4, 1.0])
def test_a_bare_face_of_any_depth_has_colours(portrait: Face, depth: str, exposure: float) -> None:
    face = of_depth(portrait, depth)
    dimmed = np.asarray((face.rgb * exposure).clip(0, 255), np.uint8)
    assert not is_colourless(face_canvas(Pyramid(dimmed), face.points))
