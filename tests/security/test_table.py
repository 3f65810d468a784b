"""The table of controls is true: every text stands once in its file, every test exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.security.table import CONTROLS, Control

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "security.md"
LABELS = {
    *(f"J{n}" for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14)),
    *(f"U{n}" for n in range(1, 13)),
    *(f"I{n}" for n in range(1, 9)),
    "A1", "A3", "A4", "A6", "A8", "R1", "R2", "R3", "R5", "R7", "S1", "S2", "S3", "S7", "S8",
    "C1", "C2", "C3", "C4", "C5", "C7",
}  # fmt: skip


@pytest.mark.parametrize(
    "control", CONTROLS, ids=lambda control: f"{control.labels} {control.what}"
)
def test_the_control_stands_once_where_the_table_says(control: Control) -> None:
    assert (ROOT / control.file).read_text().count(control.found) == 1
    file, _, name = control.test.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text() if name else (ROOT / file).is_file()


def test_every_label_has_a_control() -> None:
    assert {label for control in CONTROLS for label in control.labels.split()} == LABELS


def test_the_document_has_every_control() -> None:
    text = DOCUMENT.read_text()
    rows = set(re.findall(r"^\| ([A-Z0-9 ]+) \| ([^|]+) \|", text, re.MULTILINE))
    assert rows >= {(control.labels, control.what) for control in CONTROLS}
