"""`manage.py replicate`: the real pipeline on a real photo, a line a photo, and no line lost."""

from __future__ import annotations

import json
from contextlib import nullcontext
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import skimage.data
from django.core.management import CommandError, call_command
from PIL import Image

pytestmark = pytest.mark.django_db
KEYS = {"file", "gate", "reasons", "lookSpec", "steps", "kit", "layer1", "timings", "error"}
AT = "2026-11-20T12:00:00+00:00"


@pytest.fixture
def portrait(tmp_path: Path) -> Path:
    path = tmp_path / "portrait.png"
    Image.fromarray(skimage.data.astronaut()).save(path)  # type: ignore[no-untyped-call]
    return path


@pytest.fixture
def no_face(tmp_path: Path) -> Path:
    path = tmp_path / "coffee.png"
    Image.fromarray(skimage.data.coffee()).save(path)  # type: ignore[no-untyped-call]
    return path


def lines(*arguments: Any, verdict: int = 0) -> list[dict[str, Any]]:
    """Run the command with --json and return its lines; verdict is its exit code."""
    out = StringIO()
    expected = pytest.raises(SystemExit, match=str(verdict)) if verdict else nullcontext()
    with expected:
        call_command("replicate", *map(str, arguments), "--json", "--at", AT, stdout=out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_what_is_no_locale_is_refused(portrait: Path) -> None:
    with pytest.raises(CommandError, match="is no locale"):
        call_command("replicate", str(portrait), "--locale", "bad locale!!")


def test_a_portrait_gives_one_whole_line(portrait: Path) -> None:
    (line,) = lines(portrait)
    assert set(line) == KEYS
    assert line["file"] == "portrait.png"
    assert line["error"] is None
    assert line["gate"] == "soft_degrade"
    assert line["reasons"][0] == "MISSING_SELFIE"
    assert [len(section["steps"]) for section in line["steps"]["sections"]] == [3, 3, 3]
    assert set(line["kit"]["areas"]) == {"base", "eye", "lip"}
    assert set(line["timings"]) >= {"fetch", "faces", "gate", "look", "steps", "kit"}


def test_the_same_photo_gives_the_same_line(portrait: Path) -> None:
    first, second = (lines(portrait)[0] for _ in range(2))
    first.pop("timings")
    second.pop("timings")
    assert json.dumps(first) == json.dumps(second)


def test_a_selfie_makes_the_foundation_the_wearers_own(portrait: Path) -> None:
    (line,) = lines(portrait, "--selfie", portrait)
    foundation = line["kit"]["areas"]["base"]["slots"][0]
    assert foundation["slot"] == "foundation"
    assert "MISSING_SELFIE" not in line["reasons"]
    assert line["layer1"]["similarityReport"]["fitScore"] == 100


def test_what_cannot_be_read_has_its_line_and_the_others_go_on(
    portrait: Path, no_face: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(b"\xff\xd8\xff\xe0 no jpeg")
    missing, folder = tmp_path / "missing.jpg", tmp_path
    found = lines(broken, missing, folder, no_face, portrait, verdict=1)
    assert [line["gate"] for line in found] == [None, None, None, "hard_reject", "soft_degrade"]
    assert [line["error"] and line["error"]["code"] for line in found] == [
        "IMAGE_UNREADABLE", "IMAGE_UNREADABLE", "IMAGE_UNREADABLE", "LAYER1_HARD_REJECT", None,
    ]  # fmt: skip
    assert all(set(line) == KEYS for line in found)
    assert found[3]["reasons"] == ["REF_INVALID", "REF_FACE_COUNT_NOT_ONE"]


def test_an_unreadable_selfie_is_said_before_any_work(portrait: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"selfie\.jpg: No such file"):
        call_command("replicate", str(portrait), "--selfie", str(tmp_path / "selfie.jpg"))


def test_without_json_a_person_can_read_it(portrait: Path, capsys: Any) -> None:
    call_command("replicate", str(portrait))
    shown = capsys.readouterr().out
    assert "Nine steps" in shown
    assert "Fit:" in shown
