from __future__ import annotations

from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from lookjobs.page_forms import parse_money
from tests.pages.conftest import caller_of, make_job

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def _catalog() -> None:
    call_command("demo_catalog", verbosity=0)


@pytest.mark.usefixtures("_catalog")
def test_another_budget_gives_another_kit_and_only_its_part_of_the_page(browser: Client) -> None:
    job = make_job(caller_of(browser))
    whole = browser.get(f"/looks/{job.pk}?budget=130").content.decode()
    assert "<html" in whole
    part = browser.get(f"/looks/{job.pk}?budget=30", headers=HTMX).content.decode()
    assert "<html" not in part
    assert 'id="kit"' in part
    assert "Back to the first kit" in part
    assert 'value="30"' in part
    job.refresh_from_db()
    assert job.result is not None
    assert job.result["kit"]["totals"]["best"]["amount"] == "88.00"  # the first kit stays


@pytest.mark.usefixtures("_catalog")
def test_a_brand_left_out_is_sold_no_more_and_stays_in_the_list(browser: Client) -> None:
    job = make_job(caller_of(browser))
    first = browser.get(f"/looks/{job.pk}?budget=none", headers=HTMX)
    brand = first.context["kit"]["brands"][0]
    second = browser.get(f"/looks/{job.pk}", {"without": brand}, headers=HTMX)
    assert brand not in second.context["kit"]["brands"]
    assert (brand, True) in second.context["refine"]["brands"]


@pytest.mark.parametrize(
    "query", [{"budget": "x"}, {"budget": "-5"}, {"without": "\x00"}, {"budget": "9" * 30}]
)
def test_a_strange_query_gives_a_page(browser: Client, query: dict[str, Any]) -> None:
    job = make_job(caller_of(browser))
    assert browser.get(f"/looks/{job.pk}", query).status_code == 200


@pytest.mark.parametrize(
    ("text", "cents"),
    [("60", 6000), ("$45.50", 4550), ("45,5", 4550), (" 7 ", 700), ("0", 0), ("-3", None),
     ("1e9", None), ("", None), ("12.345", None), ("1234567", None)],
)  # fmt: skip
def test_money_is_read_exactly(text: str, cents: int | None) -> None:
    assert parse_money(text) == cents
