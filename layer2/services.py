"""The use cases of Layer 2."""

from __future__ import annotations

from layer1.engine.types import IMPACT_AREAS, Layer1Bundle, PreferenceMode
from layer2.deck import load_deck
from layer2.engine.facts import gather
from layer2.engine.parts import slots_used
from layer2.engine.steps import plan
from layer2.engine.traits import named_by_layer1
from layer2.engine.types import LookSpec, Preferences, Steps


def plan_steps(
    look: LookSpec,
    *,
    bundle: Layer1Bundle | None,
    mode: PreferenceMode,
    preferences: Preferences,
    locale: str,
) -> Steps:
    """Return how to do a look: nine steps, fitted to the wearer where the bundle knows them."""
    return plan(
        look,
        facts=gather(look, bundle=bundle, mode=mode, preferences=preferences),
        deck=load_deck(),
        locale=locale,
        used=slots_used(look),
        named={area: named_by_layer1(bundle, area) for area in IMPACT_AREAS},
    )
