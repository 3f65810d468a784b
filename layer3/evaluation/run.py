"""Build every case's kit, run all checks over it, and say what came of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

from config.contracts import to_wire
from config.evaluation import Findings
from layer3.engine.rules import ENGINE_VERSION
from layer3.engine.types import Kit
from layer3.evaluation import checks, golden
from layer3.evaluation.made_up import MOMENT, Case
from layer3.serializers import KitV0Serializer
from layer3.services import build_kit

ALONE = ("contract", "golden", "same again", "elsewhere")


@dataclass(slots=True)
class Outcome(Findings):
    """How full the kits are, how near their shades, and what the checks found."""

    kits: int = 0
    needed: int = 0
    filled: int = 0
    dupes: int = 0
    best_far: list[float] = field(default_factory=list)
    dupe_far: list[float] = field(default_factory=list)
    reasons: Counter[str] = field(default_factory=Counter)

    def summary(self) -> dict[str, Any]:
        """Return the outcome as JSON-ready data."""
        return {
            "engineVersion": ENGINE_VERSION,
            "kits": self.kits,
            "slotsNeeded": self.needed,
            "slotsFilled": self.filled,
            "slotsWithDupe": self.dupes,
            "emptyBecauseOf": dict(sorted(self.reasons.items())),
            "medianDeltaE00Best": round(median(self.best_far), 2) if self.best_far else None,
            "medianDeltaE00Dupe": round(median(self.dupe_far), 2) if self.dupe_far else None,
            **self.told((*checks.CHECKS, *ALONE)),
        }


def kit_of(case: Case, locale: str = "en") -> Kit:
    """Return the case's kit; the catalogue's version is left out, for it counts writes."""
    kit = build_kit(
        look=case.look, wearer=case.wearer, preferences=case.preferences,
        constraints=case.constraints, priced_at=MOMENT, locale=locale,
    )  # fmt: skip
    return replace(kit, catalog_version="us-0")


def bytes_of(kit: Kit) -> bytes:
    return json.dumps(to_wire(kit), sort_keys=True).encode()


def digest_of(cases: Iterable[Case]) -> str:
    """Return the digest of all kits, without any check."""
    total = hashlib.sha256()
    for case in cases:
        total.update(bytes_of(kit_of(case)))
    return total.hexdigest()


def golden_now() -> dict[str, Any]:
    """Return what the engine chooses for the golden cases today."""
    return {case.name: golden.told(kit_of(case)) for case in golden.cases()}


def evaluate(cases: list[Case]) -> Outcome:
    """Return what every check says about every case's kit."""
    checks.shelf.cache_clear()
    outcome, total = Outcome(), hashlib.sha256()
    for case in cases:
        kit = kit_of(case)
        total.update(bytes_of(kit))
        _check(outcome, case, kit)
        _count(outcome, kit)
    outcome.digest = total.hexdigest()
    outcome.add_all("golden", "", golden.differences(golden.expected(), golden_now()))
    return outcome


def _check(outcome: Outcome, case: Case, kit: Kit) -> None:
    for name, check in checks.CHECKS.items():
        outcome.add_all(name, case.name, check(case, kit))
    body = KitV0Serializer(data=json.loads(bytes_of(kit)))
    if not body.is_valid():
        outcome.add("contract", f"{case.name}: {body.errors}")
    if golden.told(kit) != golden.told(kit_of(case, "es")):
        outcome.add("same again", f"{case.name}: Spanish chooses other products")


def _count(outcome: Outcome, kit: Kit) -> None:
    outcome.kits += 1
    for slot in checks.slots_of(kit):
        outcome.needed += slot.needed
        outcome.filled += slot.best is not None
        outcome.dupes += slot.dupe is not None
        if slot.best is None and slot.best_reason:
            outcome.reasons[slot.best_reason] += 1
        if slot.best and slot.best.delta_e00 is not None:
            outcome.best_far.append(slot.best.delta_e00)
        if slot.dupe:
            told = (e.value for e in slot.dupe.evidence if e.metric == "dupe.deltaE00")
            outcome.dupe_far += [float(value) for value in told if value is not None]
