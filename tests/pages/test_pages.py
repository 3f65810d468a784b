from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lookjobs import storage
from lookjobs.consent import CONSENT_VERSION
from lookjobs.models import LookJob, Upload
from tests.pages.conftest import caller_of, jpeg, make_job, make_running
from tests.pages.html_parts import inline_parts, loaded_addresses
from tests.pages.looks import HOSTILE, make_hostile_result, make_result

pytestmark = pytest.mark.django_db


def photo_file(data: bytes | None = None, name: str = "look.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, jpeg() if data is None else data, "image/jpeg")


def form(**changes: Any) -> dict[str, Any]:
    sent = {"mode": "vibe", "budget": "60", "locale": "es-US", "reference": photo_file()}
    return {name: value for name, value in (sent | changes).items() if value is not None}


@pytest.mark.parametrize("path", ["/", "/dupes", "/privacy"])
def test_pages_carry_nothing_inline_and_a_strict_policy(browser: Client, path: str) -> None:
    response = browser.get(path)
    assert response.status_code == 200
    assert inline_parts(response.content.decode()) == []
    policy = response["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response["Cache-Control"] == "no-store"


def test_no_page_names_another_host(browser: Client) -> None:
    job = make_job(caller_of(browser))
    for path in ("/", "/dupes", "/privacy", f"/looks/{job.pk}"):
        source = browser.get(path).content.decode()
        loaded = loaded_addresses(source)
        assert loaded
        assert [url for url in loaded if not url.startswith("/")] == []


def test_the_form_without_scripts_makes_a_job_with_what_it_said(browser: Client) -> None:
    response = browser.post("/", form(skinHex="#a07e56"))
    job = LookJob.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/looks/{job.pk}"
    assert (job.preference_mode, job.locale) == ("vibe", "es-US")
    assert job.constraints == {"budget": {"amount": "60.00", "currency": "USD"}}
    assert job.preferences == {"skinHex": "#a07e56"}
    assert job.reference is not None
    assert storage.read(job.reference) == jpeg()
    assert job.caller == caller_of(browser)


def test_a_selfie_without_consent_is_refused_in_words_and_nothing_is_kept(browser: Client) -> None:
    response = browser.post("/", form(selfie=photo_file()))
    assert response.status_code == 400
    assert "The selfie needs your consent" in response.content.decode()
    assert not LookJob.objects.exists()
    assert not Upload.objects.exists()


def test_a_selfie_with_consent_is_recorded_with_the_text_that_was_read(browser: Client) -> None:
    browser.post("/", form(selfie=photo_file(), consent=CONSENT_VERSION))
    job = LookJob.objects.get()
    assert job.selfie_given
    assert job.selfie_consent is not None
    assert job.selfie_consent.text_version == CONSENT_VERSION


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reference": None}, "Choose a photo first."),
        ({"reference": photo_file(b"")}, ""),
        ({"reference": photo_file(b"GIF89a" + bytes(50))}, "This is not a photo that we can read."),
        ({"mode": "wild"}, "Choose one of the three."),
        ({"budget": "a lot"}, "The budget is an amount in dollars"),
    ],
)
def test_what_is_wrong_with_the_form_is_said(
    browser: Client, changes: dict[str, Any], words: str
) -> None:
    response = browser.post("/", form(**changes))
    assert response.status_code == 400
    assert words in response.content.decode()
    assert not LookJob.objects.exists()


def test_a_running_job_shows_its_stage_and_refreshes_without_scripts(browser: Client) -> None:
    job = make_running(caller_of(browser))
    source = browser.get(f"/looks/{job.pk}").content.decode()
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in source
    assert re.search(r'class="now" aria-current="step">Reading the makeup', source)
    told = browser.get(f"/looks/{job.pk}/progress").json()
    assert told == {"running": True, "stage": "look", "progress": 50}


def test_a_refused_photo_is_told_with_reason_tip_and_a_way_back(browser: Client) -> None:
    error = {
        "code": "LAYER1_HARD_REJECT",
        "message": "-",
        "reasons": ["REF_SHARPNESS_TOO_LOW"],
        "details": [
            {"code": "REF_SHARPNESS_TOO_LOW", "photo": "reference", "value": 21.0, "limit": 35.0,
             "tip": "Hold still and use daylight."}
        ],
    }  # fmt: skip
    job = make_job(caller_of(browser), status="failed", stage="gate", result=None, error=error)
    source = browser.get(f"/looks/{job.pk}").content.decode()
    assert "The makeup photo is not sharp enough." in source
    assert "Hold still and use daylight." in source
    assert "Measured 21, limit 35" in source
    assert 'href="/"' in source


def test_result_page_shows_look_fit_steps_and_kit(browser: Client) -> None:
    job = make_job(caller_of(browser))
    source = browser.get(f"/looks/{job.pk}").content.decode()
    for words in (
        "Berry lip and bronze eyes",
        "mulberry",
        "81 of 100",
        "A flatter wing",
        "Velvet Hours Lipstick",
        "saves $26.40",
        "Foundation is matched to your own skin",
    ):
        assert words in source, words  # fmt: skip
    assert source.count('class="step-box"') == 9
    for order in range(1, 10):  # the drawn chart, each zone numbered by its step
        assert source.count(f'data-step="{order}"') == 1, order
    assert inline_parts(source) == []


