"""Photos of people: behind a permission, by a link of one minute, each view recorded."""

from __future__ import annotations

import re
import time
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image

from lookjobs.models import Upload
from lookjobs.staff import photos
from lookjobs.staff.models import StaffAction
from tests.staff.conftest import Open
from tests.staff.jobs import portrait, with_photos

pytestmark = pytest.mark.django_db


def open_photo(client: Client, base: str, picture: str) -> tuple[Any, str]:
    """Press the button; return the page that follows, and the address of the picture on it."""
    answer = client.post(f"{base}/show/{picture}/", follow=True)
    found = re.search(r'<img class="st-img[^"]*" src="([^"]+)"', answer.content.decode())
    return answer, found.group(1) if found else ""


def test_the_photo_is_shown_by_its_pixels_and_each_view_is_recorded(operator: Client) -> None:
    job = with_photos(selfie=True)
    base = f"/admin/lookjobs/lookjob/{job.pk}"
    for picture in ("reference", "selfie"):
        _, address = open_photo(operator, base, picture)
        for _ in range(2):
            answer = operator.get(address)
            assert answer["Content-Type"] == "image/jpeg"
            assert "no-store" in answer["Cache-Control"]
            assert answer.content.startswith(b"\xff\xd8\xff")
    rows = StaffAction.objects.filter(action="view_photo", username="operator")
    assert [row.detail["picture"] for row in rows.order_by("pk")] == [
        "reference", "reference", "selfie", "selfie",
    ]  # fmt: skip
    assert {row.job_id for row in rows} == {job.pk}


def test_without_the_permission_there_is_no_photo(auditor: Client, operator: Client) -> None:
    job = with_photos()
    base = f"/admin/lookjobs/lookjob/{job.pk}"
    page = auditor.get(f"{base}/change/").content.decode()
    assert "Show it" not in page
    assert auditor.post(f"{base}/show/reference/").status_code == 403
    _, address = open_photo(operator, base, "reference")
    assert auditor.get(address).status_code == 403
    assert not StaffAction.objects.filter(action="view_photo").exists()


def test_a_link_is_for_one_person_one_job_and_one_minute(
    operator: Client, sign_in: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    job, other = with_photos(), with_photos()
    base = f"/admin/lookjobs/lookjob/{job.pk}"
    _, address = open_photo(operator, base, "reference")
    assert sign_in("root").get(address).status_code == 403
    assert operator.get(address.replace(str(job.pk), str(other.pk))).status_code == 404
    assert operator.get(f"{base}/picture/?token=forged").status_code == 403
    assert operator.get(f"{base}/picture/").status_code == 403
    later = time.time() + photos.LINK_S + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert operator.get(address).status_code == 403
    assert not StaffAction.objects.filter(action="view_photo").exists()


def test_a_photo_that_is_gone_is_not_offered(operator: Client) -> None:
    job = with_photos()
    Upload.objects.update(state="doomed")
    base = f"/admin/lookjobs/lookjob/{job.pk}"
    assert "no longer kept" in operator.get(f"{base}/change/").content.decode()
    assert operator.post(f"{base}/show/reference/").status_code == 404
    assert operator.post(f"{base}/show/passport/").status_code == 404


def test_the_explained_picture_is_drawn_from_the_photo_and_recorded(operator: Client) -> None:
    job = with_photos(data=portrait())
    _, address = open_photo(operator, f"/admin/lookjobs/lookjob/{job.pk}", "explained")
    answer = operator.get(address)
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).width > 400
    assert StaffAction.objects.get(action="view_photo").detail == {"picture": "explained"}


def test_a_photo_without_a_face_is_explained_by_the_gate(operator: Client) -> None:
    job = with_photos()
    page, address = open_photo(operator, f"/admin/lookjobs/lookjob/{job.pk}", "explained")
    assert page.redirect_chain[0][0].endswith("#explained")
    answer = operator.get(address)
    assert answer["Content-Type"] == "image/png"
    assert Image.open(BytesIO(answer.content)).width > 400
