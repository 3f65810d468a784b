"""The size of a product in millilitres or grams."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

FL_OZ_ML: Final = 29.5735  # US fluid ounce, NIST Handbook 44, appendix C
OZ_G: Final = 28.3495  # avoirdupois ounce, the same
MAX_AMOUNT: Final = 2000.0  # no cosmetic is larger; a larger number is no size
SIZE: Final = re.compile(
    r"(?<![\d.])(\d{1,4}(?:\.\d{1,4})?|\.\d{1,4}) ?"
    r"(fl\.? ?oz|fluid ounces?|ml|milliliters?|oz|ounces?|g|gr|grams?)\b\.?"
)


def read_size(texts: Sequence[str]) -> tuple[float, str] | None:
    """Return (amount, "ml" or "g") of the first text that states one size.

    texts: plain. Metric goes before ounces in one text; two different metric sizes are no answer.
    """
    for text in texts:
        found = [_metric(amount, unit) for amount, unit in SIZE.findall(text)]
        sizes = {size for size in found if size is not None}
        metric = {
            size for size, (_, unit) in zip(found, SIZE.findall(text), strict=True)
            if size is not None and not unit.startswith(("fl", "oz", "ou"))
        }  # fmt: skip
        chosen = metric or sizes
        if chosen:
            return next(iter(chosen)) if len(chosen) == 1 else None
    return None


def _metric(amount: str, unit: str) -> tuple[float, str] | None:
    number = float(amount)
    if unit.startswith("fl"):
        size = round(number * FL_OZ_ML, 1), "ml"
    elif unit.startswith(("oz", "ou")):
        size = round(number * OZ_G, 2), "g"
    else:
        size = number, "ml" if unit.startswith("m") else "g"
    return size if 0 < size[0] <= MAX_AMOUNT else None
