"""Lists: filters, search and export, and how many queries a page takes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from config import admin as base
from lookjobs.staff.models import StaffAction
from tests.pages.conftest import make_job, make_running
from tests.staff.jobs import rejected, with_photos

pytestmark = pytest.mark.django_db
JOBS = "/admin/lookjobs/lookjob/"


def listed(client: Client, **query: str) -> set[str]:
    answer = client.get(JOBS, query)
    assert answer.status_code == 200
    return {str(job.pk) for job in answer.context["cl"].result_list}


def test_jobs_are_filtered_by_state_gate_error_duration_and_date(auditor: Client) -> None:
    now = timezone.now()
    slow = with_photos(created_at=now - timedelta(seconds=10), finished_at=now)
    old = with_photos(
        created_at=now - timedelta(days=3), finished_at=now - timedelta(days=3, seconds=-1)
    )
    bad, running = rejected(), make_running("key:a")
    assert listed(auditor, status__exact="failed") == {str(bad.pk)}
    assert listed(auditor, gate="hard_reject") == {str(bad.pk)}
    assert listed(auditor, gate="soft_degrade") == {str(slow.pk), str(old.pk)}
    assert listed(auditor, error="LAYER1_HARD_REJECT") == {str(bad.pk)}
    assert listed(auditor, duration="5-30") == {str(slow.pk)}
    day = (now - timedelta(days=3)).date().isoformat()
    assert listed(auditor, created_at_from=day, created_at_to=day) == {str(old.pk)}
    assert str(running.pk) in listed(auditor)


def test_jobs_are_found_by_id_caller_and_session(auditor: Client) -> None:
    one = make_job("key:one", session_id="s-1")
    make_job("key:two", session_id="s-2")
    for term in (str(one.pk), "key:one", "s-1"):
        assert listed(auditor, q=term) == {str(one.pk)}
    assert listed(auditor, q="nothing") == set()


def test_an_export_is_csv_that_no_spreadsheet_runs_and_is_recorded(auditor: Client) -> None:
    job = make_job("=HYPERLINK(1)")
    answer = auditor.post(JOBS, {"action": "export_csv", "_selected_action": [str(job.pk)]})
    text = b"".join(answer.streaming_content).decode()  # type: ignore[attr-defined]
    header, row = text.strip().splitlines()
    assert header.startswith("id,status,stage")
    assert "'=HYPERLINK(1)" in row
    assert ",=HYPERLINK" not in row
    entry = StaffAction.objects.get(action="export")
    assert (entry.username, entry.detail) == ("auditor", {"table": "look_jobs_us", "rows": 1})


def test_the_json_of_a_job_is_an_export_too(auditor: Client) -> None:
    job = make_job("key:a")
    answer = auditor.get(f"{JOBS}{job.pk}/export/")
    assert answer.json()["result"]["lookSpec"]["lookTitle"] == "Berry lip and bronze eyes"
    assert StaffAction.objects.filter(action="export").count() == 1


def test_a_long_list_is_counted_to_its_cap_and_says_so(
    auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(base, "COUNTED", 2)
    for _ in range(4):
        make_job("key:a")
    answer = auditor.get(JOBS)
    assert answer.context["cl"].paginator.capped
    assert "more than 2 look jobs" in " ".join(answer.content.decode().split())


@pytest.mark.parametrize(
    "url", ["/admin/", JOBS, f"{JOBS}?gate=ok&q=key:a", "/admin/lookjobs/consent/"]
)
def test_a_page_takes_at_most_fifteen_queries(operator: Client, url: str) -> None:
    for _ in range(3):
        with_photos()
        rejected()
    with CaptureQueriesContext(connection) as queries:
        assert operator.get(url).status_code == 200
    assert len(queries) <= 15, [query["sql"][:90] for query in queries]


def test_a_page_of_a_job_takes_at_most_fifteen_queries(
    operator: Client,
) -> None:
    job = with_photos(selfie=True)
    url = f"{JOBS}{job.pk}/change/"
    with CaptureQueriesContext(connection) as queries:
        operator.get(url)
    assert len(queries) <= 15, [query["sql"][:90] for query in queries]


def test_signing_in_and_failing_to_are_recorded_without_what_was_typed(
    client: Client, admin_user: Any
) -> None:
    url = "/admin/login/"
    client.post(url, {"username": "my password", "password": "wrong"})
    client.post(url, {"username": "admin", "password": "password"})
    rows = StaffAction.objects.order_by("pk").values_list("action", "username")
    assert list(rows) == [("login_failed", ""), ("login", "admin")]
