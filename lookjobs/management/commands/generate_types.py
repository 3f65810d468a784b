"""TypeScript types from the OpenAPI document, compiled as a frontend would use them."""

from __future__ import annotations

import shutil
import subprocess
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

SOURCES: Final = ("package.json", "package-lock.json", "tsconfig.json", "usage.ts")
TIMEOUT_S: Final = 300


class Command(BaseCommand):
    help = "Generate api.d.ts with openapi-typescript and compile contracts/typescript with tsc."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=Path(settings.VAR_DIR) / "typescript")

    def handle(self, *_args: Any, **options: Any) -> None:
        npm = shutil.which("npm")
        if npm is None:
            raise CommandError("npm was not found. Install Node.js 20 or later, then try again.")
        folder: Path = options["to"]
        folder.mkdir(parents=True, exist_ok=True)
        for name in SOURCES:
            shutil.copyfile(settings.BASE_DIR / "contracts" / "typescript" / name, folder / name)
        document = folder / "openapi.json"
        call_command("spectacular", file=str(document), format="openapi-json")
        _install(npm, folder)
        _run([npm, "run", "--silent", "types"], folder)
        self.stdout.write(f"{folder / 'api.d.ts'} compiles")


def _install(npm: str, folder: Path) -> None:
    """Install the locked packages, unless this very lock is installed already."""
    lock, installed = (folder / "package-lock.json").read_text(), folder / ".installed"
    if not installed.is_file() or installed.read_text() != lock:
        _run([npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts"], folder)
        installed.write_text(lock)


def _run(command: list[str], folder: Path) -> None:
    done = subprocess.run(  # noqa: S603  (our own words, no shell)
        command, cwd=folder, capture_output=True, text=True, timeout=TIMEOUT_S, check=False
    )
    if done.returncode:
        raise CommandError(f"{' '.join(command[1:])} failed:\n{done.stdout}{done.stderr}")
