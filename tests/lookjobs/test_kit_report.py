"""What kits over photos find: counted right, and empty slots named with their reasons."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.utils import timezone

from layer2.engine.types import Preferences
from layer3.engine.types import Constraints, Kit
from layer3.services import build_kit
from lookjobs.management.commands.kit_report import Report
from tests.factories import make_look, make_product, make_shade, make_wearer

pytestmark = pytest.mark.django_db


def kit() -> Kit:
    return build_kit(
        look=make_look(), wearer=make_wearer(None), preferences=Preferences(),
        constraints=Constraints(), priced_at=timezone.now(), locale="en",
    )  # fmt: skip


def test_slots_are_counted_by_what_became_of_them() -> None:
    make_shade("a-dear")
    make_shade("b-cheap", product=make_product("other", brand="Other"), price_cents=900)
    report = Report("demo")
    report.add("photo", kit())
    # Seven needed; foundation has no wearer; one lipstick is there, and its dupe.
    assert (report.needed, report.targeted, report.filled, report.with_dupe) == (7, 6, 1, 1)
    assert report.not_used_but_filled == 0
    assert report.dupe_far == [0.0]
    assert "photo foundation NEEDS_SELFIE" in report.empty
    assert "photo blush NO_MATCH" in report.empty
    assert len(report.empty) == 6


def test_what_is_sold_and_not_used_is_counted() -> None:
    make_shade()
    built = kit()
    lip = tuple(
        replace(slot, needed=False) if slot.slot == "lipstick" else slot
        for slot in built.areas.lip.slots
    )
    areas = replace(built.areas, lip=replace(built.areas.lip, slots=lip))
    report = Report("demo")
    report.add("photo", replace(built, areas=areas))
    assert report.not_used_but_filled == 1
