"""A made-up catalogue of any size as CSV: colors spread as those of the demo catalogue are."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
from skimage.color import lab2rgb

from catalog.engine.demo import DemoShade, demo_shades

SEED: Final = 20260101
CHUNK: Final = 50_000
SHADES_A_PRODUCT: Final = 12
BRANDS: Final = 400
SPREAD: Final = 3.0  # L*a*b* units around a demo shade, so that colors lie dense where they do
HEADER: Final = (
    "sku", "product_id", "product", "brand", "category", "shade", "hex", "price", "cost",
    "currency", "finish", "coverage", "undertone", "size", "availability", "url",
)  # fmt: skip


def write_feed(path: Path, count: int) -> None:
    """Write count shades; the same count always gives the same bytes."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for row in _rows(count):
            writer.writerow(row)


def _rows(count: int) -> Iterator[list[Any]]:
    chance = np.random.default_rng(SEED)
    models = list(demo_shades())
    labs = np.array([model.lab for model in models])
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        # The shades of one product follow one another and are of one line.
        products = np.arange(start, start + size) // SHADES_A_PRODUCT
        lines = np.random.default_rng(products[0]).integers(len(models), size=products[-1] + 1)
        picks = lines[products]
        moved = labs[picks] + chance.normal(0, SPREAD, (size, 3))
        moved[:, 0] = np.clip(moved[:, 0], 1, 99)
        rgb = np.rint(np.clip(lab2rgb(moved[None])[0], 0, 1) * 255).astype(int)
        prices = np.maximum(199, chance.normal(1, 0.35, size) * 1800).astype(int)
        for offset in range(size):
            number, model = start + offset, models[picks[offset]]
            yield _row(number, int(products[offset]), model, rgb[offset], int(prices[offset]))


def _row(number: int, product: int, model: DemoShade, rgb: Any, cents: int) -> list[Any]:
    brand = product % BRANDS
    return [
        f"S{number}", f"P{product}", f"{model.product} {product}", f"Brand {brand}",
        model.category, f"Shade {number % SHADES_A_PRODUCT}",
        f"#{rgb[0]:02x}{rgb[1]:02x}{rgb[2]:02x}", f"{cents / 100:.2f}", f"{cents / 250:.2f}",
        "USD", model.finish, model.coverage, model.undertone,
        f"{model.size[0]:g} {model.size[1]}",
        "out of stock" if number % 9 == 0 else "in stock",
        f"https://example.com/bench/{product}",
    ]  # fmt: skip
