"""The price and currency that a field states."""

from __future__ import annotations

import re
from typing import Final

PRICE: Final = re.compile(
    r"([A-Za-z]{3})?\s*([$£€])?\s*(\d{1,3}(?:,\d{3})+|\d+)(?:[.](\d+))?\s*([A-Za-z]{3})?\Z"
)
MAX_CENTS: Final = 10_000_000


def read_price(field: str) -> tuple[int | None, str]:
    """Return (cents or None, ISO currency or ""): "15.00 USD" is 1500 cents and USD.

    Zero, a negative number, a third decimal that is not 0, and other text are no price. A sign
    alone is no currency: the dollar is also Canadian.
    """
    match = PRICE.match(field.strip())
    if not match:
        return None, ""
    before, _, whole, fraction, after = match.groups()
    currency = (before or after or "").upper()
    fraction = (fraction or "").rstrip("0")
    if len(fraction) > 2:
        return None, currency
    cents = int(whole.replace(",", "")) * 100 + int(fraction.ljust(2, "0") or 0)
    return (cents if 0 < cents <= MAX_CENTS else None), currency
