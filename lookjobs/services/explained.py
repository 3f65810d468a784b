"""The explanation of a look, drawn on demand from the photo itself; nothing of it is stored."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import resvg_py

from config.errors import DomainError
from layer1 import services as layer1
from layer1.engine.pyramid import Pyramid
from layer1.engine.types import RGB
from layer2.engine.explain_svg import draw
from layer2.engine.explanation import Explanation, explain
from lookjobs.models import Upload
from lookjobs.services.photos import read_photo

FONTS: Final = Path(__file__).resolve().parent.parent / "fonts"


class NothingToExplainError(DomainError):
    """The photo shows no face that a look could be read from."""

    code, status = "LAYER1_HARD_REJECT", 422


def explain_photo(rgb: RGB, *, locale: str = "en") -> Explanation:
    """Return why the look of a photo is read as it is. Raises NothingToExplainError."""
    photo = Pyramid(rgb)
    face = layer1.read_face(photo, source="reference", locale=locale)
    if face.mesh is None or face.profile is None:
        raise NothingToExplainError("The photo shows no single face.")
    return explain(photo, mesh=face.mesh, profile=face.profile, locale=locale)


def explained_picture(upload: Upload | None, *, locale: str = "en") -> bytes:
    """Return the explanation of a stored photo as PNG, 1520 x 1180.

    Raises NothingToExplainError, AssetNotFoundError, UnreadablePhotoError. Who calls it for a
    person checks the permission and records the view first.
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
