"""Text as the rules read it."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final

TAGS: Final = re.compile(r"<[^>]{0,2000}>")
# "not matte", "without shimmer", "never sticky or glossy": a denied word says nothing.
DENIED: Final = re.compile(
    r"\b(?:no|not|non|never|without|zero|isn't|free of|less)[ -]+(?:\w+[ -]){0,1}?$"
)


FREE_OF: Final = re.compile(r"[- ]free\b")  # "glitter-free"
PLAIN: Final = re.compile(r"[a-z0-9 .,;:!?'()/+*%#-]*\Z")
UNSURE: Final = ""  # a text that names two values: it says something, but not what


def plain(text: str) -> str:
    """Return text without markup, entities, accents and repeated spaces, in lower case."""
    lower = text.lower()
    if not PLAIN.match(lower):
        bare = html.unescape(TAGS.sub(" ", text))
        lower = unicodedata.normalize("NFKD", bare).encode("ascii", "ignore").decode().lower()
    return " ".join(lower.split())


class Rules:
    """Values and the patterns that say them."""

    def __init__(self, patterns: Mapping[str, str]) -> None:
        self._patterns = {value: re.compile(pattern) for value, pattern in patterns.items()}
        self._any = re.compile("|".join(f"(?:{pattern})" for pattern in patterns.values()))

    def read(self, text: str) -> str | None:
        """Return the one value that plain text says, UNSURE for several, None for none."""
        if not self._any.search(text):  # most texts say nothing: one pass instead of one a value
            return None
        found = [value for value, pattern in self._patterns.items() if finds(pattern, text)]
        if not found:
            return None
        return found[0] if len(found) == 1 else UNSURE

    def first(self, texts: Iterable[str]) -> str | None:
        """Return what the first telling text says: a value, UNSURE, or None."""
        return next((found for text in texts if (found := self.read(text)) is not None), None)


def finds(pattern: re.Pattern[str], text: str) -> bool:
    """Whether plain text says the pattern at least once without denying it."""
    return any(
        not DENIED.search(text[: match.start()]) and not FREE_OF.match(text, match.end())
        for match in pattern.finditer(text)
    )
