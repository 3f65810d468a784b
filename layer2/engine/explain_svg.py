"""Draws an explanation as one sheet: the gate's word, the face, both eyes, colors and fields.

One SVG with its pictures inside, so that it stands alone in a file or a converter. It is as high as
what it says needs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from layer1.engine.compatibility.words import say as say_text
from layer1.engine.tips import TIPS
from layer2.engine import explain_eye, explain_face
from layer2.engine.explain_text import (
    FAINT,
    GREEN,
    INK,
    RUST,
    SOFT,
    element,
    paragraph,
    words,
)
from layer2.engine.explain_words import WORDS
from layer2.engine.explanation import Explanation, FaceWhy, FieldWhy
from layer2.engine.svg import tag
from layer2.engine.types import Evidence
from layer2.engine.wording import language_of

WIDTH: Final = 1520
EDGE: Final = 20
COLUMN: Final = EDGE + explain_face.WIDTH + 40  # where the eyes and the fields begin
COLUMN_WIDTH: Final = WIDTH - EDGE - COLUMN
VALUE_AT, BAR_AT, BAR = 170, 470, 110  # from the column's begin
SWATCH_WIDTH, SWATCH_HEIGHT = 205, 46
REASON_AT, LIMIT_AT, TIP_AT = 14, 310, 640
Say = Mapping[str, str]


def draw(why: Explanation) -> str:
    """Return the explanation as one SVG element, WIDTH wide."""
    say = WORDS[language_of(why.locale)]
    head, top = _head(why, say, EDGE)
    photo, below = explain_face.face(why, say)
    drawn = [head, tag("g", photo, transform=f"translate({EDGE} {top:g})")]
    end = top + below
    if why.face is not None:
        eyes, end = _eyes(why.face, say, end + 20)
        colors, foot = _colors(why.face, say, top)
        fields, foot = _fields(why.face, say, foot + 24)
        drawn += [eyes, colors, fields]
        end = max(end, foot)
    return element("".join(drawn), WIDTH, round(end + EDGE), say["sheet"])


def face_drawing(why: Explanation) -> str:
    """Return the face alone as an SVG element, without the legend of its colors."""
    say = WORDS[language_of(why.locale)]
    drawn, height = explain_face.face(why, say, legend=False)
    return element(drawn, explain_face.WIDTH, round(height), say["face"])


def eye_drawings(why: Explanation) -> list[str]:
    """Return each eye alone as an SVG element."""
    say = WORDS[language_of(why.locale)]
    drawings = []
    for shown in why.face.eyes if why.face else ():
        drawn, height = explain_eye.eye(shown, say)
        label = f"{say['eyes']}: {say[shown.side]}"
        drawings.append(element(drawn, explain_eye.WIDTH, round(height + 4), label))
    return drawings


def _head(why: Explanation, say: Say, top: float) -> tuple[str, float]:
    """Return the look's title and the gate's word with its reasons, and where they end."""
    drawn, y = "", top + 18
    if why.face is not None:
        look = why.face.reading.look
        drawn = words(look.look_title or say["untitled"], EDGE, y, size=22, bold=True)
        more = f"{say['emphasis']}: {', '.join(look.emphasis_areas) or say['none']}"
        if look.warnings:
            more += f". {say['warnings']}: {', '.join(look.warnings)}"
        said, y = paragraph(more, EDGE, y + 22, WIDTH - 2 * EDGE, fill=SOFT)
        drawn += said
        y += 4
    gate, y = _gate(why, say, y)
    return drawn + gate, y + 14


def _gate(why: Explanation, say: Say, top: float) -> tuple[str, float]:
    color = RUST if why.refused else GREEN
    y = top + 16
    state = say["hard_reject" if why.refused else "ok"]
    said = f"{say['gate']}: {state}"
    rows = words(said, EDGE + REASON_AT, y, size=15, bold=True, fill=color)
    note = ""
    if why.refused:
        note = say["refused_face" if why.face is None else "refused_look"]
    elif why.doubts:
        note = say["doubts"]
    rows += words(note, EDGE + LIMIT_AT, y)
    for code, value, limit, tip in reasons(why):
        measured = f"{say['measured'].lower()} {value}, {say['limit'].lower()} {limit}"
        rows += words(code, EDGE + REASON_AT, y + 20, bold=True)
        first, down = paragraph(measured, EDGE + LIMIT_AT, y + 20, TIP_AT - LIMIT_AT - 16)
        second, foot = paragraph(tip, EDGE + TIP_AT, y + 20, WIDTH - 2 * EDGE - TIP_AT - 14)
        rows += first + second
        y = max(down, foot, y + 20 + 17) - 17
    frame = tag("rect", x=EDGE, y=top - 6, width=WIDTH - 2 * EDGE, height=y - top + 16, rx=6,
                fill="#ffffff", stroke=color)  # fmt: skip
    return frame + rows, y + 12


def reasons(why: Explanation) -> list[tuple[str, str, str, str]]:
    """Return code, measured value, limit and tip of each reason, and of what was doubted."""
    rows = [
        (each.code, _plain(each.value), _plain(each.limit), each.tip) for each in why.gate.details
    ]
    return rows + [
        (each.code, f"{_plain(each.value)} {each.unit}", _plain(each.limit), _tip(each.code, why))
        for each in why.doubts
    ]


def _tip(code: str, why: Explanation) -> str:
    return say_text(TIPS[code], language_of(why.locale)) if code in TIPS else ""


def _plain(value: float | str | None) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value or "-")


def _colors(face: FaceWhy, say: Say, top: float) -> tuple[str, float]:
    """Return every swatch and the measures that no field names."""
    drawn, y = words(say["colors"], COLUMN, top + 14, size=15, bold=True), top + 26
    across = COLUMN_WIDTH // SWATCH_WIDTH
    for index, (place, one) in enumerate(face.swatches.items()):
        x, at = COLUMN + SWATCH_WIDTH * (index % across), y + SWATCH_HEIGHT * (index // across)
        drawn += tag("rect", x=x, y=at, width=44, height=36, rx=4, fill=one.hex, stroke=FAINT)
        drawn += words(f"{swatch_name(place, say)} {one.hex}", x + 52, at + 14, bold=True)
        drawn += words(one.name, x + 52, at + 31, size=12)
    y += SWATCH_HEIGHT * -(-len(face.swatches) // across) + 22
    drawn += words(say["facts"], COLUMN, y, size=15, bold=True)
    for label, value in face.facts:
        y += 19
        drawn += words(f"{say[label]}: {value}", COLUMN, y)
    return drawn, y + 8


def swatch_name(place: str, say: Say) -> str:
    """Return a color's place in words: shadow2 is "shadow 2"."""
    if place.startswith("shadow"):
        return say["shadow"].format(number=place.removeprefix("shadow"))
    return say[place]


