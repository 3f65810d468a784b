"""The explanation of a look: a picture and a page that need nothing else, drawn on demand."""

from __future__ import annotations

import dataclasses
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage.data
from django.core.management import CommandError, call_command
from PIL import Image
from rest_framework.test import APIClient

from layer2.engine.explain_eye import wing_words
from layer2.engine.explain_svg import draw
from layer2.engine.explain_text import width_of, wrapped
from layer2.engine.explain_words import WORDS
from layer2.engine.explanation import DiscState, Explanation, FaceWhy
from layer2.engine.read import WIRE_FIELD
from layer2.engine.types import Swatch
from layer2.engine.wing import Wing
from lookjobs.errors import AssetNotFoundError
from lookjobs.models import Upload
from lookjobs.page_explained import explained_page
from lookjobs.services.explained import explain_photo, explained_picture
from tests.lookjobs.photos import encoded

Photo = np.ndarray[Any, np.dtype[np.uint8]]


@pytest.fixture(scope="module")
def portrait() -> Photo:
    return np.ascontiguousarray(skimage.data.astronaut())  # type: ignore[no-untyped-call]


@pytest.fixture(scope="module")
def why(portrait: Photo) -> Explanation:
    return explain_photo(portrait)


@pytest.fixture(scope="module")
def face(why: Explanation) -> FaceWhy:
    assert why.face is not None
    return why.face


@pytest.fixture(scope="module")
def nobody() -> Explanation:
    return explain_photo(np.zeros((300, 400, 3), np.uint8))


def test_it_says_what_the_look_says(face: FaceWhy) -> None:
    assert {each.field for each in face.fields} == set(WIRE_FIELD.values())
    values = {each.field: each.value for each in face.fields}
    look = face.reading.look.breakdown
    assert values["lip.colorFamily"] == look.lip.color_family
    assert values["eye.liner"] == look.eye.liner
    for each in face.fields:
        assert bool(each.cause) == (each.value == "unknown")
        assert each.cause == "" or each.cause in WORDS["en"]
    assert all(one.rule for each in face.fields for one in each.evidence)


def test_its_colors_are_those_of_the_look(face: FaceWhy) -> None:
    look = face.reading.look.breakdown
    shown = list(face.swatches.values())
    said = [look.base.color, look.base.blush.color, look.lip.color, look.eye.liner_color]
    assert shown == [one for one in said if one is not None] + list(look.eye.colors)


def test_the_drawing_stands_alone_and_shows_every_field(why: Explanation, face: FaceWhy) -> None:
    drawn = draw(why)
    assert drawn == draw(why)
    ET.fromstring(drawn)
    assert set(re.findall(r'href="([a-z]+:)', drawn)) == {"data:"}
    for each in face.fields:
        assert f">{each.field}<" in drawn


def test_every_swatch_is_drawn_however_many_there_are(why: Explanation, face: FaceWhy) -> None:
    many = {f"shadow{n}": Swatch(f"#0000{n:02x}", (1.0, 0.0, 0.0), "black") for n in range(1, 12)}
    drawn = draw(dataclasses.replace(why, face=dataclasses.replace(face, swatches=many)))
    assert all(f'fill="{one.hex}"' in drawn for one in many.values())
    assert all(f">shadow {n} #0000{n:02x}<" in drawn for n in range(1, 12))


def test_eyes_are_shown_larger_than_they_are_measured_each_by_its_side(face: FaceWhy) -> None:
    assert [eye.side for eye in face.eyes] == ["left", "right"]
    for eye in face.eyes:
        assert eye.picture.rgb.shape[1] > 192  # pixels between the corners, and room around them
        assert eye.state == "read"
        assert len(eye.places) == 8


def test_eyes_that_were_not_read_say_why(why: Explanation, face: FaceWhy) -> None:
    left, right = face.eyes
    turned = dataclasses.replace(left, state="turned", places=())
    covered = dataclasses.replace(right, state="covered", places=())
    drawn = draw(dataclasses.replace(why, face=dataclasses.replace(face, eyes=(turned, covered))))
    assert ">not read: turned away<" in drawn
    assert ">not read: covered<" in drawn