def test_hostile_names_come_out_as_text(browser: Client) -> None:
    job = make_job(caller_of(browser), result=make_hostile_result())
    source = browser.get(f"/looks/{job.pk}").content.decode()
    assert HOSTILE not in source
    assert "&lt;script&gt;alert(" in source
    assert inline_parts(source) == []


def test_another_browsers_look_is_not_there(browser: Client) -> None:
    job = make_job("browser:somebody-else")
    for path in ("", "/progress", "/photo", "/result.json"):
        response = browser.get(f"/looks/{job.pk}{path}")
        assert response.status_code == 404, path
        assert "There is nothing here" in response.content.decode()
    for path in ("/cancel", "/delete", "/share", "/unshare"):
        assert browser.post(f"/looks/{job.pk}{path}", {"consent": "yes"}).status_code == 404, path
    assert LookJob.objects.filter(pk=job.pk).exists()


def test_a_demo_job_is_shown_only_under_debug_without_keys(browser: Client, settings: Any) -> None:
    job = make_job("anonymous")
    assert browser.get(f"/looks/{job.pk}").status_code == 404
    settings.DEBUG = True
    assert browser.get(f"/looks/{job.pk}").status_code == 200
    settings.API_KEYS = {"default": "k"}
    assert browser.get(f"/looks/{job.pk}").status_code == 404


def test_photo_is_served_re_encoded_without_metadata(browser: Client) -> None:
    browser.post("/", form())
    job = LookJob.objects.get()
    response = browser.get(f"/looks/{job.pk}/photo")
    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"].startswith("private")
    assert response.content != jpeg()
    assert b"Exif" not in response.content


def test_the_result_comes_as_json(browser: Client) -> None:
    job = make_job(caller_of(browser))
    assert browser.get(f"/looks/{job.pk}/result.json").json() == make_result()


def test_cancel_stops_a_job_and_says_so(browser: Client) -> None:
    job = make_running(caller_of(browser))
    response = browser.post(f"/looks/{job.pk}/cancel", follow=True)
    assert "Stopped" in response.content.decode()
    job.refresh_from_db()
    assert job.status == "canceled"


def test_cancel_of_a_finished_job_shows_the_result(browser: Client) -> None:
    job = make_job(caller_of(browser))
    response = browser.post(f"/looks/{job.pk}/cancel", follow=True)
    assert "Berry lip and bronze eyes" in response.content.decode()


def test_delete_removes_the_look_and_says_so(browser: Client) -> None:
    job = make_job(caller_of(browser))
    response = browser.post(f"/looks/{job.pk}/delete", follow=True)
    assert "The look is deleted" in response.content.decode()
    assert not LookJob.objects.filter(pk=job.pk).exists()


def test_finished_looks_are_listed_on_the_start_page(browser: Client) -> None:
    make_job(caller_of(browser))
    make_job("browser:other", result=make_hostile_result())
    source = browser.get("/").content.decode()
    assert source.count('class="look-title"') == 1
    assert "Berry lip and bronze eyes" in source


def test_language_follows_the_browser_and_the_choice(browser: Client) -> None:
    assert (
        "Trae una foto" in browser.get("/", headers={"Accept-Language": "es-MX"}).content.decode()
    )
    browser.post("/language", {"language": "es", "next": "/dupes"})
    source = browser.get("/").content.decode()
    assert 'lang="es"' in source
    assert "Trae una foto" in source


def test_language_choice_never_leads_to_another_host(browser: Client) -> None:
    response = browser.post("/language", {"language": "es", "next": "https://evil.example/"})
    assert response["Location"] == "/"


def test_missing_pages_are_words_for_people_and_json_for_programs(browser: Client) -> None:
    page = browser.get(f"/looks/{uuid.uuid4()}")
    assert page.status_code == 404
    assert "There is nothing here" in page.content.decode()
    assert "There is nothing here" in browser.get("/no-such-page").content.decode()
    assert Client().get("/no-such-page").json()["error"] == "NOT_FOUND"
    assert Client().get("/shares/nothing").json()["error"] == "NOT_FOUND"


def test_too_many_forms_are_refused_in_the_browsers_language(
    browser: Client, settings: Any
) -> None:
    settings.RATE_LIMITS = {**settings.RATE_LIMITS, "look_job": 1}
    spanish = {"Accept-Language": "es-MX"}
    browser.post("/", form())
    response = browser.post("/", form(), headers=spanish)
    assert response.status_code == 429
    assert int(response["Retry-After"]) >= 1
    assert "Un poco más despacio" in response.content.decode()
    assert "default-src 'none'" in response["Content-Security-Policy"]


def test_an_old_form_is_explained() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"Accept": "text/html"})
    response = strict.post("/", form())
    assert response.status_code == 403
    assert "This form has expired" in response.content.decode()


def test_the_privacy_page_tells_the_terms_that_the_purge_obeys(
    browser: Client, settings: Any
) -> None:
    terms = {
        "REFERENCE_DAYS": "13 days", "SELFIE_HOURS": "17 hours", "GEOMETRY_DAYS": "19 days",
        "JOB_DAYS": "23 days", "SHARE_DAYS": "29 days",
    }  # fmt: skip
    for name, term in terms.items():
        setattr(settings, f"RETENTION_{name}", int(term.split()[0]))
    source = browser.get("/privacy").content.decode()
    assert {term for term in terms.values() if f">{term}<" in source} == set(terms.values())
