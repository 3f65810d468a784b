"""What a card may ask about: every key, every value, and how a job's facts are gathered.

Each fact is one of a known, finite set of strings, so that the linter can walk all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Final, get_args

from layer1.engine.types import ImpactArea, Layer1Bundle, PreferenceMode
from layer2.engine import types as t
from layer2.engine.traits import DELTA_TRAITS, SIDES, TYPE_TRAITS, TraitReading, read_traits

Values = Mapping[str, str]
UNKNOWN: Final = "unknown"

LOOK_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "base.finish": get_args(t.BaseFinish),
    "base.coverage": get_args(t.BaseCoverage),
    "blush.intensity": get_args(t.BlushIntensity),
    "blush.hue": get_args(t.BlushHue),
    "eye.finish": get_args(t.EyeFinish),
    "eye.coverage": get_args(t.EyeCoverage),
    "eye.shadowFamily": get_args(t.ShadowFamily),
    "eye.liner": get_args(t.Liner),
    "eye.linerDirection": get_args(t.LinerDirection),
    "eye.lashes": get_args(t.Lashes),
    "eye.brow": get_args(t.Brow),
    "lip.finish": get_args(t.LipFinish),
    "lip.coverage": get_args(t.LipCoverage),
    "lip.colorFamily": get_args(t.LipFamily),
}
REQUEST_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "mode": get_args(PreferenceMode),
    "preferences.finish": ("matte", "natural", "dewy", "none"),
    "eye.colors": ("none", "one", "several"),  # how many colours were measured on the lid
    "emphasis": ("base", "eye", "lip", "none"),  # what the look leads with
}
# Each follows from the keys beside it, so a card need not spell out every combination.
PRESENCE: Final = ("present", "none", "unknown")
DERIVED_FROM: Final[dict[str, tuple[str, ...]]] = {
    "finish.wanted": ("base.finish", "preferences.finish"),
    "cheek.blush": ("blush.intensity", "blush.hue"),
    "eye.shadow": ("eye.shadowFamily", "eye.coverage", "eye.finish"),
    "lip.product": ("lip.coverage", "lip.colorFamily"),
}
DERIVED_KEYS: Final[dict[str, tuple[str, ...]]] = {
    "finish.wanted": get_args(t.BaseFinish),
    "cheek.blush": PRESENCE,
    "eye.shadow": PRESENCE,
    "lip.product": PRESENCE,
}
TRAIT_KEYS: Final[dict[str, tuple[str, ...]]] = {
    **{trait.key: trait.values for trait in TYPE_TRAITS},
    **{trait.key: SIDES for trait in DELTA_TRAITS},
}
KEYS: Final[dict[str, tuple[str, ...]]] = {
    **LOOK_KEYS, **DERIVED_KEYS, **REQUEST_KEYS, **TRAIT_KEYS,
}  # fmt: skip
# Of a job that knows nothing and asks for nothing.
NEUTRAL: Final[dict[str, str]] = {
    **{key: UNKNOWN for key, values in KEYS.items() if UNKNOWN in values},
    "mode": "structure", "preferences.finish": "none", "eye.colors": "none", "emphasis": "none",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facts:
    """All that a plan is made from; values has every key of KEYS."""

    values: Values
    traits: Mapping[str, TraitReading]


def gather(
    look: t.LookSpec,
    *,
    bundle: Layer1Bundle | None,
    mode: PreferenceMode,
    preferences: t.Preferences,
) -> Facts:
    """Return the facts of one job."""
    shown = look_values(look)
    asked = {
        "mode": mode,
        "preferences.finish": preferences.finish or "none",
        "eye.colors": ("none", "one", "several")[min(len(look.breakdown.eye.colors), 2)],
        "emphasis": look.emphasis_areas[0] if look.emphasis_areas else "none",
    }
    traits = read_traits(bundle)
    values = {**shown, **asked, **{key: trait.value for key, trait in traits.items()}}
    return Facts({**values, **derive(values)}, traits)


def look_values(look: t.LookSpec) -> dict[str, str]:
    """Return the look's categorical fields by key."""
    base, eye, lip = look.breakdown.base, look.breakdown.eye, look.breakdown.lip
    return {
        "base.finish": base.finish,
        "base.coverage": base.coverage,
        "blush.intensity": base.blush.intensity,
        "blush.hue": base.blush.hue,
        "eye.finish": eye.finish,
        "eye.coverage": eye.coverage,
        "eye.shadowFamily": eye.shadow_family,
        "eye.liner": eye.liner,
        "eye.linerDirection": eye.liner_direction,
        "eye.lashes": eye.lashes,
        "eye.brow": eye.brow,
        "lip.finish": lip.finish,
        "lip.coverage": lip.coverage,
        "lip.colorFamily": lip.color_family,
    }


def derive(values: Values) -> dict[str, str]:
    """Return the derived facts."""
    asked = values["preferences.finish"]
    return {
        "finish.wanted": values["base.finish"] if asked == "none" else asked,
        "cheek.blush": presence(values["blush.intensity"], values["blush.hue"]),
        "eye.shadow": presence(
            values["eye.shadowFamily"], values["eye.coverage"], values["eye.finish"]
        ),
        "lip.product": presence(values["lip.coverage"], values["lip.colorFamily"]),
    }


def presence(*fields: str) -> str:
    """Return whether a part is worn: one "none" says no, one answer yes, otherwise unknown."""
    if "none" in fields:
        return "none"
    return "unknown" if set(fields) == {UNKNOWN} else "present"


def contradicts(values: Values) -> bool:
    """Whether the look's fields contradict each other: a colour of shadow, but no shadow."""
    groups = (
        ("blush.intensity", "blush.hue"),
        ("eye.shadowFamily", "eye.coverage", "eye.finish"),
        ("lip.coverage", "lip.colorFamily"),
    )
    for group in groups:
        told = [values[key] for key in group if values[key] != UNKNOWN]
        if "none" in told and set(told) != {"none"}:
            return True
    if values["eye.shadowFamily"] == "none" and values["eye.colors"] != "none":
        return True
    return values["eye.liner"] == "none" and values["eye.linerDirection"] not in {"none", UNKNOWN}


def situations(keys: Iterable[str]) -> Iterator[dict[str, str]]:
    """Yield every combination of the keys that makes sense; all other facts are neutral."""
    raw = sorted({part for key in keys for part in DERIVED_FROM.get(key, (key,))})
    for combination in product(*(KEYS[key] for key in raw)):
        values = {**NEUTRAL, **dict(zip(raw, combination, strict=True))}
        if not contradicts(values):
            yield {**values, **derive(values)}


def area_of(key: str) -> ImpactArea | None:
    """Return the area that a look's field describes, None for other keys."""
    areas: dict[str, ImpactArea] = {
        "base": "base", "blush": "base", "cheek": "base", "finish": "base",
        "eye": "eye", "lip": "lip",
    }  # fmt: skip
    return areas.get(key.split(".")[0]) if key not in TRAIT_KEYS else None