def test_an_eye_is_read_or_told_why_by_the_limits_of_measuring(portrait: Photo) -> None:
    small = explain_photo(np.ascontiguousarray(portrait[::3, ::3])).face
    assert small is not None
    assert [eye.state for eye in small.eyes] == ["small", "small"]
    assert {each.cause for each in small.fields if each.field.startswith("eye.")} == {
        "EYES_NOT_VISIBLE"
    }


def test_a_disc_is_told_by_place_and_state(why: Explanation, face: FaceWhy) -> None:
    assert len({(disc.place, disc.side) for disc in face.discs}) == 6
    assert all((disc.redness is not None) == (disc.state == "seen") for disc in face.discs)
    states: tuple[DiscState, ...] = ("dark", "cut") * 3
    hidden = tuple(
        dataclasses.replace(disc, state=state, redness=None)
        for disc, state in zip(face.discs, states, strict=True)
    )
    drawn = draw(dataclasses.replace(why, face=dataclasses.replace(face, discs=hidden)))
    assert ">no skin in view<" in drawn
    assert ">off the photo<" in drawn


def test_a_dark_cheek_in_the_photo_is_shade_and_no_cover(portrait: Photo, face: FaceWhy) -> None:
    shaded = portrait.copy()
    for disc in face.discs:
        if disc.side == "left":
            x, y = (int(part) for part in face.mesh.points[disc.landmark, :2])
            shaded[y - 14 : y + 14, x - 14 : x + 14] //= 6
    found = explain_photo(shaded).face
    assert found is not None
    assert {disc.state for disc in found.discs if disc.side == "left"} == {"dark"}


@pytest.mark.parametrize(
    ("wing", "said"),
    [
        (None, "none can be seen"),
        (Wing(0.0, 0.0, 0.0, 0.4), "none beside the corner"),
        (Wing(21.0, 0.25, 0.08, 0.2), "Drawn line: +21°, 0.25 long, 0.08 thick"),
        (Wing(-40.0, 0.12, 0.08, 0.2), "No drawn line, too short"),
        (Wing(-30.0, 0.25, 0.16, 0.2), "No drawn line, too thick"),
        (Wing(-20.0, 0.25, 0.08, 0.3), "No drawn line, too light: -20°, 0.25 long"),
    ],
)
def test_the_line_beside_a_corner_is_put_into_words(wing: Wing | None, said: str) -> None:
    assert said in wing_words(wing, WORDS["en"])


