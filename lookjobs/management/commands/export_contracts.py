"""Write contracts/us: JSON Schemas, golden fixtures and their manifest; or check them."""

from __future__ import annotations

import hashlib
import io
import json
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final

import skimage.data
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from PIL import Image

from lookjobs.contract_fixtures import MOMENT, RECORDED, all_fixtures
from lookjobs.engine.decode import decode
from lookjobs.pipeline import Inputs, run, wire_result
from lookjobs.published import all_schemas

MANIFEST: Final = "manifest.json"


class Command(BaseCommand):
    help = "Write the published JSON Schemas, fixtures and manifest to contracts/us."

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = Path(settings.BASE_DIR) / "contracts" / "us"
        parser.add_argument("--to", type=Path, default=default)
        parser.add_argument(
            "--check", action="store_true", help="change nothing; exit 1 where files differ"
        )
        parser.add_argument(
            "--record",
            action="store_true",
            help="read look and kit anew, from scikit-image's portrait and this catalogue",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        folder: Path = options["to"]
        recorded = _record() if options["record"] else _recorded(folder)
        files = all_files(recorded)
        if not options["check"]:
            for name, text in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_text(text)
        wrong = differences(folder, files)
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            self.stderr.write("Run ./manage.py export_contracts and commit what it writes.")
            sys.exit(1)
        self.stdout.write(f"{len(files) - 1} files and their manifest in {folder}")


def all_files(recorded: dict[str, Any]) -> dict[str, str]:
    """Return the text of every file by its path inside the folder."""
    files = {f"{name}.schema.json": _text(schema) for name, schema in all_schemas().items()}
    for name, body in all_fixtures(recorded).items():
        files[f"fixtures/{name}.json"] = _text(body)
    sums = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in sorted(files.items())}
    return files | {MANIFEST: _text({"market": "US", "algorithm": "sha256", "files": sums})}


def differences(folder: Path, files: dict[str, str]) -> list[str]:
    """Return what differs between the folder and files, one line each."""
    found = []
    for name, text in sorted(files.items()):
        path = folder / name
        if not path.is_file():
            found.append(f"missing: {name}")
        elif path.read_text() != text:
            found.append(f"differs: {name}")
    known = {folder / name for name in files}
    strangers = [path for path in sorted(folder.rglob("*.json")) if path not in known]
    return found + [f"not ours: {path.relative_to(folder)}" for path in strangers]


def _recorded(folder: Path) -> dict[str, Any]:
    found = {}
    for name in RECORDED:
        path = folder / "fixtures" / f"{name}.json"
        if not path.is_file():
            raise CommandError(f"{path} is missing. Run export_contracts --record to make it.")
        found[name] = json.loads(path.read_text())
    return found


def _record() -> dict[str, Any]:
    data = io.BytesIO()
    Image.fromarray(skimage.data.astronaut()).save(data, "PNG")  # type: ignore[no-untyped-call]
    rgb = decode(data.getvalue())
    inputs = Inputs(mode="structure", locale="en", created_at=MOMENT)
    result = wire_result(run(inputs, photos=lambda _: rgb, on_stage=lambda _: None))
    return {"lookSpecV0": result["lookSpec"], "kitV0": result["kit"]}


def _text(value: Any) -> str:
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=False) + "\n"
