"""Reads the technique cards from layer2/techniques, once a process.

A card's path says where it belongs: techniques/<area>/<place>/<name>.toml is the card
"<area>.<place>.<name>". docs/steps.md says how to write one.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

from layer2.engine.cards import LANGUAGES, Card, CardText, Deck

TECHNIQUES: Final = Path(__file__).resolve().parent / "techniques"
CARD_KEYS: Final = frozenset({"role", "zone", "slots", "difficulty", "comment", "when", "en", "es"})
TEXT_KEYS: Final = frozenset({"title", "tool", "do", "tips", "cautions", "fits"})


class CardError(ValueError):
    """A card file that cannot be read as a card; the message names the file."""


@cache
def load_deck() -> Deck:
    """Return the deck of this installation."""
    return read_deck(TECHNIQUES)


def read_deck(folder: Path) -> Deck:
    """Return the deck in a folder, cards sorted by id. Raises CardError."""
    paths = sorted(path for path in folder.rglob("*.toml") if path.parent != folder)
    cards = sorted((read_card(path, folder) for path in paths), key=lambda card: card.id)
    words = _parse(folder / "words.toml")
    return Deck(tuple(cards), {language: words[language] for language in LANGUAGES})


def read_card(path: Path, folder: Path) -> Card:
    """Return one card. Raises CardError for a file of another shape; the linter judges content."""
    parts = path.relative_to(folder).with_suffix("").parts
    if len(parts) != 3:
        raise CardError(f"{path}: a card lies at <area>/<place>/<name>.toml")
    data = _parse(path)
    if strange := sorted(set(data) - CARD_KEYS):
        raise CardError(f"{path}: unknown keys {strange}")
    try:
        return Card(
            id=".".join(parts),
            area=parts[0],  # type: ignore[arg-type]  # the linter checks it
            place=parts[1],
            role=data["role"],
            when={key: frozenset(values) for key, values in sorted(data.get("when", {}).items())},
            text={lang: _text(data[lang], path) for lang in LANGUAGES if lang in data},
            zone=data.get("zone"),
            slots=tuple(data.get("slots", ())),
            difficulty=data.get("difficulty"),
            comment=data.get("comment", ""),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise CardError(f"{path}: {error!r}") from error


def _text(data: dict[str, Any], path: Path) -> CardText:
    if strange := sorted(set(data) - TEXT_KEYS):
        raise CardError(f"{path}: unknown text keys {strange}")
    return CardText(
        do=_line(data, "do", path),
        title=_line(data, "title", path),
        tool=_line(data, "tool", path),
        tips=_list(data, "tips", path),
        cautions=_list(data, "cautions", path),
        fits=_list(data, "fits", path),
    )


def _line(data: dict[str, Any], key: str, path: Path) -> str:
    if not isinstance(value := data.get(key, ""), str):
        raise CardError(f"{path}: {key} is no text")
    return value


def _list(data: dict[str, Any], key: str, path: Path) -> tuple[str, ...]:
    lines = data.get(key, [])
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        raise CardError(f"{path}: {key} is no list of texts")
    return tuple(lines)


def _parse(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CardError(f"{path}: {error}") from error
