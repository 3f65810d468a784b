""".env.example lists every setting that the code reads from the environment, and no other."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
ELSEWHERE = {"DATABASE_URL"}  # read by config/postgres.py too
READERS = {"text", "flag", "integer", "words", "numbers"}


def names_read() -> set[str]:
    found = set(ELSEWHERE)
    for node in ast.walk(ast.parse((ROOT / "config" / "settings.py").read_text())):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in READERS
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "env"
            and isinstance(node.args[0], ast.Constant)
        ):
            found.add(str(node.args[0].value))
    return found


def test_every_setting_is_listed_once() -> None:
    lines = (ROOT / ".env.example").read_text().splitlines()
    listed = [line.partition("=")[0] for line in lines if line and not line.startswith("#")]
    assert sorted(listed) == sorted(names_read())
