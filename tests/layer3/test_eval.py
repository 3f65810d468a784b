"""The evaluation of kits: clean as it is, and each check fails on the kit that it is there for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone

from catalog import demo
from layer3.engine.items import money
from layer3.engine.types import Constraints, Kit, KitItem, KitSlot
from layer3.evaluation import checks, golden
from layer3.evaluation.made_up import Case, made_up
from layer3.evaluation.run import evaluate, golden_now, kit_of
from tests.factories import make_look, make_wearer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case() -> Case:
    checks.shelf.cache_clear()
    demo.write(now=timezone.now())
    free = Constraints()
    first = next(made_up(1))
    return replace(first, look=make_look(), wearer=make_wearer(), constraints=free)


def test_a_few_cases_pass_and_the_golden_kits_are_as_they_were(case: Case) -> None:
    outcome = evaluate([case, *made_up(5)])
    assert outcome.violations == []
    assert outcome.kits == 6
    assert outcome.dupes > 0


def test_a_changed_choice_shows_in_the_golden_kits(case: Case) -> None:
    now = golden_now()
    slot = next(iter(now["case 0"]["slots"]))
    now["case 0"]["slots"][slot]["best"] = "another"
    assert len(list(golden.differences(golden.expected(), now))) == 1


def changed(kit: Kit, name: str, change: Callable[[KitSlot], KitSlot]) -> Kit:
    """Return the kit with one slot changed."""
    areas = kit.areas
    for area in ("base", "eye", "lip"):
        slots = tuple(
            change(slot) if slot.slot == name else slot for slot in getattr(areas, area).slots
        )
        areas = replace(areas, **{area: replace(getattr(areas, area), slots=slots)})
    return replace(kit, areas=areas)


def best_of(kit: Kit, name: str) -> KitItem:
    found = next(slot.best for slot in checks.slots_of(kit) if slot.slot == name)
    assert found is not None
    return found


def test_every_check_fails_on_the_kit_that_it_is_there_for(case: Case) -> None:
    kit = kit_of(case)
    assert [line for check in checks.CHECKS.values() for line in check(case, kit)] == []
    slots = {slot.slot: slot for slot in checks.slots_of(kit)}
    duped = next(slot for slot in slots.values() if slot.dupe)
    best, other = best_of(kit, "lipstick"), slots["lipstick"].alternates[0]
    wrong: dict[str, tuple[Case, Kit]] = {
        "parts sum to the score": (
            case, changed(kit, "lipstick", lambda s: replace(s, best=replace(best, score=1.0))),
        ),
        "only what the look uses": (
            case, changed(kit, "lipstick", lambda s: replace(s, needed=False)),
        ),
        "best of the whole shelf": (
            case, changed(kit, "lipstick", lambda s: replace(s, best=other)),
        ),
        "brands and stock": (
            replace(case, constraints=Constraints(excluded_brands=(best.brand,))), kit,
        ),
        "budget": (replace(case, constraints=Constraints(budget_cents=100)), kit),
        "totals": (case, replace(kit, totals=replace(kit.totals, savings=money(1)))),
        "dupe law": (
            case, changed(kit, duped.slot, lambda s: replace(s, dupe=s.best)),
        ),
        "no dupe missed": (
            case,
            changed(
                kit, duped.slot, lambda s: replace(s, dupe=None, dupe_reason="NO_CHEAPER_MATCH")
            ),
        ),
        "limits of distance": (
            case,
            changed(kit, "lipstick", lambda s: replace(s, best=replace(best, delta_e00=12.1))),
        ),
    }  # fmt: skip
    assert wrong.keys() == checks.CHECKS.keys()
    for name, (asked, broken) in wrong.items():
        assert list(checks.CHECKS[name](asked, broken)), name
