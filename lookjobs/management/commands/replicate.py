"""`./manage.py replicate`: the job's own pipeline in this process, without server or queue."""

from __future__ import annotations

import json
import sys
import time
from argparse import ArgumentParser
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console

from layer1.engine.types import RGB, Source
from layer1.services import HardRejectError
from layer2.engine.types import LookSpec
from lookjobs.command_arguments import UnreadableFileError, locale_argument, read_photo_file
from lookjobs.demo.first_run import prepare
from lookjobs.demo.stack import StackError
from lookjobs.demo.summary import print_summary
from lookjobs.pipeline import Inputs, run, run_look, wire_result

KEYS = ("lookSpec", "steps", "kit", "layer1")
Wire = dict[str, Any]


class Command(BaseCommand):
    help = "Turn photos into look, steps and kit; with --json one line a photo."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
        parser.add_argument("--selfie", type=Path, help="the face that will wear the look")
        parser.add_argument("--mode", default="structure", choices=["structure", "vibe", "ease"])
        parser.add_argument("--locale", default="en", type=locale_argument)
        parser.add_argument("--json", action="store_true", help="one JSON line a photo")
        parser.add_argument(
            "--at",
            type=datetime.fromisoformat,
            help="the moment that prices are of, such as 2026-11-20T12:00:00+00:00; default now",
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        selfie = options["selfie"]
        inputs = Inputs(
            mode=options["mode"],
            locale=options["locale"],
            created_at=_moment(options["at"]),
            selfie_given=selfie is not None,
        )
        try:
            prepare(self.stderr.write)
            if selfie is not None:
                # One bad selfie would spoil every line: say so before any work.
                read_photo_file(selfie)
        except (StackError, UnreadableFileError) as error:
            raise CommandError(str(error)) from None
        show = self._print_json if options["json"] else self._print_summary
        lines = [show(*replicate(photo, selfie, inputs)) for photo in options["photos"]]
        if any(line["gate"] is None for line in lines):
            sys.exit(1)

    def _print_json(self, line: Wire, result: Wire | None) -> Wire:  # noqa: ARG002
        self.stdout.write(json.dumps(line, ensure_ascii=False, sort_keys=True))
        self.stdout.flush()
        return line

    def _print_summary(self, line: Wire, result: Wire | None) -> Wire:
        console = Console()
        console.rule(line["file"])
        if result is None:
            console.print(f"{line['error']['code']}: {line['error']['message']}")
        else:
            print_summary(console, result)
        return line


def replicate(photo: Path, selfie: Path | None, inputs: Inputs) -> tuple[Wire, Wire | None]:
    """Return one photo's line and its whole result; what goes wrong is in the line's `error`.

    gate is None where the file could not be read.
    """
    files: dict[Source, Path | None] = {"reference": photo, "selfie": selfie}
    watch = _StopWatch()
    line: Wire = {"file": photo.name, "gate": None, "reasons": [], **dict.fromkeys(KEYS)}
    line |= {"error": None}
    result = None
    try:
        result = wire_result(run(inputs, photos=_reader(files), on_stage=watch))
        line |= {key: result[key] for key in KEYS}
        line |= {"gate": result["gate"]["gate"], "reasons": result["gate"]["reasons"]}
    except HardRejectError as refused:
        line |= {"gate": "hard_reject", "reasons": refused.extra["reasons"]}
        line["error"] = {"code": refused.code, "message": refused.message}
    except UnreadableFileError as error:
        line["error"] = {"code": "IMAGE_UNREADABLE", "message": str(error)}
    return line | {"timings": watch.stop()}, result


def read_look_of(photo: Path) -> LookSpec:
    """Return the look of a photo. Raises UnreadableFileError, HardRejectError."""
    inputs = Inputs(mode="structure", locale="en", created_at=timezone.now())
    files: dict[Source, Path | None] = {"reference": photo, "selfie": None}
    return run_look(inputs, photos=_reader(files), on_stage=lambda _: None).reading.look


def _moment(given: datetime | None) -> datetime:
    if given is None:
        return timezone.now()
    return given if given.tzinfo else given.replace(tzinfo=timezone.get_current_timezone())


def _reader(files: dict[Source, Path | None]) -> Callable[[Source], RGB]:
    def photos(source: Source) -> RGB:
        path = files[source]
        assert path is not None, f"no {source} was given"  # noqa: S101  (Inputs says which there are)
        return read_photo_file(path)

    return photos


class _StopWatch:
    """Called at the begin of each stage; knows what each took, in milliseconds."""

    def __init__(self) -> None:
        self._marks: list[tuple[str, float]] = []

    def __call__(self, stage: str) -> None:
        self._marks.append((stage, time.perf_counter()))

    def stop(self) -> dict[str, float]:
        ends = [*(moment for _, moment in self._marks[1:]), time.perf_counter()]
        return {
            stage: round((end - begin) * 1000, 1)
            for (stage, begin), end in zip(self._marks, ends, strict=True)
        }
