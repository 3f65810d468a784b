"""The explanation of a look: a picture and a page that need nothing else, drawn on demand."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
from django.core.management import call_command
from PIL import Image
from rest_framework.test import APIClient

from layer2.engine.explain_svg import draw
from layer2.engine.explanation import Explanation
from layer2.engine.read import WIRE_FIELD
from lookjobs.errors import AssetNotFoundError
from lookjobs.models import Upload
from lookjobs.services.explained import NothingToExplainError, explain_photo, explained_picture
from tests.lookjobs.photos import encoded


@pytest.fixture(scope="module")
def portrait() -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.ascontiguousarray(skimage.data.astronaut())  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def why(portrait: np.ndarray[Any, np.dtype[np.uint8]]) -> Explanation:
    return explain_photo(portrait)


def test_it_says_what_the_look_says(why: Explanation) -> None:
    assert {each.field for each in why.fields} == set(WIRE_FIELD.values())
    values = {each.field: each.value for each in why.fields}
    look = why.reading.look.breakdown
    assert values["lip.colorFamily"] == look.lip.color_family
    assert values["eye.liner"] == look.eye.liner
    for each in why.fields:
        assert bool(each.cause) == (each.value == "unknown")
    assert all(one.rule for each in why.fields for one in each.evidence)


def test_the_drawing_stands_alone_and_shows_every_field(why: Explanation) -> None:
    drawn = draw(why)
    assert drawn == draw(why)
    ET.fromstring(drawn)
    assert set(re.findall(r'href="([a-z]+:)', drawn)) == {"data:"}
    for each in why.fields:
        assert f">{each.field}<" in drawn
    for one in why.swatches.values():
        assert one.hex in drawn


def test_the_command_writes_a_picture_and_a_page(
    tmp_path: Path, portrait: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "a.png", tmp_path / "out"
    Image.fromarray(portrait).save(source)
    call_command("explain", source, out=out)
    with Image.open(out / "a.png.png") as image:
        assert image.size == (1520, 1180)
    page = (out / "a.png.html").read_text()
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []
    for field in WIRE_FIELD.values():
        assert f">{field}</td>" in page
    assert "ln ratio" in page
    assert str(out / "a.png.html") in capsys.readouterr().out


def test_a_file_that_shows_nothing_is_named_and_the_others_are_written(
    tmp_path: Path, portrait: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, empty = tmp_path / "a.png", tmp_path / "b.png", tmp_path / "c.png"
    Image.fromarray(portrait).save(good)
    bad.write_text("no photo")
    Image.new("RGB", (300, 300)).save(empty)
    with pytest.raises(SystemExit, match="1"):
        call_command("explain", bad, empty, good, tmp_path / "d.png", out=tmp_path / "out")
    assert (tmp_path / "out" / "a.png.html").exists()
    said = capsys.readouterr().err
    assert all(name in said for name in ("b.png", "c.png: The photo shows no", "d.png"))


@pytest.mark.django_db
def test_a_stored_photo_is_explained_while_it_exists(
    alice: APIClient, upload: Callable[..., str], portrait: Any
) -> None:
    upload(alice, data=encoded(portrait, "JPEG"))
    drawn = explained_picture(Upload.objects.get(), locale="es")
    with Image.open(BytesIO(drawn)) as image:
        assert (image.format, image.size) == ("PNG", (1520, 1180))
    with pytest.raises(AssetNotFoundError):
        explained_picture(None)


@pytest.mark.django_db
def test_a_stored_photo_without_a_face_is_refused(
    alice: APIClient, upload: Callable[..., str]
) -> None:
    upload(alice)
    with pytest.raises(NothingToExplainError):
        explained_picture(Upload.objects.get())
