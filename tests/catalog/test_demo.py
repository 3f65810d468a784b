"""The demo catalogue: complete, marked, the same each time."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np
import pytest
from django.core.management import call_command

from catalog.engine.demo import GAMUTS, demo_shades
from catalog.engine.taxonomy import Category
from catalog.models import Merchant, Shade
from config.colour import ciede2000, shown_by_screens

SLOT_LIMIT = 12.0  # beyond it a kit's slot stays empty: layer3/engine/rules.py
COLOURED = ("foundation", "concealer", "blush", "eyeshadow", "eyeliner", "lipstick", "lip_gloss",
            "lip_liner")  # fmt: skip


def test_demo_rows_are_the_same_each_time() -> None:
    assert list(demo_shades()) == list(demo_shades())
    assert list(demo_shades()) != list(demo_shades(seed=1))


def test_demo_has_600_shades_over_all_categories_tiers_and_stock() -> None:
    rows = list(demo_shades())
    assert len(rows) >= 600
    assert set(Counter(row.category for row in rows)) == {*COLOURED, "mascara"}
    assert {row.availability for row in rows} == {"in_stock", "out_of_stock", "unknown"}
    prices = {row.category: {other.price_cents for other in rows if other.category == row.category}
              for row in rows}  # fmt: skip
    assert all(max(each) > 2 * min(each) for each in prices.values())


def test_demo_foundations_cover_all_depths_and_undertones() -> None:
    rows = [row for row in demo_shades() if row.category == "foundation"]
    depths = np.histogram([row.lab[0] for row in rows], bins=range(20, 101, 10))[0]
    assert (depths >= 8).all()
    assert {row.undertone for row in rows} == {"cool", "neutral", "warm", "olive"}


@pytest.mark.parametrize("category", sorted(GAMUTS))
def test_no_colour_of_a_gamut_is_far_from_a_shade_of_each_price_tier(category: Category) -> None:
    gamut, chance = GAMUTS[category], np.random.default_rng(3)
    lightness, chroma = chance.uniform(*gamut.lightness, 600), chance.uniform(*gamut.chroma, 600)
    hue = np.radians(chance.uniform(*gamut.hue_deg, 600))
    labs = np.stack([lightness, chroma * np.cos(hue), chroma * np.sin(hue)], axis=1)
    labs = labs[shown_by_screens(labs)]
    assert len(labs) > 100
    for tier in "012":
        rows = [r for r in demo_shades() if r.category == category and r.product_id[0] == tier]
        sold = np.array([row.lab for row in rows])
        assert max(ciede2000(lab, sold).min() for lab in labs) < SLOT_LIMIT


@pytest.mark.django_db
def test_demo_catalog_is_marked_and_a_second_run_changes_nothing(
    django_assert_num_queries: Any,
) -> None:
    call_command("demo_catalog", verbosity=0)
    first = list(Shade.objects.order_by("sku").values_list())
    assert set(Merchant.objects.values_list("is_demo", flat=True)) == {True}
    with django_assert_num_queries(1):
        call_command("demo_catalog", verbosity=0)
    assert list(Shade.objects.order_by("sku").values_list()) == first
