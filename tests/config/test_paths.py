"""Where generated files go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from config.paths import generated


def test_a_generated_file_has_its_folder(settings: Any, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"
    path = generated("demo", "result.json")
    path.write_text("{}")
    assert path == tmp_path / "var" / "demo" / "result.json"
