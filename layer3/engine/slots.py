"""What each slot of the kit looks for: which parts of the look are used, and their targets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from catalog.engine.taxonomy import Category
from config.colour import lab_from_hex
from layer1.engine.types import ImpactArea
from layer2.engine.facts import presence
from layer2.engine.parts import slots_used
from layer2.engine.types import Evidence, Lab, LookSpec, Preferences, Slot, Swatch, Wearer
from layer3.engine.types import SlotReason, Target

NOTHING: Final = Target(None, None, None)


@dataclass(frozen=True, slots=True)
class SlotPlan:
    """One slot before anything is chosen. reason says why nothing may be chosen, else None."""

    slot: Slot
    area: ImpactArea
    needed: bool
    target: Target
    reason: SlotReason | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def category(self) -> Category:
        return self.slot

    @property
    def lab(self) -> Lab | None:
        return self.target.color.lab if self.target.color else None

    @property
    def open(self) -> bool:
        return self.needed and self.reason is None


Plan = Callable[[LookSpec, Wearer, Preferences, str], SlotPlan]
PIGMENT: Final = {"soft": "sheer", "medium": "medium", "strong": "full"}
# A liner whose colour could not be measured is sold in black where it is drawn strongly, else in
# brown: the two neutral colours that liners are mostly worn in.
NEUTRAL_LINER: Final = {
    "en": {"#1c1a1c": "black", "#4a3328": "brown"},
    "es": {"#1c1a1c": "negro", "#4a3328": "marrón"},
}
LINER_HEX: Final = {"thin": "#4a3328", "defined": "#1c1a1c", "bold": "#1c1a1c"}


def plan_slots(
    look: LookSpec, wearer: Wearer, preferences: Preferences, *, language: str
) -> tuple[SlotPlan, ...]:
    """Return the seven slots in the kit's order.

    A slot is needed where layer2.engine.parts says that the look certainly wears its part, which
    is where a step names it too.
    """
    glossy = look.breakdown.lip.finish == "glossy"
    lips: Slot = "lip_gloss" if glossy else "lipstick"
    order: tuple[tuple[Slot, ImpactArea], ...] = (
        ("foundation", "base"), ("blush", "base"), ("eyeshadow", "eye"), ("eyeliner", "eye"),
        ("mascara", "eye"), (lips, "lip"), ("lip_liner", "lip"),
    )  # fmt: skip
    used = slots_used(look)
    return tuple(
        _PLANS[slot](look, wearer, preferences, language)
        if slot in used
        else SlotPlan(slot, area, False, NOTHING, _why_unused(slot, look))
        for slot, area in order
    )


def _why_unused(slot: Slot, look: LookSpec) -> SlotReason:
    """Return NOT_IN_LOOK where the look certainly does without, else UNKNOWN_IN_LOOK."""
    base, eye, lip = look.breakdown.base, look.breakdown.eye, look.breakdown.lip
    shade = presence(eye.shadow_family, eye.coverage, eye.finish)
    lips_absent = presence(lip.coverage, lip.color_family) == "none"
    absent: dict[Slot, bool] = {
        "foundation": base.coverage == "bare",
        "blush": presence(base.blush.intensity, base.blush.hue) == "none",
        "eyeshadow": shade == "none",
        "eyeliner": eye.liner == "none",
        "mascara": eye.lashes == "natural",  # what bare lashes look like
        "lipstick": lips_absent,
        "lip_gloss": lips_absent,
        "lip_liner": lips_absent or lip.coverage == "sheer",  # sheer lips show no line
    }
    return "NOT_IN_LOOK" if absent[slot] else "UNKNOWN_IN_LOOK"


def _foundation(look: LookSpec, wearer: Wearer, preferences: Preferences, _: str) -> SlotPlan:
    base = look.breakdown.base
    target = Target(wearer.skin, preferences.finish or known(base.finish), known(base.coverage))
    evidence = (
        Evidence(
            "wearer.source", wearer.source, "name", "skin", "foundation is the wearer's own skin"
        ),
    )
    reason: SlotReason | None = "NEEDS_SELFIE" if wearer.skin is None else None
    return SlotPlan("foundation", "base", True, target, reason, evidence)


def _blush(look: LookSpec, _: Wearer, preferences: Preferences, __: str) -> SlotPlan:
    blush = look.breakdown.base.blush
    finish = preferences.finish or known(look.breakdown.base.finish)
    return _coloured("blush", "base", Target(blush.color, finish, PIGMENT.get(blush.intensity)))


def _eyeshadow(look: LookSpec, _: Wearer, __: Preferences, ___: str) -> SlotPlan:
    eye = look.breakdown.eye
    color = eye.colors[0] if eye.colors else None
    finish = None if eye.finish == "none" else known(eye.finish)
    return _coloured("eyeshadow", "eye", Target(color, finish, PIGMENT.get(eye.coverage)))


def _eyeliner(look: LookSpec, _: Wearer, __: Preferences, language: str) -> SlotPlan:
    eye = look.breakdown.eye
    if eye.liner_color is not None:
        return _coloured("eyeliner", "eye", Target(eye.liner_color, None, None))
    text = LINER_HEX[eye.liner]
    color = Swatch(text, lab_from_hex(text), NEUTRAL_LINER[language][text])
    evidence = Evidence(
        "fallback:eyeliner",
        eye.liner,
        "name",
        "eye.liner",
        "thin is brown, defined and bold are black",
    )
    return SlotPlan("eyeliner", "eye", True, Target(color, None, None), None, (evidence,))


def _mascara(look: LookSpec, _: Wearer, __: Preferences, ___: str) -> SlotPlan:
    return SlotPlan("mascara", "eye", True, Target(None, None, look.breakdown.eye.lashes))


def _lips(look: LookSpec, _: Wearer, __: Preferences, ___: str) -> SlotPlan:
    lip = look.breakdown.lip
    slot: Slot = "lip_gloss" if lip.finish == "glossy" else "lipstick"
    return _coloured(slot, "lip", Target(lip.color, known(lip.finish), known(lip.coverage)))


def _lip_liner(look: LookSpec, _: Wearer, __: Preferences, ___: str) -> SlotPlan:
    return _coloured("lip_liner", "lip", Target(look.breakdown.lip.color, None, None))


_PLANS: Final[dict[Slot, Plan]] = {
    "foundation": _foundation, "blush": _blush, "eyeshadow": _eyeshadow, "eyeliner": _eyeliner,
    "mascara": _mascara, "lipstick": _lips, "lip_gloss": _lips, "lip_liner": _lip_liner,
}  # fmt: skip


def known(value: str) -> str | None:
    """Return the value, or None for "unknown"."""
    return None if value == "unknown" else value


def _coloured(slot: Slot, area: ImpactArea, target: Target) -> SlotPlan:
    """Return a used slot; without a measured colour there is nothing to match."""
    return SlotPlan(slot, area, True, target, "UNKNOWN_IN_LOOK" if target.color is None else None)
