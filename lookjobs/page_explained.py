"""The explanation of a look as a page that needs no other file, for windows wide and narrow."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from config.contracts import to_wire
from layer2.engine.explain_face import LEGEND, LETTERS
from layer2.engine.explain_svg import eye_drawings, face_drawing, reasons, swatch_name
from layer2.engine.explain_words import WORDS
from layer2.engine.explanation import Explanation, FaceWhy
from layer2.engine.wording import language_of
from lookjobs.services.explained import FONTS


def explained_page(why: Explanation, file: str) -> str:
    """Return what the picture shows and every measure; file: the photo's name."""
    language, against = language_of(why.locale), reasons(why)
    given = {code for code, *_ in against}
    return render_to_string(
        "explain.html",
        {
            "why": why,
            "file": file,
            "language": language,
            "say": WORDS[language],
            "reasons": against,
            "measures": [
                (each, each.code in given or f"REF_{each.code}" in given) for each in why.measures
            ],
            "face_drawing": _markup(face_drawing(why)),
            "fonts": [
                {
                    "weight": path.stem.rpartition("-")[2],
                    "data": b64encode(path.read_bytes()).decode(),
                }
                for path in sorted(FONTS.glob("figtree-*.ttf"))
            ],
            **(_face_parts(why, why.face) if why.face is not None else {}),
        },
    )


def _face_parts(why: Explanation, face: FaceWhy) -> dict[str, Any]:
    say = WORDS[language_of(why.locale)]
    look = face.reading.look
    return {
        "look": look,
        "wire": json.dumps(to_wire(look), indent=2, ensure_ascii=False),
        "swatches": [(swatch_name(place, say), one) for place, one in face.swatches.items()],
        "fields": [(each, say.get(each.cause, each.cause)) for each in face.fields],
        "legend": [(color, say[key]) for key, color in LEGEND],
        "discs": [
            (
                LETTERS[each.place],
                say[f"cheek_{each.place}"],
                say[each.side],
                say[f"disc_{each.state}"],
                each,
            )
            for each in face.discs
        ],
        "eyes": [_markup(drawing) for drawing in eye_drawings(why)],
        "facts": [(say[label], value) for label, value in face.facts],
    }


def _markup(drawing: str) -> str:
    return mark_safe(drawing)  # noqa: S308  (the engine escapes every text in it)
