"""The portrait that scikit-image ships (NASA, public domain): a photo that every machine has."""

from __future__ import annotations

from pathlib import Path

import skimage.data
from django.conf import settings
from PIL import Image


def sample_photo() -> Path:
    """Write the portrait as a PNG under var/demo and return its path."""
    path: Path = settings.VAR_DIR / "demo" / "astronaut.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(skimage.data.astronaut()).save(path)  # type: ignore[no-untyped-call]
    return path
