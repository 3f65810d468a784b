"""The admin in a real browser, as each role: three clicks to what they need, and nothing breaks."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.pages.browser.conftest import DESKTOP, PHONE, Watch, read_look, shoot
from tests.pages.browser.prepare import PASSWORD
from tests.pages.browser.stack import Stack

# The theme's own frame is not ours to mend; what we add to it is.
OURS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
FEED = """id,product,brand,category,shade,hex,price,currency,finish,availability
1,Velvet Hour,Rosewater,lipstick,Mulberry,#8e2140,24.00,USD,matte,in_stock
2,Velvet Hour,Rosewater,lipstick,Dusty Rose,#c4737a,24.00,USD,satin,in_stock
3,Soft Focus,Rosewater,blush,Petal,#d98a8f,19.50,USD,natural,in_stock
4,Broken,Rosewater,lipstick,Nothing,red,9.00,USD,matte,in_stock
"""


def sign_in(page: Page, name: str) -> None:
    page.goto("/admin/")
    page.fill("[name=username]", name)
    page.fill("[name=password]", PASSWORD)
    page.click("form button[type=submit]")
    expect(page.locator(".st").first).to_be_visible()


def check_ours(page: Page) -> None:
    found = Axe().run(page, context=".st", options=OURS)
    assert found.violations_count == 0, found.generate_report()


@pytest.fixture
def operator(open_page: Callable[..., Page]) -> Page:
    page = open_page(viewport=DESKTOP)
    sign_in(page, "operator")
    return page


def test_an_operator_finds_a_job_and_why_in_three_clicks(
    operator: Page, open_page: Callable[..., Page], made_up: Path, portrait: Path
) -> None:
    shopper = open_page()
    read_look(shopper, made_up, selfie=portrait)
    number = shopper.url.rstrip("/").rsplit("/", 1)[-1]
    operator.reload()
    expect(operator.locator(".st-card", has_text="Jobs today")).to_contain_text("completed")
    expect(operator.locator(".st-card", has_text="Workers")).to_contain_text("alive")
    check_ours(operator)
    shoot(operator, "admin-dashboard")
    operator.click("text=Jobs >> nth=0")  # the first click
    operator.locator("th a", has_text=number[:8]).first.click()  # the second
    expect(
        operator.locator(".st-title", has_text=re.compile("lip|eye", re.IGNORECASE))
    ).to_be_visible()
    operator.click("text=Show it (the view is recorded) >> nth=0")
    expect(operator.locator(".st-img")).to_have_js_property("complete", True)
    assert operator.locator(".st-img").evaluate("node => node.naturalWidth") > 100
    operator.click("text=Draw it (the view is recorded)")
    drawn = operator.locator(".st-img-sheet")
    expect(drawn).to_have_js_property("complete", True)
    operator.click("text=Re-run and compare")
    expect(operator.locator("#reruns")).to_contain_text("by operator")
    for _ in range(120):
        operator.reload()
        if "no value differs" in operator.locator("#reruns").inner_text():
            break
        operator.wait_for_timeout(500)
    expect(operator.locator("#reruns")).to_contain_text("no value differs")
    expect(operator.locator("#attempts")).to_contain_text("view photo")
    operator.evaluate(
        "document.querySelectorAll('.st details').forEach(one => { one.open = true })"
    )
    check_ours(operator)
    shoot(operator, "admin-job")


def test_a_failed_job_is_retried_from_the_dashboard(
    operator: Page, open_page: Callable[..., Page], tmp_path: Path
) -> None:
    from PIL import Image

    plain = tmp_path / "plain.jpg"
    Image.new("RGB", (400, 400), "#888").save(plain)
    shopper = open_page()
    shopper.goto("/")
    shopper.set_input_files("#reference", plain)
    shopper.click("#go")
    shopper.wait_for_selector("text=did not work")
    operator.reload()
    row = operator.locator("tr", has_text="LAYER1_HARD_REJECT").last
    row.locator("button", has_text="Retry").click()
    expect(operator.locator("body")).to_contain_text("runs again as this new job")
    shoot(operator, "admin-retry")


def test_what_strangers_wrote_stays_text_in_the_admin(operator: Page, stack: Stack) -> None:
    operator.goto(f"/admin/lookjobs/lookjob/{stack.jobs['hostile']}/change/")
    expect(operator.locator(".st-title")).to_contain_text(
        "<script>"
    )  # the watch hears every dialog


def test_an_auditor_on_a_dark_phone_reads_everything_and_sees_no_photo(
    open_page: Callable[..., Page], stack: Stack
) -> None:
    page = open_page(viewport=PHONE, color_scheme="dark", is_mobile=True, has_touch=True)
    sign_in(page, "auditor")
    shoot(page, "admin-dashboard-phone-dark")
    page.goto(f"/admin/lookjobs/lookjob/{stack.jobs['plain']}/change/")
    expect(page.locator("text=Show it")).to_have_count(0)
    expect(page.locator("text=Re-run and compare")).to_have_count(0)
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 1
    check_ours(page)
    shoot(page, "admin-job-phone-dark")


def test_a_merchant_tries_a_feed_imports_it_and_previews_a_sale(
    open_page: Callable[..., Page], tmp_path: Path, watch: Watch
) -> None:
    feed = tmp_path / "autumn.csv"
    feed.write_text(FEED)
    page = open_page(viewport=DESKTOP)
    sign_in(page, "merchant")
    expect(page.locator(".st-title", has_text="Rosewater & Co")).to_be_visible()
    assert "Jobs" not in page.locator("nav, aside").all_inner_texts()
    page.goto("/admin/catalog/product/feed/")
    page.set_input_files("#id_file", feed)
    page.click("text=Try it")
    expect(page.locator("#outcome")).to_contain_text("This is what would happen")
    expect(page.locator("#outcome")).to_contain_text("1 refused")
    check_ours(page)
    shoot(page, "merchant-feed")
    page.click("text=Import it")
    expect(page.locator("#outcome")).to_contain_text("Imported")
    page.goto("/admin/catalog/product/")
    expect(page.locator(".st-strip svg rect").first).to_be_visible()
    shoot(page, "merchant-products")
    page.goto("/admin/catalog/product/quality/")
    expect(page.locator(".st")).to_contain_text("3 of 3 shades can be in a kit")
    shoot(page, "merchant-quality")
    _give_a_sheet_back(page, tmp_path)
    _preview_a_sale(page)
    page.goto("/admin/catalog/promotion/calendar/")
    expect(page.locator(".st-lane")).to_contain_text("Autumn sale")
    check_ours(page)
    shoot(page, "merchant-calendar")


def _give_a_sheet_back(page: Page, folder: Path) -> None:
    sheet = folder / "sheet.csv"
    sheet.write_text("external_id,name,brand,category,is_active\nnew,Dusk,Rosewater,blush,TRUE\n")
    page.goto("/admin/catalog/product/import/")
    page.set_input_files("[name=import_file]", sheet)
    page.select_option("[name=format]", label="csv")
    page.click("button:has-text('Submit')")
    expect(page.locator("body")).to_contain_text("Dusk")
    shoot(page, "merchant-sheet")
    page.click("button:has-text('Confirm import')")
    expect(page.locator("body")).to_contain_text("Import finished")


def _preview_a_sale(page: Page) -> None:
    page.goto("/admin/catalog/promotion/add/")
    page.fill("[name=name]", "Autumn sale")
    page.select_option("[name=kind]", "PERCENT_OFF")
    page.fill("[name=percent_bp]", "2500")
    page.evaluate("document.querySelector('[name=starts_at_0]').value = '2026-01-01'")
    page.evaluate("document.querySelector('[name=starts_at_1]').value = '00:00:00'")
    page.locator("[name=percent_bp]").dispatch_event("change")
    expect(page.locator("#promotion-preview")).to_contain_text("$18.00")
    page.fill("[name=percent_bp]", "5000")
    expect(page.locator("#promotion-preview")).to_contain_text("$12.00")
    check_ours(page)
    shoot(page, "merchant-preview")
    page.click("[name=_save]")
    expect(page.locator("body")).to_contain_text("was added successfully")
    page.click("th a:has-text('Autumn sale'), td a:has-text('Autumn sale')")
    page.click("text=Preview as saved, and publish")
    expect(page.locator(".st")).to_contain_text("$12.00")
    check_ours(page)
    shoot(page, "merchant-publish")
    page.click("text=Publish it")
    expect(page.locator(".st-running").first).to_be_visible()
    shoot(page, "merchant-promotions")
