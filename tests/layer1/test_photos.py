"""The gate on real photos, on what is made of them, and on pictures without a face."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from layer1.engine.types import RGB
from layer1.evaluation.margins import Row, measure, varied, without_faces
from layer1.evaluation.variants import VARIANTS

SURE_KEPT, SURE_REFUSED = 29, 7


def photo(shared: Path, name: str) -> RGB:
    return np.asarray(Image.open(shared / "photos" / name).convert("RGB"))


def labels(shared: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads((shared / "photos" / "labels.json").read_text())
    return rows


def wrong(rows: list[Row]) -> list[str]:
    return [f"{row.name}: {row.gate}, {row.flags}" for row in rows if not row.ok]


def test_the_gate_keeps_and_refuses_what_people_would(shared: Path) -> None:
    right = {"ok": 0, "hard_reject": 0}
    for label in labels(shared):
        if label["gate_confidence"] != "low":
            refused = measure(label["file"], photo(shared, label["file"])).gate == "hard_reject"
            right[label["gate_expected"]] += refused == (label["gate_expected"] == "hard_reject")
    assert right == {"ok": SURE_KEPT, "hard_reject": SURE_REFUSED}


def test_what_is_made_of_photos_is_judged_alike(shared: Path) -> None:
    """A fourth of the photos, with every variant; gate_margins --varied runs all."""
    names = [label["file"] for label in labels(shared) if label["gate_expected"] == "ok"]
    rows = [row for name in names[::4] for row in varied(name, photo(shared, name))]
    assert len(rows) == len(names[::4]) * len(VARIANTS)
    assert wrong(rows) == []


def test_what_is_made_of_the_portrait_is_judged_alike(portrait: RGB) -> None:
    assert wrong(varied("portrait", portrait)) == []


def test_two_small_faces_are_two(shared: Path) -> None:
    """Faces of a twelfth of the photo: the detector's input has 11 px for each."""
    names = [label["file"] for label in labels(shared) if "small_face" in label["tags"]]
    for name in names:
        rgb = photo(shared, name)
        both = np.ascontiguousarray(np.hstack([rgb, rgb[:, ::-1]]))
        assert measure(name, both).faces == 2, name
    assert len(names) == 3


def test_pictures_without_a_face_are_refused() -> None:
    rows = without_faces()
    assert len(rows) > 20
    assert [(row.name, row.faces) for row in rows if row.faces or not row.ok] == []


def test_the_margins_are_shown_and_written(
    portrait: RGB, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Image.fromarray(portrait).save(tmp_path / "portrait.png")
    call_command("gate_margins", tmp_path / "portrait.png", to=tmp_path)
    assert "| portrait.png | either | soft_degrade | 1 |" in capsys.readouterr().out
    (row,) = json.loads((tmp_path / "gate_margins.json").read_text())["rows"]
    light = row["measures"]["LIGHTING_LOW_CONFIDENCE"]
    assert light["margin"] == pytest.approx(
        (light["value"] - light["limit"]) / light["limit"], abs=1e-4
    )


def test_a_wrong_gate_ends_with_exit_1_and_a_missing_photo_is_named(
    portrait: RGB, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Image.fromarray(portrait).save(tmp_path / "portrait.png")
    monkeypatch.setattr("layer1.engine.limits.SHARPNESS_MIN", 101.0)
    with pytest.raises(SystemExit, match="1"):
        call_command("gate_margins", tmp_path / "portrait.png", varied=True, to=tmp_path)
    with pytest.raises(CommandError, match=r"nowhere\.jpg"):
        call_command("gate_margins", tmp_path / "nowhere.jpg")
