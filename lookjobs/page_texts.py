"""The words of the pages, one TOML file a language under texts/; every file has the same keys."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

FOLDER: Final = Path(__file__).resolve().parent / "texts"
LANGUAGES: Final = ("en", "es")
Texts = Mapping[str, Any]


def language_of(locale: str | None) -> str:
    """Return the language that text is written in: the locale's primary one, else English."""
    primary = (locale or "").replace("_", "-").split("-")[0].lower()
    return primary if primary in LANGUAGES else LANGUAGES[0]


@lru_cache(maxsize=len(LANGUAGES))
def load_texts(language: str) -> Texts:
    """Return all words of one language as nested mappings; templates read them by dots."""
    return tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def say(texts: Texts, key: str, **slots: object) -> str:
    """Return the sentence at a dotted key with its {slots} filled; KeyError is a bug."""
    node: Any = texts
    for part in key.split("."):
        node = node[part]
    return str(node).format(**slots) if slots else str(node)


def word(texts: Texts, section: str, code: str) -> str:
    """Return the word for a code; a code that has none yet is shown as plain words, never hidden.

    Engines may learn a new code before its word is written: NEW_REASON then reads "New reason".
    """
    known = texts[section].get(code)
    if isinstance(known, str):
        return known
    plain = code.replace("_", " ").strip()
    return plain.capitalize() if code.isupper() else plain


def value_word(texts: Texts, field: str, code: str) -> str:
    """Return the word for a field's value, in the gender and number of the field's own word."""
    form = texts["value_for"].get(field, {}).get(code)
    return form if isinstance(form, str) else word(texts, "value", code)
