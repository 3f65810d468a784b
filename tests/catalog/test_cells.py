"""Cells and bounds: no colour within the radius may ever be left out."""

import numpy as np
import pytest
from django.db import connection

from catalog.engine.bounds import lower_bounds, quadratic_bounds
from catalog.engine.cells import CELL, cell_of, covers, probe_ranges
from config.colour import Floats, ciede2000


def _labs(chance: np.random.Generator, count: int) -> Floats:
    return np.stack(
        [chance.uniform(0, 100, count), chance.uniform(-128, 128, count),
         chance.uniform(-128, 128, count)], axis=1,
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(60))
def test_lower_bound_never_exceeds_the_distance_to_a_point_of_the_box(seed: int) -> None:
    chance = np.random.default_rng(seed)
    target = _labs(chance, 1)[0] * chance.choice([1.0, 0.5, 0.1])
    side = CELL * 2 ** int(chance.integers(0, 5))
    near = target + chance.normal(0, 8, (400, 3))
    low = np.floor(np.concatenate([near, _labs(chance, 400)]) / side) * side
    inside = low + chance.uniform(0, 1, low.shape) * side
    bounds = lower_bounds(target, low, low + side)
    assert (bounds <= ciede2000(target, inside) + 1e-4).all()


@pytest.mark.parametrize("target", [(30.0, 20.0, -60.0), (40.0, 5.0, -45.0), (60.0, -20.0, -40.0)])
def test_lower_bound_holds_where_the_rotation_term_is_largest(target: tuple[float, ...]) -> None:
    chance = np.random.default_rng(5)
    low = np.floor((np.array(target) + chance.normal(0, 15, (5000, 3))) / CELL) * CELL
    inside = low + chance.uniform(0, 1, low.shape) * CELL
    assert (lower_bounds(target, low, low + CELL) <= ciede2000(target, inside) + 1e-4).all()


@pytest.mark.parametrize("seed", range(60))
def test_quadratic_bound_never_exceeds_the_distance_to_a_point_of_the_box(seed: int) -> None:
    chance = np.random.default_rng(1000 + seed)
    blue = np.array([35.0, 15.0, -50.0])
    target = blue if seed % 5 == 0 else _labs(chance, 1)[0] * chance.choice([1.0, 0.5, 0.1])
    side = CELL * 2 ** int(chance.integers(0, 5))
    near = target + chance.normal(0, 8, (400, 3))
    low = np.floor(np.concatenate([near, _labs(chance, 400)]) / side) * side
    inside = low + chance.uniform(0, 1, low.shape) * side
    factors = quadratic_bounds(target, low, low + side)
    bounds = (factors * (inside - target) ** 2).sum(axis=1) ** 0.5
    assert (bounds <= ciede2000(target, inside) + 1e-4).all()


@pytest.mark.parametrize("radius", [0.0, 0.5, 2.0, 6.0, 20.0, float("inf")])
def test_cover_holds_every_colour_within_the_radius(radius: float) -> None:
    chance = np.random.default_rng(11)
    targets = _labs(chance, 15) * [1, 0.6, 0.6]
    for target, found in zip(targets, covers(targets, [radius] * 15), strict=True):
        labs = np.concatenate(
            [target + chance.normal(0, 4, (2000, 3)), _labs(chance, 2000), [target]]
        )
        labs = np.clip(labs, [0, -128, -128], [100, 128, 128])
        codes, distances = cell_of(labs), ciede2000(target, labs)
        held = (codes[:, None] >= found.first) & (codes[:, None] <= found.last)
        assert held.any(axis=1)[distances <= radius].all()
        rows, ranges = np.nonzero(held)
        bounds = (found.factors[ranges] * (labs[rows] - target) ** 2).sum(axis=1) ** 0.5
        assert (bounds <= distances[rows] + 1e-4).all()


def test_probe_covers_all_colours_once() -> None:
    ((first, last),) = probe_ranges([(60.0, 15.0, 20.0)], [float("inf")])
    order = np.argsort(first)
    assert (first[order][1:] > last[order][:-1]).all()
    codes = cell_of(_labs(np.random.default_rng(2), 5000))
    assert ((codes[:, None] >= first) & (codes[:, None] <= last)).any(axis=1).all()


@pytest.mark.parametrize("radius", [0.0, 2.0, 6.0, 20.0])
def test_probe_leaves_out_no_colour_within_the_radius(radius: float) -> None:
    chance = np.random.default_rng(13)
    targets = _labs(chance, 12) * [1, 0.6, 0.6]
    left_out = 0
    for target, (first, last) in zip(targets, probe_ranges(targets, [radius] * 12), strict=True):
        labs = np.concatenate([target + chance.normal(0, 6, (3000, 3)), [target]])
        labs = np.clip(labs, [0, -128, -128], [100, 128, 128])
        codes = cell_of(labs)
        held = ((codes[:, None] >= first) & (codes[:, None] <= last)).any(axis=1)
        assert held[ciede2000(target, labs) <= radius].all()
        left_out += np.count_nonzero(~held)
    assert radius > 6 or left_out  # what is far is not read


def test_searches_together_find_the_ranges_of_each_alone() -> None:
    targets, radii = [(60.0, 15.0, 20.0), (30.0, 20.0, -60.0), (95.0, 0.0, 1.0)], [3.0, 12.0, 0.2]
    together = covers(targets, radii)
    for target, radius, found in zip(targets, radii, together, strict=True):
        (alone,) = covers([target], [radius])
        assert np.array_equal(found.first, alone.first)
        assert np.array_equal(found.last, alone.last)
        assert np.array_equal(found.factors, alone.factors)


@pytest.mark.django_db
def test_database_computes_the_same_cell() -> None:
    labs = np.concatenate(
        [_labs(np.random.default_rng(4), 3000), [[0, -128, -128], [100, 128, 128]]]
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT catalog_colour_cell(l, a, b) "
            "FROM unnest(%s::float8[], %s::float8[], %s::float8[]) AS t(l, a, b)",
            [column.tolist() for column in labs.T],
        )
        assert [row[0] for row in cursor.fetchall()] == cell_of(labs).tolist()
