"""The explanation of a look, made on demand from the photo itself; nothing of it is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import resvg_py

from layer1 import services as layer1
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB, Gate
from layer2.engine.explain_svg import draw
from layer2.engine.explanation import Explanation, explain
from lookjobs.models import Upload
from lookjobs.services.photos import read_photo

FONTS: Final = Path(__file__).resolve().parent.parent / "fonts"


def explain_photo(rgb: RGB, *, locale: str = "en") -> Explanation:
    """Return the gate's word on a photo, and why its look is read as it is, refused or not.

    The gate judges the photo as a reference: what it would say of a selfie is left out.
    """
    photo = Pyramid(rgb)
    found = layer1.read_face(photo, source="reference", locale=locale)
    gate = layer1.judge(
        bundle=None, selfie_given=False, reference=found, selfie=None, locale=locale
    )
    if gate.gate != "hard_reject":
        gate = Gate(gate="ok", reasons=(), details=())
    return explain(photo, found=found, gate=gate, locale=locale)


def explained_picture(upload: Upload | None, *, locale: str = "en") -> bytes:
    """Return the explanation of a stored photo as PNG, 1520 wide, as high as it needs.

    Raises AssetNotFoundError, UnreadablePhotoError. Who calls it for a person checks the permission
    and records the view first.
    """
    return picture(explain_photo(read_photo(upload), locale=locale))


def picture(why: Explanation) -> bytes:
    """Return an explanation as PNG, with our own fonts alone: the same bytes on every machine."""
    return resvg_py.svg_to_bytes(
        svg_string=draw(why),
        skip_system_fonts=True,
        font_files=sorted(str(path) for path in FONTS.glob("*.ttf")),
        sans_serif_family="Figtree",
        font_family="Figtree",
    )
