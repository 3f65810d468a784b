"""`./manage.py explain`: why looks are read as they are, as pictures and pages."""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from config.contracts import to_wire
from config.errors import DomainError
from layer2.engine.explain_svg import draw
from layer2.engine.explanation import Explanation
from lookjobs.engine.decode import ImageUnreadableError, decode
from lookjobs.services.explained import explain_photo, picture


class Command(BaseCommand):
    help = "Write each photo with its regions, colors and measures drawn on it, and a page."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")
        parser.add_argument("--locale", default="en")

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        done = [self._explain(path, folder, options["locale"]) for path in options["photos"]]
        if not all(done):
            sys.exit(1)

    def _explain(self, path: Path, folder: Path, locale: str) -> bool:
        """Write one photo's files; say on stderr why there are none."""
        try:
            why = explain_photo(decode(path.read_bytes()), locale=locale)
        except (OSError, ImageUnreadableError, DomainError) as error:
            self.stderr.write(f"{path}: {error}")
            return False
        name = folder / path.name
        name.with_suffix(f"{path.suffix}.png").write_bytes(picture(why))
        page = name.with_suffix(f"{path.suffix}.html")
        page.write_text(page_of(why, path.name))
        self.stdout.write(str(page))
        return True


def page_of(why: Explanation, title: str) -> str:
    """Return a page that needs no other file."""
    look = json.dumps(to_wire(why.reading.look), indent=2, ensure_ascii=False)
    drawing = mark_safe(draw(why))  # noqa: S308  (the engine escapes every text in it)
    return render_to_string(
        "explain.html", {"title": title, "why": why, "drawing": drawing, "look": look}
    )
