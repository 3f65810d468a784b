"""How far every measure of a photo is from its limit, for many photos and what is made of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import skimage.data

from layer1.engine.evidence import SURE_SCORE
from layer1.engine.gate import judge
from layer1.engine.measures import TOO_LOW
from layer1.engine.pyramid import Pyramid
from layer1.engine.reading import read
from layer1.engine.types import RGB, FaceReading
from layer1.evaluation.variants import VARIANTS, Must
from layer1.landmarks import get_finder
from layer1.services import read_face

# Pictures of scikit-image without a face: animals, things, textures, text, space, tissue, people
# too far away to be seen.
NO_FACE: Final = (
    "brick", "camera", "cat", "cell", "clock", "coffee", "coins", "colorwheel", "grass", "gravel",
    "horse", "hubble_deep_field", "immunohistochemistry", "microaneurysms", "moon", "page",
    "retina", "rocket", "shepp_logan_phantom", "text", "checkerboard",
)  # fmt: skip
# In the order of the table; the rest stands in the JSON only.
COLUMNS: Final = {
    "DETECTOR": "detector", "LIGHTING_LOW_CONFIDENCE": "light",
    "SHARPNESS_LOW_CONFIDENCE": "sharp", "FACE_TOO_SMALL": "px", "FACE_TOO_LARGE": "of photo",
    "FACE_BORDER_CUTOFF": "outside", "GEOMETRY_FAILED": "turned", "EYES_OCCLUDED": "eyes",
    "MOUTH_OCCLUDED": "mouth",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """values: {code: (value, limit, margin)}; margin is the way to the limit as a share of it,
    negative past it. ok: whether the gate said what it must."""

    name: str
    must: Must
    gate: str
    faces: int
    flags: tuple[str, ...]
    values: dict[str, tuple[float, float, float]]
    ok: bool

    def nearest(self) -> tuple[str, float]:
        """Return the measure of the table that is nearest to its limit, or furthest past it."""
        code = min(COLUMNS.keys() & self.values, key=lambda each: (self.values[each][2], each))
        return code, self.values[code][2]


def measure(name: str, rgb: RGB, must: Must = "either") -> Row:
    """Return one photo's measures and what the gate says of it."""
    photo = Pyramid(rgb)
    found = get_finder().find(photo)
    reading = read(photo, found, source="reference", locale="en")
    gate = judge(bundle=None, selfie_given=False, reference=reading, selfie=None, language="en")
    score = max((box.score for box in found.boxes), default=0.0)
    values = {"DETECTOR": (round(score, 3), SURE_SCORE, _margin("DETECTOR", score, SURE_SCORE))}
    for each in reading.measures[1:]:
        if each.value is not None and each.limit is not None:
            values[each.code] = (each.value, each.limit, _margin(each.code, each.value, each.limit))
    flags = _flags(reading)
    refused = gate.gate == "hard_reject"
    ok = {"keep": not refused, "refuse": refused, "either": True}.get(
        must, refused or must in flags
    )
    return Row(name, must, gate.gate, reading.face_count, flags, values, ok)


def varied(name: str, rgb: RGB) -> list[Row]:
    """Return the measures of everything that is made of a photo; none without a face in it."""
    mesh = read_face(rgb, source="reference", locale="en").mesh
    if mesh is None:
        return []
    return [measure(f"{name}, {v.name}", v.make(rgb, mesh), v.must) for v in VARIANTS]


def without_faces() -> list[Row]:
    """Return the measures of pictures that show no face; all must be refused."""
    rows = []
    for name in NO_FACE:
        picture = np.asarray(getattr(skimage.data, name)())
        if picture.dtype != np.uint8:
            picture = (picture.astype(float) / max(float(picture.max()), 1e-9) * 255).astype(
                "uint8"
            )
        rgb = picture if picture.ndim == 3 else np.dstack([picture] * 3)
        rows.append(measure(f"scikit-image {name}", np.ascontiguousarray(rgb[..., :3]), "refuse"))
    return rows


def table(rows: Iterable[Row]) -> str:
    """Return the rows as a Markdown table; a margin past its limit stands in bold."""
    head = ["photo", "must", "gate", "faces", *COLUMNS.values(), "nearest", ""]
    lines = [f"| {' | '.join(head)} |", f"|{' --- |' * len(head)}"]
    for row in rows:
        cells = [_cell(row.values.get(code)) for code in COLUMNS]
        code, margin = row.nearest()
        near = f"{COLUMNS.get(code, code.lower())} {margin:+.0%}"
        line = [row.name, row.must, row.gate, str(row.faces), *cells, near, "" if row.ok else "NO"]
        lines.append(f"| {' | '.join(line)} |")
    return "\n".join(lines) + "\n"


def wire(row: Row) -> dict[str, Any]:
    """Return a row as JSON-ready data."""
    values = {
        code: {"value": value, "limit": limit, "margin": round(margin, 4)}
        for code, (value, limit, margin) in row.values.items()
    }
    return {
        "name": row.name, "must": row.must, "gate": row.gate, "faces": row.faces,
        "flags": list(row.flags), "measures": values, "ok": row.ok,
    }  # fmt: skip


def _margin(code: str, value: float, limit: float) -> float:
    way = value - limit if code in TOO_LOW or code == "DETECTOR" else limit - value
    return way / limit


def _flags(reading: FaceReading) -> tuple[str, ...]:
    if reading.profile is None:
        return ()
    flags = reading.profile.quality.occlusion_flags
    found = {"eyes": flags.eyes_occluded, "mouth": flags.mouth_occluded}
    return tuple(name for name, is_set in found.items() if is_set)


def _cell(value: tuple[float, float, float] | None) -> str:
    if value is None:
        return ""
    text = f"{value[0]:g}"
    return f"**{text}**" if value[2] < 0 else text
