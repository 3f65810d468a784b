"""The photo with what was measured: for its owner, while it is kept, drawn when it is asked for."""

from __future__ import annotations

from io import BytesIO

import numpy as np
import pytest
import skimage.data
from django.test import Client
from PIL import Image

from layer1.engine.pyramid import Pyramid
from layer1.landmarks import get_finder
from layer2.engine.outlines import COLORS, draw_outlines, face_window
from lookjobs.page_photos import PREVIEW_PX
from tests.pages.conftest import caller_of, make_job
from tests.staff.jobs import make_upload, portrait

pytestmark = pytest.mark.django_db


def test_the_owner_sees_the_regions_and_nobody_else_does(browser: Client) -> None:
    caller = caller_of(browser)
    job = make_job(caller, reference=make_upload(caller=caller, data=portrait()))
    url = f"/looks/{job.pk}/regions"
    answer = browser.get(url)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "private, max-age=600"
    assert max(Image.open(BytesIO(answer.content)).size) == PREVIEW_PX
    assert Client(headers={"Accept": "text/html"}).get(url).status_code == 404


def test_without_the_photo_or_a_face_there_are_no_regions(browser: Client) -> None:
    caller = caller_of(browser)
    gone = make_job(caller)
    assert browser.get(f"/looks/{gone.pk}/regions").status_code == 404
    assert "regions-toggle" not in browser.get(f"/looks/{gone.pk}").content.decode()
    faceless = make_job(caller, reference=make_upload(caller=caller))
    assert browser.get(f"/looks/{faceless.pk}/regions").status_code == 404


def test_without_scripts_the_link_loads_the_page_with_the_regions(browser: Client) -> None:
    caller = caller_of(browser)
    job = make_job(caller, reference=make_upload(caller=caller, data=portrait()))
    page = browser.get(f"/looks/{job.pk}?regions").content.decode()
    assert f'src="/looks/{job.pk}/regions"' in page
    assert 'id="regions-key">' in page
    assert 'id="regions-key" hidden' in browser.get(f"/looks/{job.pk}").content.decode()


def test_outlines_lie_on_the_face_and_leave_the_rest_of_the_photo_alone() -> None:
    rgb = np.asarray(skimage.data.astronaut(), np.uint8)  # type: ignore[no-untyped-call]
    points = get_finder().find(Pyramid(rgb)).meshes[0].points
    drawn = draw_outlines(rgb, points)
    changed = np.argwhere((drawn != rgb).any(axis=2))
    low, high = points[:, 1].min() - 4, points[:, 1].max() + 4
    assert len(changed) > 500
    assert low <= changed[:, 0].min() <= changed[:, 0].max() <= high
    large = draw_outlines(np.kron(rgb, np.ones((4, 4, 1), np.uint8)), points[:, :2] * 4)
    for color in COLORS.values():
        assert (np.abs(large.astype(int) - color).sum(axis=2) < 12).any()


def test_the_key_of_the_page_has_the_colors_that_are_drawn() -> None:
    from django.contrib.staticfiles import finders

    path = finders.find("pages/pages.css")
    assert isinstance(path, str)
    with open(path, encoding="utf-8") as file:  # noqa: PTH123
        css = file.read()
    for kind, color in COLORS.items():
        code = "#" + "".join(f"{part:02x}" for part in color)
        assert f".key-{kind} {{ --key: {'#fff' if code == '#ffffff' else code}; }}" in css


def test_the_window_around_a_face_stays_in_the_photo() -> None:
    points = np.array([[-5.0, -5.0, 0], [30, 60, 0]])
    assert face_window(points, (50, 40, 3)) == (0, 0, 40, 50)
    assert face_window(np.array([[20.0, 20, 0], [30, 40, 0]]), (100, 100, 3)) == (13, 13, 37, 47)
