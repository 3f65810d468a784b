"""Golden looks: what the engine says of fixed cases, kept in a file so that a change shows.

Categories and card names only, no number: a figure that moves in its last digits is no new answer.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import skimage.data

from layer1 import services as layer1
from layer2.engine.facts import look_values
from layer2.evaluation.checks import Answer, answer, flat
from layer2.evaluation.made_up import made_up
from layer2.services import read_look

FILE: Final = Path(__file__).with_name("golden.json")
SEED: Final = 7
CASES: Final = 14
PORTRAIT: Final = "portrait"


def now() -> dict[str, Any]:
    """Return what the engine says of the golden cases today, and of scikit-image's portrait."""
    found = {case.name: _told(answer(case)) for case in made_up(CASES, SEED)}
    return found | {PORTRAIT: portrait()}


def portrait() -> dict[str, Any]:
    """Return the fields of a real photo, measured from its pixels on."""
    rgb = np.ascontiguousarray(skimage.data.astronaut())  # type: ignore[no-untyped-call]
    face = layer1.read_face(rgb, source="reference", locale="en")
    if face.mesh is None or face.profile is None:
        return {"fields": None}
    look = read_look(rgb, mesh=face.mesh, profile=face.profile, locale="en").look
    return {"fields": look_values(look), "emphasis": list(look.emphasis_areas)}


def expected() -> dict[str, Any]:
    """Return the golden file's content."""
    found: dict[str, Any] = json.loads(FILE.read_text())
    return found


def write() -> None:
    """Make today's answers the golden ones."""
    FILE.write_text(json.dumps(now(), indent=1) + "\n")


def differences(one: dict[str, Any], other: dict[str, Any]) -> Iterable[str]:
    """Yield a line for each case that is not as it was."""
    for name in sorted({*one, *other}):
        before, after = one.get(name), other.get(name)
        if before is None or after is None:
            yield f"{name}: only {'now' if before is None else 'before'}"
        elif before != after:
            for key in sorted({*before, *after}):
                if before.get(key) != after.get(key):
                    yield f"{name}: {key} was {before.get(key)}, is {after.get(key)}"


def _told(said: Answer) -> dict[str, Any]:
    cards = [
        sorted({each.rule.split(":")[1] for each in step.evidence if ":" in each.rule})
        for step in flat(said.steps)
    ]
    look = said.look
    return {
        "fields": look_values(look), "emphasis": list(look.emphasis_areas),
        "tags": list(look.style_tags), "title": look.look_title, "cards": cards,
    }  # fmt: skip
