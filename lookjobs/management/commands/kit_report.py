"""`manage.py kit_report PHOTO...`: what kits find in the demo and in a real catalogue."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from catalog import demo
from catalog.imports import import_file
from catalog.models import Merchant
from config.scratch import scratch_database
from layer1.services import HardRejectError
from layer2.engine.types import LookSpec, Preferences
from layer2.services import stated_wearer
from layer3.engine.types import Constraints, Kit, KitSlot
from layer3.services import build_kit
from lookjobs.command_arguments import UnreadableFileError
from lookjobs.management.commands.replicate import read_look_of

AT: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
REFUSED: Final = settings.VAR_DIR / "imports" / "kit_report.refused.csv"
SKIN: Final = "#c68e6f"
UNTARGETED: Final = {"UNKNOWN_IN_LOOK", "NEEDS_SELFIE"}


@dataclass(slots=True)
class Report:
    """What the kits of all photos came to on one catalogue."""

    catalogue: str
    photos: int = 0
    needed: int = 0
    targeted: int = 0
    filled: int = 0
    not_used_but_filled: int = 0
    with_dupe: int = 0
    best_far: list[float] = field(default_factory=list)
    dupe_far: list[float] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)

    def add(self, photo: str, kit: Kit) -> None:
        self.photos += 1
        for area in (kit.areas.base, kit.areas.eye, kit.areas.lip):
            for slot in area.slots:
                self._slot(photo, slot)

    def _slot(self, photo: str, slot: KitSlot) -> None:
        if not slot.needed:
            self.not_used_but_filled += slot.best is not None
            return
        self.needed += 1
        self.targeted += slot.best_reason not in UNTARGETED
        if slot.best is None:
            self.empty.append(f"{photo} {slot.slot} {slot.best_reason}")
            return
        self.filled += 1
        if slot.best.delta_e00 is not None:
            self.best_far.append(slot.best.delta_e00)
        if slot.dupe is not None:
            self.with_dupe += 1
            told = (e.value for e in slot.dupe.evidence if e.metric == "dupe.deltaE00")
            self.dupe_far += [float(value) for value in told if value is not None]

    def rows(self) -> dict[str, str]:
        share = f"{self.with_dupe / self.filled:.0%}" if self.filled else "none filled"
        return {
            "photos": str(self.photos),
            "slots needed": str(self.needed),
            "of them with a known target": str(self.targeted),
            "of those filled": str(self.filled),
            "filled that the look does not use": str(self.not_used_but_filled),
            "filled with a dupe": f"{self.with_dupe} ({share})",
            "median CIEDE2000, best to target": _median(self.best_far),
            "median CIEDE2000, dupe to best": _median(self.dupe_far),
            "empty": str(len(self.empty)),
        }


class Command(BaseCommand):
    help = (
        "Build the kit of each photo's look on the demo catalogue and, with --catalog, on feeds of "
        "real products, as they are and with unknown currencies taken for dollars. Runs on "
        "databases of its own, which it makes and drops."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("photos", nargs="+", type=Path, metavar="PHOTO")
        parser.add_argument("--catalog", nargs="+", type=Path, default=[], metavar="FEED")
        parser.add_argument("--skin", default=SKIN, help="the wearer's skin, #rrggbb")
        parser.add_argument("--json", action="store_true", help="one JSON object a catalogue")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        looks = dict(self._looks(options["photos"]))
        if not looks:
            raise CommandError("No photo could be used.")
        feeds: list[Path] = options["catalog"]
        ways = [("demo", "")] + ([("real", ""), ("real, as USD", "USD")] if feeds else [])
        reports = []
        for name, currency in ways:
            self.stderr.write(f"Kits on the {name} catalogue")
            with _catalogue(name, feeds, currency):
                reports.append(_report(name, looks, options["skin"]))
        if options["json"]:
            for each in reports:
                self.stdout.write(json.dumps(asdict(each)))
            return
        self._print(reports)

    def _looks(self, photos: list[Path]) -> Iterator[tuple[str, LookSpec]]:
        for path in photos:
            try:
                yield path.stem, read_look_of(path)
            except (HardRejectError, UnreadableFileError) as error:
                self.stderr.write(f"{path.name} is left out: {error}")

    def _print(self, reports: list[Report]) -> None:
        table = Table("kits over photos", *(each.catalogue for each in reports))
        columns = [each.rows() for each in reports]
        for name in columns[0]:
            table.add_row(name, *(column[name] for column in columns))
        Console(file=self.stdout, width=120).print(table)  # type: ignore[arg-type]
        for each in reports:
            self.stdout.write(f"empty on the {each.catalogue} catalogue:")
            for line in each.empty or ["  none"]:
                self.stdout.write(f"  {line}")


def _report(name: str, looks: dict[str, LookSpec], skin: str) -> Report:
    report = Report(name)
    for photo, look in looks.items():
        kit = build_kit(
            look=look, wearer=stated_wearer(skin, locale="en"), preferences=Preferences(),
            constraints=Constraints(), priced_at=AT, locale="en",
        )  # fmt: skip
        report.add(photo, kit)
    return report


@contextmanager
def _catalogue(name: str, feeds: list[Path], currency: str) -> Iterator[None]:
    with scratch_database("kit_report"):
        if name == "demo":
            demo.write(now=AT)
        for number, feed in enumerate(feeds if name != "demo" else []):
            merchant = Merchant.objects.create(slug=f"real-{number}", name=feed.stem)
            import_file(
                feed, source="auto", merchant=merchant, report=REFUSED,
                now=timezone.now(), assume_currency=currency,
            )  # fmt: skip
        yield


def _median(values: list[float]) -> str:
    return f"{median(values):.2f}" if values else "none"
