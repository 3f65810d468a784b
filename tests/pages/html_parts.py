"""What a browser would run or load in a page, found with a real parser."""

from __future__ import annotations

from html.parser import HTMLParser


class _Parts(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.inline: list[str] = []
        self.loaded: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "style" or (
            tag == "script" and "src" not in given and given.get("type") != "application/json"
        ):
            self.inline.append(f"<{tag}>")
        for name, value in attrs:
            if name == "style" or name.startswith("on") or name == "srcdoc":
                self.inline.append(f"{tag} {name}")
            if (value or "").strip().lower().startswith(("javascript:", "data:text")):
                self.inline.append(f"{tag} {name}={value}")
        for name in ("src", "srcset", "poster", "action"):
            if given.get(name):
                self.loaded.append(str(given[name]))
        if tag == "link" and given.get("href"):
            self.loaded.append(str(given["href"]))


def inline_parts(source: str) -> list[str]:
    """Return inline scripts, styles, handlers and javascript: addresses; there should be none."""
    parts = _Parts()
    parts.feed(source)
    return parts.inline


def loaded_addresses(source: str) -> list[str]:
    """Return every address that the page loads or posts to by itself."""
    parts = _Parts()
    parts.feed(source)
    return parts.loaded
