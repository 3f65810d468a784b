"""A photo that every machine has, and the same photo with makeup painted on.

The portrait is scikit-image's (NASA, public domain). It shows no makeup that is sold for certain,
so the journeys that need a kit paint some on, by the painter that the look is measured against.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import numpy as np
import skimage.data
from PIL import Image

from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB
from layer1.landmarks import get_finder
from tests.layer2.painter import Liner, Makeup, paint

EVENING: Final = Makeup(
    lip="#8e2140", shadow="#8a5a3c", shadow_opacity=0.75, liner=Liner(angle=22.0),
    blush="#d4607a", blush_opacity=0.4,
)  # fmt: skip


def bare(folder: Path) -> Path:
    """Write the portrait as it is and return its path."""
    return _write(_portrait(), folder / "portrait.png")


def made_up(folder: Path) -> Path:
    """Write the portrait with lip color, shadow, liner and blush, and return its path."""
    photo = _portrait()
    points = get_finder().find(Pyramid(photo)).meshes[0].points
    return _write(paint(photo, points, EVENING), folder / "made_up.png")


def _portrait() -> RGB:
    return np.asarray(skimage.data.astronaut(), np.uint8)  # type: ignore[no-untyped-call]


def _write(rgb: RGB, path: Path) -> Path:
    Image.fromarray(rgb).save(path)
    return path
