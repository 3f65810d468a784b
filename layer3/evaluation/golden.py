"""Golden kits: what the engine chooses for fixed cases, in a file, so that a change shows."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from layer3.engine.types import Kit
from layer3.evaluation.checks import slots_of
from layer3.evaluation.made_up import Case, made_up

FILE: Final = Path(__file__).with_name("golden.json")
SEED: Final = 7
CASES: Final = 16


def cases() -> list[Case]:
    return list(made_up(CASES, SEED))


def told(kit: Kit) -> dict[str, Any]:
    """Return what of a kit is held: choices, reasons and totals; no text, no score."""
    slots = {
        slot.slot: {
            "best": slot.best.sku_id if slot.best else slot.best_reason,
            "dupe": slot.dupe.sku_id if slot.dupe else slot.dupe_reason,
        }
        for slot in slots_of(kit)
    }
    sums = (kit.totals.best, kit.totals.dupe, kit.totals.savings)
    return {"slots": slots, "totals": [each.amount for each in sums], "warnings": [*kit.warnings]}


def expected() -> dict[str, Any]:
    """Return the golden file's content."""
    found: dict[str, Any] = json.loads(FILE.read_text())
    return found


def write(found: dict[str, Any]) -> None:
    """Make today's answers the golden ones."""
    FILE.write_text(json.dumps(found, indent=1) + "\n")


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterable[str]:
    """Yield a line for each case that is not as it was."""
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        if old is None or new is None:
            yield f"{name}: only {'now' if old is None else 'before'}"
            continue
        for key in ("totals", "warnings"):
            if old[key] != new[key]:
                yield f"{name}: {key} was {old[key]}, is {new[key]}"
        for slot in sorted({*old["slots"], *new["slots"]}):
            was, now = old["slots"].get(slot), new["slots"].get(slot)
            if was != now:
                yield f"{name}: {slot} was {was}, is {now}"
