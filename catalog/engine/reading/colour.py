"""The colour that a field means: hexes, or a name that has one exact value."""

from __future__ import annotations

import re
from typing import Final

HEX: Final = re.compile(r"#?([0-9a-fA-F]{6}|[0-9a-fA-F]{3})\Z")
GREY: Final = re.compile(r"gr[ae]y(\d{1,3})\Z")
SEPARATOR: Final = re.compile(r"[,;|/\s]+")
# CSS names that mean one value; a shade called "red" is no measurement of #ff0000.
NAMES: Final = {"black": "#000000", "white": "#ffffff"}


def read_colours(field: str) -> tuple[tuple[str, ...], bool] | None:
    """Return the hexes of a field, lower case, and whether they were stated as hexes.

    Names are those that a feed uses as hexes: X11's gray0 to gray100 (N is N percent of white),
    black and white. None where any part is neither.
    """
    parts = [part for part in SEPARATOR.split(field.strip()) if part]
    found = [_one(part) for part in parts]
    if not found or any(each is None for each in found):
        return None
    hexes = tuple(each[0] for each in found if each)
    return hexes, all(each[1] for each in found if each)


def _one(part: str) -> tuple[str, bool] | None:
    if match := HEX.match(part):
        digits = match.group(1).lower()
        return "#" + (digits if len(digits) == 6 else "".join(d * 2 for d in digits)), True
    name = part.lower()
    if match := GREY.match(name):
        level = int(match.group(1))
        return (
            (f"#{round(level * 2.55):02x}" + f"{round(level * 2.55):02x}" * 2, False)
            if level <= 100
            else None
        )
    return (NAMES[name], False) if name in NAMES else None