def _eyes(face: FaceWhy, say: Say, top: float) -> tuple[str, float]:
    drawn, foot = words(say["eyes"], EDGE, top + 14, size=15, bold=True), top + 26
    drawn += words(say["searched"], EDGE + explain_face.WIDTH, top + 14, size=12, fill=SOFT,
                   text_anchor="end")  # fmt: skip
    end = foot
    for index, shown in enumerate(face.eyes):
        one, height = explain_eye.eye(shown, say)
        x = EDGE + index * (explain_face.WIDTH - explain_eye.WIDTH)
        drawn += tag("g", one, transform=f"translate({x} {foot:g})")
        end = max(end, foot + height)
    return drawn, end


def _fields(face: FaceWhy, say: Say, top: float) -> tuple[str, float]:
    drawn, y = words(say["fields"], COLUMN, top + 14, size=15, bold=True), top + 22
    for field in face.fields:
        one, y = _field(field, say, y)
        drawn += one
    return drawn, y


def _field(field: FieldWhy, say: Say, top: float) -> tuple[str, float]:
    """Return a field: value, a bar for its confidence, and all that was measured for it."""
    y = top + 18
    known = field.value != "unknown"
    value = field.value if known else f"{say['unknown']}: {field.cause}"
    color = GREEN if known else RUST
    drawn = tag("line", x1=COLUMN, x2=COLUMN + COLUMN_WIDTH, y1=top, y2=top, stroke=FAINT)
    drawn += words(field.field, COLUMN, y)
    drawn += words(value, COLUMN + VALUE_AT, y, bold=True, fill=INK if known else RUST)
    drawn += tag("rect", x=COLUMN + BAR_AT, y=y - 9, width=BAR, height=9, fill=FAINT)
    drawn += tag("rect", x=COLUMN + BAR_AT, y=y - 9, width=BAR * field.confidence, height=9,
                 fill=color)  # fmt: skip
    drawn += words(f"{field.confidence:.2f}", COLUMN + BAR_AT + BAR + 10, y)
    lines = [measured(each) for each in field.evidence]
    if not known:
        lines.insert(0, say.get(field.cause, field.cause))
    y += 16
    for said in lines or [say["nothing"]]:
        one, y = paragraph(said, COLUMN + 12, y, COLUMN_WIDTH - 12, size=12, fill=SOFT)
        drawn += one
    return drawn, y - 6


def measured(each: Evidence) -> str:
    """Return one piece of evidence as a sentence."""
    return f"{each.metric} {each.value} {each.unit}. {each.rule}"