def test_a_refused_photo_is_drawn_with_the_reasons_and_tips(why: Explanation) -> None:
    dark = explain_photo(
        np.ascontiguousarray(skimage.data.astronaut() // 30)  # type: ignore[no-untyped-call]
    )
    assert not why.refused
    assert dark.refused
    for said in (draw(dark), explained_page(dark, "a.png")):
        assert "refused (hard_reject)" in said
        for detail in dark.gate.details:
            assert detail.code in said
            assert detail.tip in said


def test_a_photo_without_a_face_is_drawn_with_the_reasons(nobody: Explanation) -> None:
    assert nobody.face is None
    drawn = draw(nobody)
    assert drawn.count("<image") == 1
    assert "REF_FACE_COUNT_NOT_ONE" in drawn
    page = explained_page(nobody, "a.png")
    assert "No look" in page
    assert "REF_FACE_COUNT_NOT_ONE" in page


def test_a_doubtful_photo_passes_with_what_is_doubtful(why: Explanation) -> None:
    measure = dataclasses.replace(
        why.measures[0], code="POSE_YAW_TOO_LARGE", value=21.0, unit="deg"
    )
    drawn = draw(dataclasses.replace(why, doubts=(measure,)))
    assert ">Gate: passes<" in drawn
    assert ">POSE_YAW_TOO_LARGE<" in drawn


def test_both_languages_have_the_same_words(portrait: Photo) -> None:
    assert WORDS["en"].keys() == WORDS["es"].keys()
    spanish = explain_photo(portrait, locale="es-US")
    page = explained_page(spanish, "a.png")
    assert '<html lang="es">' in page
    assert "Cada campo, y lo que lo decidió" in page
    assert "Every field" not in page + draw(spanish)


def test_text_is_broken_before_it_leaves_its_column() -> None:
    said = "No drawn line, too thick: -26°, 0.23 long, 0.13 thick"
    for width in (120, 250, 400):
        lines = wrapped(said, width, 13)
        assert " ".join(lines) == said
        assert all(width_of(line, 13) <= width for line in lines)
    assert wrapped("REF_FACE_COUNT_NOT_ONE", 20, 13) == ["REF_FACE_COUNT_NOT_ONE"]


def test_the_command_writes_a_picture_and_a_page(
    tmp_path: Path, portrait: Photo, capsys: pytest.CaptureFixture[str]
) -> None:
    source, out = tmp_path / "a.png", tmp_path / "out"
    Image.fromarray(portrait).save(source)
    call_command("explain", source, out=out)
    with Image.open(out / "a.png.png") as image:
        assert image.width == 1520
    page = (out / "a.png.html").read_text()
    assert re.findall(r'(?:src|href)="(?!data:)', page) == []
    assert re.findall(r"url\((?!\"data:)(?!#)", page) == []
    for field in WIRE_FIELD.values():
        assert f">{field}</strong></td>" in page
    assert "ln ratio" in page
    assert capsys.readouterr().out == f"{out / 'a.png.html'}\n"


def test_a_file_that_is_no_photo_is_named_and_the_others_are_written(
    tmp_path: Path, portrait: Photo, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, empty = tmp_path / "a.png", tmp_path / "b.png", tmp_path / "c.png"
    Image.fromarray(portrait).save(good)
    bad.write_text("no photo")
    Image.new("RGB", (300, 300)).save(empty)
    with pytest.raises(SystemExit, match="1"):
        call_command("explain", bad, empty, good, tmp_path / "d.png", out=tmp_path / "out")
    assert (tmp_path / "out" / "a.png.html").exists()
    assert (tmp_path / "out" / "c.png.png").exists()
    said = capsys.readouterr()
    assert f"{bad}: The file is not a" in said.err
    assert f"{tmp_path / 'd.png'}: No such file or directory.\n" in said.err
    assert "hard_reject: REF_INVALID, REF_FACE_COUNT_NOT_ONE" in said.out
    assert "one face only" in said.out


def test_photos_of_one_name_are_numbered(tmp_path: Path) -> None:
    photos = [tmp_path / name / "a.png" for name in ("one", "two")]
    for path in photos:
        path.parent.mkdir()
        Image.new("RGB", (64, 64)).save(path)
    call_command("explain", *photos, out=tmp_path / "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "a-2.png.html", "a-2.png.png", "a.png.html", "a.png.png",
    ]  # fmt: skip


@pytest.mark.parametrize("place", ["taken", "taken/below"])
def test_a_folder_that_cannot_be_one_is_said_in_one_line(tmp_path: Path, place: str) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(CommandError, match="taken"):
        call_command("explain", tmp_path / "a.png", out=tmp_path / place)


def test_what_is_no_locale_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is no locale"):
        call_command("explain", "a.png", "--out", str(tmp_path), "--locale", "bad locale!!")


@pytest.mark.django_db
def test_a_stored_photo_is_explained_while_it_exists(
    alice: APIClient, upload: Callable[..., str], portrait: Photo
) -> None:
    upload(alice, data=encoded(portrait, "JPEG"))
    drawn = explained_picture(Upload.objects.get(), locale="es")
    with Image.open(BytesIO(drawn)) as image:
        assert (image.format, image.width) == ("PNG", 1520)
    with pytest.raises(AssetNotFoundError):
        explained_picture(None)


@pytest.mark.django_db
def test_a_stored_photo_without_a_face_is_drawn_too(
    alice: APIClient, upload: Callable[..., str]
) -> None:
    upload(alice)
    with Image.open(BytesIO(explained_picture(Upload.objects.get()))) as image:
        assert image.width == 1520
