"""`./manage.py gate_margins PHOTO...`: how far each measure of each photo is from its limit."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.evaluation import write_report
from layer1.evaluation.margins import Row, measure, table, varied, wire, without_faces
from lookjobs.engine.decode import ImageUnreadableError, decode


class Command(BaseCommand):
    help = "Show every measure of photos beside its limit; write it as Markdown and JSON."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", nargs="*", type=Path, metavar="PHOTO")
        parser.add_argument(
            "--varied", action="store_true",
            help="and what is made of each: darker, blurred, cut, turned, covered; exit 1 where "
            "the gate does not say what it must",
        )  # fmt: skip
        parser.add_argument(
            "--no-face", action="store_true", help="and scikit-image's pictures without a face"
        )
        parser.add_argument("--to", type=Path, default=Path(settings.VAR_DIR) / "eval")

    def handle(self, *_args: Any, **options: Any) -> None:
        rows: list[Row] = []
        for path in options["photos"]:
            try:
                rgb = decode(path.read_bytes())
            except (OSError, ImageUnreadableError) as error:
                raise CommandError(f"{path}: {error}") from None
            rows += varied(path.name, rgb) if options["varied"] else [measure(path.name, rgb)]
        rows += without_faces() if options["no_face"] else []
        if not rows:
            raise CommandError("Name a photo with a face, or --no-face.")
        page = f"{table(rows)}\n{_summary(rows)}"
        write_report(options["to"], "gate_margins", {"rows": [wire(row) for row in rows]}, page)
        self.stdout.write(page)
        if not all(row.ok for row in rows):
            sys.exit(1)


def _summary(rows: list[Row]) -> str:
    """Return how many of each kind of photo were kept, refused and flagged."""
    kinds: dict[str, Counter[str]] = {}
    for row in rows:
        kind = row.name.split(", ", 1)[-1] if ", " in row.name else "photos"
        kind = "pictures without a face" if row.name.startswith("scikit-image") else kind
        count = kinds.setdefault(f"{kind} ({row.must})", Counter())
        count["refused" if row.gate == "hard_reject" else "kept"] += 1
        count.update(f"{flag} covered" for flag in row.flags)
        count["WRONG"] += not row.ok
    lines = [
        f"- {kind}: {', '.join(f'{many} {what}' for what, many in sorted(count.items()) if many)}"
        for kind, count in kinds.items()
    ]
    return "\n".join(lines) + "\n"
