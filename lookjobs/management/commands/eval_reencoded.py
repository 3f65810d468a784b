"""How many fields of a look change when its photo is saved otherwise; exit 1 beyond the limit."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from statistics import mean, median
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.evaluation import make_folder, write_report
from layer2.evaluation.reencoded import WAYS, changes
from lookjobs.command_arguments import NoPhotoError, UnreadableFileError, read_photo_file

MOST: Final = 1  # of 14 fields, median over the photos, whichever way they are saved


class Command(BaseCommand):
    help = "Read each photo as it is, as JPEG 75, as PNG, at half size and mirrored, and compare."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
        parser.add_argument("--to", type=Path, default=Path(settings.VAR_DIR) / "eval")

    def handle(self, *_args: Any, **options: Any) -> None:
        make_folder(options["to"])
        summary = summed(self._changes(options["photos"]))
        page = markdown(summary)
        write_report(options["to"], "reencoded", summary, page)
        self.stdout.write(page)
        if any(way["median"] is None or way["median"] > MOST for way in summary["ways"].values()):
            sys.exit(1)

    def _changes(self, paths: list[Path]) -> dict[str, dict[str, list[str] | None]]:
        """Return by photo what changed by way; a file that is no photo is named and left out."""
        found = {}
        for path in paths:
            try:
                found[path.name] = changes(read_photo_file(path))
            except NoPhotoError as error:
                self.stderr.write(f"Left out: {error}")
            except UnreadableFileError as error:
                raise CommandError(str(error)) from None
        if not found:
            raise CommandError(f"None of {', '.join(map(str, paths))} is a photo.")
        return found


def summed(found: dict[str, dict[str, list[str] | None]]) -> dict[str, Any]:
    """Return medians by way over the photos that show a face both ways."""
    ways = {}
    for way in WAYS:
        counts = [len(lines) for each in found.values() if (lines := each[way]) is not None]
        ways[way] = {
            "photos": len(counts),
            "lost": len(found) - len(counts),
            "median": median(counts) if counts else None,
            "mean": round(mean(counts), 2) if counts else None,
            "most": max(counts, default=None),
        }
    changed = {
        f"{photo}, {way}": lines
        for photo, each in found.items()
        for way, lines in each.items()
        if lines
    }
    return {"ways": ways, "changed": changed}


def markdown(summary: dict[str, Any]) -> str:
    """Return the summary as a page."""
    lines = [
        "# The same photo saved otherwise: fields of 14 that change",
        "",
        "| way | photos | no face | median | mean | most |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
        *(
            f"| {way} | {n['photos']} | {n['lost']} | {n['median']} | {n['mean']} | {n['most']} |"
            for way, n in summary["ways"].items()
        ),
        "",
        *(f"- {where}: {'; '.join(lines)}" for where, lines in summary["changed"].items()),
    ]
    return "\n".join(lines) + "\n"
