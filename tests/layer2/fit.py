"""Leave-one-out scores of the look's thresholds: python -m tests.layer2.fit ../shared/photos

Each threshold, or two that decide one field together, is moved over a range around its value while
all others stay. For every photo the best setting is chosen on the other photos alone, then used on
it. `folds` is what the choices ranged over, `as good` the settings that do no worse on all photos
than the one in use: a wide range is a threshold that does not hang on a photo.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

SURE: Final = ("high", "medium")
FACTORS: Final = tuple(round(0.5 + 0.05 * step, 2) for step in range(21))  # 0.5 to 1.5
PAIR_FACTORS: Final = FACTORS[::2]


@dataclass(frozen=True)
class Photo:
    """A labelled photo and what was measured on it."""

    name: str
    label: dict[str, Any]
    measures: Any


@dataclass(frozen=True)
class Threshold:
    """Constants of one module that decide a field, the label that it is held against."""

    field: str
    module: ModuleType
    names: tuple[str, ...]
    group: str
    key: str
    only: str = ""  # "present": worn or not is all that counts


@dataclass(frozen=True)
class Fitted:
    """photos: how many count; used, alone: right with the value in use, and leave-one-out."""

    field: str
    names: tuple[str, ...]
    values: tuple[float, ...]
    photos: int
    used: float
    alone: float
    folds: tuple[tuple[float, float], ...]
    good: tuple[tuple[float, float], ...]


def thresholds() -> list[Threshold]:
    from layer2.engine import base_rules, blush, brows, emphasis, eye_rules, lip_rules, shadow

    lip, eye, cheek, base = "lip", "eye", "cheek", "base"
    return [
        Threshold("lip.coverage", lip_rules, ("BARE_RED", "WORN_RED"), lip, "family", "present"),
        Threshold("lip.coverage", lip_rules, ("ROSY",), lip, "family", "present"),
        Threshold("lip.coverage", lip_rules, ("BARE_SHINE", "GLOSS_ALONE"), lip, "family",
                  "present"),
        Threshold("lip.coverage", lip_rules, ("SHEER", "FULL"), lip, "intensity"),
        Threshold("lip.finish", lip_rules, ("MATTE", "GLOSSY"), lip, "finish"),
        Threshold("eye.shadowFamily", shadow, ("COLOURED",), eye, "shadow_family", "present"),
        Threshold("eye.shadowFamily", shadow, ("WARM",), eye, "shadow_family", "present"),
        Threshold("eye.shadowFamily", shadow, ("DEEP_OUTER", "TOGETHER"), eye, "shadow_family",
                  "present"),
        Threshold("eye.shadowFamily", shadow, ("DULL_LOSS", "SMOKE"), eye, "shadow_family"),
        Threshold("eye.shadowFamily", shadow, ("KEPT",), eye, "shadow_family"),
        Threshold("eye.shadowFamily", shadow, ("MUTED",), eye, "shadow_family"),
        Threshold("eye.coverage", shadow, ("MEDIUM", "STRONG"), eye, "shadow_intensity"),
        Threshold("eye.liner", eye_rules, ("CORNER_INK",), eye, "liner", "present"),
        Threshold("eye.liner", eye_rules, ("LASH_LINE",), eye, "liner", "present"),
        Threshold("eye.lashes", eye_rules, ("LASH_LINE",), eye, "lashes"),
        Threshold("eye.brow", brows, ("BOLD", "DEFINED"), "brow", "definition"),
        Threshold("base.finish", base_rules, ("GLEAM_FOREHEAD", "GLEAM_CHEEKS"), base, "finish"),
        Threshold("base.coverage", base_rules, ("EVEN", "BARE"), base, "coverage"),
        Threshold("blush.intensity", blush, ("WORN",), cheek, "blush", "present"),
        Threshold("blush.intensity", blush, ("MEDIUM", "STRONG"), cheek, "blush"),
        Threshold("emphasis", emphasis, ("FULL_LIP",), "", "emphasis"),
        Threshold("emphasis", emphasis, ("BLUSH_FLOOR", "FULL_BLUSH"), "", "emphasis"),
        Threshold("emphasis", emphasis, ("WARM_SCALE", "COLOUR_SCALE"), "", "emphasis"),
        Threshold("emphasis", emphasis, ("SMOKE_FLOOR", "SMOKE_SCALE"), "", "emphasis"),
    ]  # fmt: skip


def fit(threshold: Threshold, photos: Sequence[Photo]) -> Fitted:
    """Return the scores of one threshold over the photos whose label is sure."""
    kept = [photo for photo in photos if wanted(threshold, photo.label)]
    now = tuple(float(getattr(threshold.module, name)) for name in threshold.names)
    factors = FACTORS if len(now) == 1 else PAIR_FACTORS
    settings = [
        tuple(value * factor for value, factor in zip(now, each, strict=True))
        for each in product(factors, repeat=len(now))
    ]
    if len(now) == 2 and now[0] < now[1] and threshold.field != "emphasis":
        settings = [each for each in settings if each[0] < each[1]]
    right = np.array([_right(threshold, each, kept) for each in settings])
    used = _right(threshold, now, kept)
    chosen, score = leave_one_out(right)
    good = [settings[i] for i in np.flatnonzero(right.sum(1) >= used.sum())]
    folds = [settings[i] for i in chosen]
    return Fitted(
        threshold.field, threshold.names, now, len(kept), round(float(used.mean()), 3),
        round(score, 3), _ranges(folds), _ranges(good or [now]),
    )  # fmt: skip


def leave_one_out(right: NDArray[np.bool_]) -> tuple[list[int], float]:
    """Return the setting chosen without each photo, and the part of photos that it reads right.

    right: (settings, photos). Of settings that are equally good the middle one is taken.
    """
    totals = right.sum(1)
    chosen = []
    for photo in range(right.shape[1]):
        others = totals - right[:, photo]
        best = np.flatnonzero(others == others.max())
        chosen.append(int(best[len(best) // 2]))
    return chosen, float(np.mean([right[setting, i] for i, setting in enumerate(chosen)]))


def _ranges(settings: Sequence[tuple[float, ...]]) -> tuple[tuple[float, float], ...]:
    columns = zip(*settings, strict=True)
    return tuple((round(min(column), 3), round(max(column), 3)) for column in columns)


def wanted(threshold: Threshold, label: dict[str, Any]) -> frozenset[str]:
    """Return the answers that count as right; none where the label is not sure."""
    if threshold.field == "emphasis":
        first = label["emphasis"][:1]
        return frozenset({"cheek": "base"}.get(each, each) for each in first)
    group = label[threshold.group]
    value = group.get(threshold.key)
    sure = label["label_confidence"].get(threshold.group, "high") in SURE
    disputed = f"{threshold.group}.{threshold.key}" in label.get("pass_disagreements", [])
    if not sure or disputed or value in (None, "unknown"):
        return frozenset()
    return frozenset({value, *(group.get(f"{threshold.key}_alt") or [])})


def _right(
    threshold: Threshold, setting: tuple[float, ...], photos: Sequence[Photo]
) -> NDArray[np.bool_]:
    """Return which photos are read right with the constants set so."""
    before = [getattr(threshold.module, name) for name in threshold.names]
    try:
        for name, value in zip(threshold.names, setting, strict=True):
            setattr(threshold.module, name, value)
        return np.array([_agrees(threshold, photo) for photo in photos])
    finally:
        for name, value in zip(threshold.names, before, strict=True):
            setattr(threshold.module, name, value)


def _agrees(threshold: Threshold, photo: Photo) -> bool:
    from layer2.engine.facts import look_values
    from layer2.engine.read import tell_look

    look = tell_look(photo.measures, locale="en").look
    right = wanted(threshold, photo.label)
    if threshold.field == "emphasis":
        return look.emphasis_areas[:1] == tuple(right)
    found = look_values(look)[threshold.field]
    if threshold.only == "present":
        return found != "unknown" and (found != "none") == ("none" not in right)
    return found in right


def read_photos(folder: Path) -> list[Photo]:
    """Return the labelled photos that show a usable face."""
    from layer1.engine.pyramid import Pyramid
    from layer1.services import read_face
    from layer2.engine.measure import measure
    from lookjobs.engine.decode import decode

    found = []
    for label in json.loads((folder / "labels.json").read_text()):
        if label["gate_expected"] != "ok" or not label.get("makeup_labels_valid", True):
            continue
        rgb = decode((folder / label["file"]).read_bytes())
        face = read_face(rgb, source="reference", locale="en")
        if face.mesh is not None and face.profile is not None:
            measures = measure(Pyramid(rgb), mesh=face.mesh, profile=face.profile)
            found.append(Photo(label["file"], label, measures))
    return found


def table(rows: Sequence[Fitted]) -> str:
    """Return the rows as Markdown."""
    lines = [
        "| field | threshold | value | photos | right | leave-one-out | folds | as good |",
        "| --- | --- | --- | ---: | ---: | ---: | --- | --- |",
    ]
    for row in rows:
        cells = [
            row.field, ", ".join(row.names), ", ".join(f"{value:g}" for value in row.values),
            str(row.photos), f"{row.used:.2f}", f"{row.alone:.2f}", _shown(row.folds),
            _shown(row.good),
        ]  # fmt: skip
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _shown(ranges: Sequence[tuple[float, float]]) -> str:
    return ", ".join(f"{low:g} to {high:g}" for low, high in ranges)


def main(folder: Path, say: Callable[[str], Any]) -> None:
    photos = read_photos(folder)
    say(table([fit(threshold, photos) for threshold in thresholds()]))


if __name__ == "__main__":
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main(Path(sys.argv[1]), lambda text: sys.stdout.write(text + "\n"))
