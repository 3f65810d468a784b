"""`manage.py chaos`: kill workers and restart the database under load; lose nothing."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from argparse import SUPPRESS, ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, Final

from django.core.management import call_command
from django.core.management.base import BaseCommand

from config.paths import generated, shared
from lookjobs.chaos.killer import Killer, Workers
from lookjobs.chaos.load import Load
from lookjobs.chaos.tally import count, read_photos
from lookjobs.chaos.world import World

DRAIN_S: Final = 20 * 60


class Command(BaseCommand):
    help = "Run jobs on real workers while they are killed at random; exit 1 unless all end well."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--jobs", type=int, default=500)
        parser.add_argument("--seconds", type=int, default=120, help="how long things are killed")
        parser.add_argument("--clusters", type=int, default=3)
        parser.add_argument("--seed", type=int, default=1, help="of the killer's choices")
        parser.add_argument(
            "--photos", type=Path,
            help="a folder; default ../shared/photos where it is, else one public portrait",
        )  # fmt: skip
        parser.add_argument("--stub", action="store_true", help="sleep 50 ms instead of analysing")
        parser.add_argument(
            "--outage", type=float, default=0.0, help="seconds without PostgreSQL, once"
        )
        parser.add_argument("--inside", action="store_true", help=SUPPRESS)

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002
        if options["inside"]:
            sys.exit(self._run(options))
        with World() as world:
            command = [sys.executable, *sys.argv, "--inside"]
            environment = {**os.environ, **world.environment(stub=options["stub"])}
            code = subprocess.run(command, env=environment, check=False).returncode  # noqa: S603
        sys.exit(code)

    def _run(self, options: dict[str, Any]) -> int:
        call_command("migrate", verbosity=0, interactive=False)
        call_command("demo_catalog", verbosity=0)
        load = Load(read_photos(_folder(options["photos"]), limit=20), jobs=options["jobs"])
        self.stdout.write(f"{options['jobs']} jobs, {options['seconds']} s, seed {options['seed']}")
        with generated("chaos", "workers.log").open("wb") as log:
            workers = Workers(clusters=options["clusters"], log=log)
            try:
                killer = Killer(
                    workers, seed=options["seed"], data=os.environ["CHAOS_DATA"],
                    outage_s=options["outage"],
                )  # fmt: skip
                self._storm(load, workers, killer, options["seconds"])
                drained = self._drain(load, workers)
            finally:
                workers.stop()
        hits = ", ".join(f"{name} {n}" for name, n in sorted(killer.hits.items()))
        self.stdout.write(f"killed: {hits}")
        self.stdout.write(f"attempts a job: {_spread(load.attempts())}")
        self.stdout.write(f"drained {drained:.0f} s after the last kill")
        tally = count(load.expected)
        self.stdout.write(tally.line())
        return 0 if tally.clean() else 1

    def _storm(self, load: Load, workers: Workers, killer: Killer, seconds: int) -> None:
        begin = time.monotonic()
        while (passed := time.monotonic() - begin) < seconds or not killer.has_struck():
            load.send_due(passed / (seconds * 0.9))  # the last tenth has no new jobs
            workers.keep()
            killer.strike()
            time.sleep(0.05)
        load.send_due(1.0)

    def _drain(self, load: Load, workers: Workers) -> float:
        begin = time.monotonic()
        while load.open_jobs() and time.monotonic() - begin < DRAIN_S:
            workers.keep()
            time.sleep(0.5)
        return time.monotonic() - begin


def _spread(attempts: list[int]) -> str:
    return ", ".join(f"{n} x {times}" for n, times in sorted(Counter(attempts).items()))


def _folder(given: Path | None) -> Path | None:
    photos = given or shared("photos")
    return photos if photos.is_dir() else None
