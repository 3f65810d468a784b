"""Which slots of the kit a look uses: nothing is taught or sold for a part that it does not use."""

from __future__ import annotations

from layer2.engine.types import LookSpec, Slot

LINED_LIPS = frozenset({"medium", "full"})  # a sheer lip is worn without a drawn edge


def slots_used(look: LookSpec) -> frozenset[Slot]:
    """Return the slots of the parts that the look certainly wears; an unknown part uses none."""
    base, eye, lip = look.breakdown.base, look.breakdown.eye, look.breakdown.lip
    lips_worn = _worn(lip.coverage, lip.color_family)
    glossy = lip.finish == "glossy"
    used: dict[Slot, bool] = {
        "foundation": base.coverage in {"light", "medium", "full"},
        "blush": _worn(base.blush.intensity, base.blush.hue),
        "eyeshadow": _worn(eye.shadow_family, eye.coverage),
        "eyeliner": eye.liner in {"thin", "defined", "bold"},
        "mascara": eye.lashes in {"defined", "dramatic"},
        "lipstick": lips_worn and not glossy,
        "lip_gloss": lips_worn and glossy,
        "lip_liner": lips_worn and lip.coverage in LINED_LIPS,
    }
    return frozenset(slot for slot, worn in used.items() if worn)


def _worn(*fields: str) -> bool:
    return "none" not in fields and set(fields) != {"unknown"}
