"""The portrait that scikit-image ships (NASA, public domain): a photo that every machine has."""

from __future__ import annotations

from pathlib import Path

import skimage.data
from PIL import Image

from config.paths import generated


def sample_photo() -> Path:
    """Write the portrait as a PNG under var/demo and return its path."""
    path = generated("demo", "astronaut.png")
    Image.fromarray(skimage.data.astronaut()).save(path)  # type: ignore[no-untyped-call]
    return path
