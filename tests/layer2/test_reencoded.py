"""The same photo saved otherwise is read alike: at most one field of 14 changes, in the median."""

from __future__ import annotations

import json
from pathlib import Path
from statistics import median
from typing import Any

import cv2
import numpy as np
import pytest
import skimage.data
from django.core.management import CommandError, call_command
from PIL import Image, ImageOps

from layer2.evaluation.reencoded import WAYS, changes, half, mirrored
from tests.layer2.conftest import BARE_PHOTOS

MADE_UP = ("dev_002.png", "dev_007.png", "dev_012.png", "dev_033.png")


@pytest.fixture(scope="module")
def portrait() -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The portrait at three times its size: at its own, half of it has eyes of ten pixels."""
    small = skimage.data.astronaut()  # type: ignore[no-untyped-call]
    large = cv2.resize(small, None, fx=3, fy=3, interpolation=cv2.INTER_CUBIC)
    return np.asarray(large, np.uint8)


def test_a_way_changes_what_it_says(portrait: Any) -> None:
    assert half(portrait).shape == (768, 768, 3)
    assert (mirrored(mirrored(portrait)) == portrait).all()
    assert (WAYS["png"](portrait) == portrait).all()
    assert 0 < np.abs(WAYS["jpeg75"](portrait).astype(int) - portrait).mean() < 10


def test_the_portrait_is_read_alike(portrait: Any) -> None:
    found = changes(portrait)
    assert found["png"] == []
    assert max(len(lines or ()) for lines in found.values()) <= 1, found


def test_photos_are_read_alike(shared: Path) -> None:
    counts: dict[str, list[int]] = {way: [] for way in WAYS}
    for name in (*BARE_PHOTOS, *MADE_UP):
        with Image.open(shared / "photos" / name) as image:
            rgb = np.ascontiguousarray(ImageOps.exif_transpose(image).convert("RGB"))
        for way, lines in changes(rgb).items():
            assert lines is not None, (name, way)
            counts[way].append(len(lines))
    assert set(counts["png"]) == {0}
    assert max(median(found) for found in counts.values()) <= 1, counts


def test_the_command_reports_and_names_what_is_no_photo(
    tmp_path: Path, portrait: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    photo, text = tmp_path / "a.png", tmp_path / "b.png"
    Image.fromarray(portrait).save(photo)
    text.write_text("no photo")
    call_command("eval_reencoded", text, photo, to=tmp_path)
    found = json.loads((tmp_path / "reencoded.json").read_text())
    assert {way: n["photos"] for way, n in found["ways"].items()} == dict.fromkeys(WAYS, 1)
    assert f"Left out: {text}: The file is not" in capsys.readouterr().err
    Image.new("RGB", (200, 200)).save(photo)
    with pytest.raises(SystemExit, match="1"):
        call_command("eval_reencoded", photo, to=tmp_path)


def test_the_command_refuses_what_is_not_there_and_no_photo_at_all(tmp_path: Path) -> None:
    text = tmp_path / "b.png"
    text.write_text("no photo")
    with pytest.raises(CommandError, match=r"b\.png is a photo"):
        call_command("eval_reencoded", text, to=tmp_path)
    with pytest.raises(CommandError, match=r"c\.png: No such file"):
        call_command("eval_reencoded", text, tmp_path / "c.png", to=tmp_path)
    with pytest.raises(CommandError, match="cannot be a folder"):
        call_command("eval_reencoded", text, to=text)
