"""`./manage.py explain`: why looks are read as they are, as pictures and pages."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.evaluation import make_folder
from layer2.engine.explanation import Explanation
from lookjobs.command_arguments import UnreadableFileError, locale_argument, read_photo_file
from lookjobs.page_explained import explained_page
from lookjobs.services.explained import explain_photo, picture


class Command(BaseCommand):
    help = "Write each photo with its regions, colors and measures drawn on it, and a page."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
        parser.add_argument("--out", type=Path, required=True, metavar="DIR")
        parser.add_argument("--locale", default="en", type=locale_argument)

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["out"]
        make_folder(folder)
        photos: list[Path] = options["photos"]
        done = [
            self._explain(path, folder / name, options["locale"])
            for path, name in zip(photos, names_of(photos), strict=True)
        ]
        if not all(done):
            sys.exit(1)

    def _explain(self, path: Path, target: Path, locale: str) -> bool:
        """Write one photo's files and say what the gate says; on stderr why there are none."""
        try:
            why = explain_photo(read_photo_file(path), locale=locale)
        except UnreadableFileError as error:
            self.stderr.write(str(error))
            return False
        page = target.with_name(f"{target.name}.html")
        try:
            target.with_name(f"{target.name}.png").write_bytes(picture(why))
            page.write_text(explained_page(why, path.name))
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}.") from None
        self.stdout.write("\n".join([str(page), *_gate_lines(why)]))
        return True


def names_of(photos: list[Path]) -> list[str]:
    """Return a name for each photo's files: its own, numbered where it has been given before."""
    names: list[str] = []
    for path in photos:
        name, number = path.name, 1
        while name in names:
            number += 1
            name = f"{path.stem}-{number}{path.suffix}"
        names.append(name)
    return names


def _gate_lines(why: Explanation) -> list[str]:
    """Return the gate's reasons and each tip once; nothing where the photo passes."""
    if not why.refused:
        return []
    tips = dict.fromkeys(detail.tip for detail in why.gate.details if detail.tip)
    return [f"  {why.gate.gate}: {', '.join(why.gate.reasons)}", *(f"  {tip}" for tip in tips)]
