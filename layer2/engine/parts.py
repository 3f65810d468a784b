"""Which slots of the kit a look uses: nothing is taught or sold for a part that it does not use."""

from __future__ import annotations

from layer2.engine.facts import presence
from layer2.engine.types import LookSpec, Slot

LINED_LIPS = frozenset({"medium", "full"})  # a sheer lip is worn without a drawn edge


def slots_used(look: LookSpec) -> frozenset[Slot]:
    """Return the slots of the parts that the look certainly wears; an unknown part uses none."""
    base, eye, lip = look.breakdown.base, look.breakdown.eye, look.breakdown.lip
    shadow = presence(eye.shadow_family, eye.coverage, eye.finish)
    lips_worn = presence(lip.coverage, lip.color_family) == "present"
    glossy = lip.finish == "glossy"
    used: dict[Slot, bool] = {
        "foundation": base.coverage in {"light", "medium", "full"},
        "blush": presence(base.blush.intensity, base.blush.hue) == "present",
        "eyeshadow": shadow == "present",
        "eyeliner": eye.liner in {"thin", "defined", "bold"},
        "mascara": eye.lashes in {"defined", "dramatic"},
        "lipstick": lips_worn and not glossy,
        "lip_gloss": lips_worn and glossy,
        "lip_liner": lips_worn and lip.coverage in LINED_LIPS,
    }
    return frozenset(slot for slot, worn in used.items() if worn)
