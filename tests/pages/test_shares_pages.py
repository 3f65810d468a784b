from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from lookjobs.consent import CONSENT_VERSION
from lookjobs.models import Consent, Share
from tests.pages.conftest import caller_of, make_job
from tests.pages.html_parts import inline_parts
from tests.pages.looks import make_hostile_result

pytestmark = pytest.mark.django_db


def shared_look(browser: Client, **overrides: Any) -> Share:
    job = make_job(caller_of(browser), **overrides)
    browser.post(f"/looks/{job.pk}/share", {"consent": "yes"})
    return Share.objects.get(job=job)


def test_nothing_is_shared_without_consent(browser: Client) -> None:
    job = make_job(caller_of(browser))
    response = browser.post(f"/looks/{job.pk}/share", headers={"HX-Request": "true"})
    assert "without your consent nothing is shared" in response.content.decode()
    assert not Share.objects.exists()


def test_sharing_records_consent_and_shows_the_link(browser: Client) -> None:
    job = make_job(caller_of(browser))
    response = browser.post(
        f"/looks/{job.pk}/share", {"consent": "yes"}, headers={"HX-Request": "true"}
    )
    share = Share.objects.get(job=job)
    assert f"/s/{share.pk}" in response.content.decode()
    assert "<html" not in response.content.decode()
    consent = Consent.objects.get(job_id=job.pk, purpose="sharing")
    assert (consent.text_version, consent.locale) == (CONSENT_VERSION, "en")


def test_the_shared_page_shows_the_look_and_nothing_of_the_sharer(browser: Client) -> None:
    share = shared_look(browser)
    response = Client().get(f"/s/{share.pk}")
    source = response.content.decode()
    assert response.status_code == 200
    assert "Berry lip and bronze eyes" in source
    assert source.count('class="step-box"') == 9
    for private in ("How it sits on you", "/photo", str(share.job_id), "4.2°", 'id="share"'):
        assert private not in source, private
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "no-store"
    assert '<meta name="robots" content="noindex, nofollow">' in source


def test_a_revoked_share_is_kindly_gone_at_once(browser: Client) -> None:
    share = shared_look(browser)
    browser.post(f"/looks/{share.job_id}/unshare")
    response = Client().get(f"/s/{share.pk}")
    assert response.status_code == 410
    assert "This look has left" in response.content.decode()
    assert "Berry lip" not in response.content.decode()


def test_an_expired_share_is_gone(browser: Client) -> None:
    share = shared_look(browser)
    Share.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(f"/s/{share.pk}").status_code == 410


def test_an_unknown_share_is_not_there() -> None:
    response = Client(headers={"Accept": "text/html"}).get("/s/nothing-like-it")
    assert response.status_code == 404


def test_hostile_names_on_a_shared_page_come_out_as_text(browser: Client) -> None:
    share = shared_look(browser)
    poisoned = {
        key: value for key, value in make_hostile_result().items() if key in (share.result or {})
    } | {"lookSpec": make_hostile_result()["lookSpec"]}
    Share.objects.update(result=poisoned)
    source = Client().get(f"/s/{share.pk}").content.decode()
    assert inline_parts(source) == []
    assert "&lt;script&gt;alert(" in source
