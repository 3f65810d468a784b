"""Measurements of faces that nobody has, and the pairs of faces that wear their looks."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import cycle
from typing import Any, Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from config.colour import hex_from_lab
from layer1 import services as layer1
from layer1.engine.types import Layer1Bundle, PreferenceMode
from layer1.evaluation.pairs import made_up as made_up_pairs
from layer2.engine.cast import Cast
from layer2.engine.cheeks import Cheek, Cheeks
from layer2.engine.lids import PLACES, Eye
from layer2.engine.light import linear, luminance, on_standard_skin
from layer2.engine.lips import Lips
from layer2.engine.measure import SIDES, Measures
from layer2.engine.shadow import both_lids
from layer2.engine.skin import Skin
from layer2.engine.surface import Surface
from layer2.engine.types import Preferences
from layer2.engine.wing import Wing

SEED: Final = 20260101
CASES: Final = 60
MODES: Final[tuple[PreferenceMode, ...]] = get_args(PreferenceMode)
FINISHES: Final[tuple[Literal["matte", "natural", "dewy"] | None, ...]] = (
    None, "matte", "natural", "dewy",
)  # fmt: skip
PAINTED: Final = ("outer", "middle", "inner", "crease")
HIDDEN_EVERY: Final = 7  # cases in which a part of the face could not be measured
COLOURLESS_SPREAD: Final = (
    1.15  # of a* and b*: one case in twenty stands for a photo without colours
)
MOMENT: Final = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Case:
    """What was measured on a reference, and who wears its look in which mode."""

    name: str
    measures: Measures
    bundle: Layer1Bundle
    mode: PreferenceMode
    preferences: Preferences


def made_up(count: int = CASES, seed: int = SEED) -> Iterator[Case]:
    """Yield count cases; the same seed always gives the same ones."""
    chance = random.Random(seed)  # noqa: S311  (repeatable on purpose)
    modes, finishes = cycle(MODES), cycle(FINISHES)
    for index, pair in enumerate(made_up_pairs(count, seed)):
        mode: PreferenceMode = next(modes)
        report = layer1.compare_faces(user=pair.user, ref=pair.ref, mode=mode, locale="en")
        bundle = layer1.make_bundle(
            user=pair.user, ref=pair.ref, report=report, mode=mode, locale="en", created_at=MOMENT
        )
        yield Case(
            name=f"made-up {index}",
            measures=_measures(chance, hidden=index % HIDDEN_EVERY == HIDDEN_EVERY - 1),
            bundle=bundle,
            mode=mode,
            preferences=Preferences(finish=next(finishes)),
        )


def _measures(chance: random.Random, *, hidden: bool) -> Measures:
    """Return measurements within the ranges of real faces, bare and made up alike."""
    skin = _skin(chance)
    paint = np.array([chance.uniform(0.05, 1.1) for _ in range(3)])
    strength = chance.choice((0.0, 0.4, 0.6, 0.9))
    both = [_eye(chance, skin, paint, strength) for _ in SIDES]
    eyes = () if hidden else tuple(both[: chance.choice((1, 2, 2))])
    lips = None if hidden and chance.random() < 0.5 else _lips(chance)
    causes: dict[Any, str] = {}
    if not eyes:
        causes["eye"] = "EYES_COVERED"
    if lips is None:
        causes["lip"] = "MOUTH_COVERED"
    return Measures(
        skin=skin,
        lips=lips,
        eyes=eyes,
        lids=both_lids(eyes, skin) if eyes else None,
        wings=tuple(_wing(chance) for _ in eyes),
        brows=tuple(chance.choice((None, chance.uniform(0.15, 0.7))) for _ in eyes),
        cheeks=_cheeks(chance, skin),
        surface=Surface(*(chance.uniform(0, 0.6) for _ in range(2)),
                        *(chance.uniform(0.1, 1.5) for _ in range(2))),
        cast=chance.choice((None, Cast(chance.gauss(0, 8), chance.gauss(0, 8)))),
        colourless=skin.spread < COLOURLESS_SPREAD,
        causes=causes,
    )  # fmt: skip


def _skin(chance: random.Random) -> Skin:
    lab = np.array([chance.uniform(30, 88), chance.uniform(6, 16), chance.uniform(10, 26)])
    light = linear(np.frombuffer(bytes.fromhex(hex_from_lab(lab)[1:]), np.uint8))
    return Skin(lab, light, float(luminance(light)), chance.uniform(1, 4), 4000)


def _lips(chance: random.Random) -> Lips:
    lab = np.array([chance.uniform(18, 78), chance.uniform(0, 62), chance.uniform(-15, 45)])
    shine = chance.uniform(0, 0.8)
    return Lips(
        lab=lab, upper=lab - [chance.uniform(-5, 20), 0, 0], lower=lab,
        red=chance.uniform(-0.1, 2.2), blue=chance.uniform(-0.4, 0.8),
        dark=chance.uniform(-2.0, 0.2), shine=shine, spark=1.4 * shine, area=3000, pixels=1200,
    )  # fmt: skip


def _eye(chance: random.Random, skin: Skin, paint: NDArray[np.float64], strength: float) -> Eye:
    """Return one eye whose lids wear a paint, and whose other places are shaded skin."""
    covered = np.array([[strength if place in PAINTED else 0.0] for place in PLACES])
    shade = np.array([[chance.uniform(0.5, 1.0)] for _ in PLACES])
    light = (skin.light * shade * (1 - covered) + paint * skin.light * covered).astype(np.float32)
    return Eye(
        light=light, shifts=on_standard_skin(light, skin.light),
        lash_outer=chance.uniform(0.02, 0.6), lash_middle=chance.uniform(0.02, 0.6),
        ink=chance.uniform(0, 0.2), below=chance.uniform(0, 0.2),
        corner=chance.uniform(0.02, 0.6), ink_light=skin.light * np.float32(0.05),
        sheen=chance.uniform(0, 30), width=chance.uniform(12, 90), inside=1.0,
    )  # fmt: skip


def _wing(chance: random.Random) -> Wing | None:
    if chance.random() < 0.3:
        return None
    return Wing(
        chance.uniform(-50, 50), chance.uniform(0.1, 0.4), chance.uniform(0.02, 0.2), 0.1
    )  # fmt: skip


def _cheeks(chance: random.Random, skin: Skin) -> Cheeks:
    apple, bone, sweep = (_cheek(chance) for _ in range(3))
    return Cheeks(apple, bone, sweep, blue=chance.gauss(0, 0.08), light=skin.light)


def _cheek(chance: random.Random) -> Cheek:
    """Return one place on both cheeks: alike, but for the light on them."""
    red = chance.gauss(0.06, 0.1)
    return Cheek(red + chance.gauss(0, 0.04), red + chance.gauss(0, 0.04))
