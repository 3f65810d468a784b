"""Settings from the environment: each reader fails loudly and says which variable is wrong."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """Return the variable, or the default where it is unset or empty."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool = False) -> bool:
    """Return a boolean: 1, true, yes, on, or 0, false, no, off."""
    value = text(name).lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, got {value!r}")


def integer(name: str, default: int, *, minimum: int = 0) -> int:
    """Return a whole number of at least minimum."""
    raw = text(name)
    try:
        value = int(raw) if raw else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, got {raw!r}") from None
    if value < minimum:
        raise ImproperlyConfigured(f"{name} must be at least {minimum}, got {value}")
    return value


def words(name: str, default: str = "") -> list[str]:
    """Return a comma-separated list without blanks."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def numbers(name: str) -> dict[str, float]:
    """Return a list such as "color=0.5,finish=0.2" as a mapping."""
    try:
        return {key: float(value) for key, value in (part.split("=") for part in words(name))}
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be name=number,... got {text(name)!r}") from None


def load_dotenv(path: Path) -> None:
    """Set what a .env file names, where the environment does not set it; ` #` begins a comment."""
    if not path.is_file():
        return
    for line in path.read_text().splitlines():
        name, separator, value = line.strip().partition("=")
        if separator and name and not name.startswith("#"):
            os.environ.setdefault(name.strip(), _value(value.strip()))


def _value(raw: str) -> str:
    if raw[:1] in {'"', "'"} and (end := raw.find(raw[0], 1)) > 0:
        return raw[1:end]
    return "" if raw.startswith("#") else raw.partition(" #")[0].strip()
