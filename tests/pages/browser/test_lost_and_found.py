"""Reload in the middle, offline in the middle, and no events at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.pages.browser.conftest import Watch, shoot
from tests.pages.browser.stack import Stack


def start(page: Page, photo: Path) -> None:
    page.goto("/")
    page.set_input_files("#reference", photo)
    page.click("#go")
    page.wait_for_url("**/looks/*")
    expect(page.locator("[data-state=running]")).to_be_visible()


def test_a_reload_in_the_middle_loses_nothing(
    open_page: Callable[..., Page], stack: Stack, portrait: Path
) -> None:
    page = open_page()
    with stack.worker_held():
        start(page, portrait)
        page.reload()
        expect(page.locator("[aria-current=step]")).to_have_text("In line")
        shoot(page, "progress")
    page.wait_for_selector("#the-look")


def test_a_lost_connection_is_said_and_the_look_arrives_when_it_is_back(
    open_page: Callable[..., Page], stack: Stack, portrait: Path, watch: Watch
) -> None:
    watch.expected = ("ERR_INTERNET_DISCONNECTED",)
    page = open_page()
    with stack.worker_held():
        start(page, portrait)
        page.context.set_offline(True)
        expect(page.locator("#offline")).to_contain_text("The connection is lost")
        shoot(page, "offline")
    page.context.set_offline(False)
    page.wait_for_selector("#the-look")


def test_without_events_the_page_asks_by_itself(
    open_page: Callable[..., Page], stack: Stack, portrait: Path, watch: Watch
) -> None:
    watch.expected = ("503", "ERR_FAILED")
    page = open_page()
    page.route("**/events", lambda route: route.fulfill(status=503))
    with stack.worker_held():
        start(page, portrait)
    page.wait_for_selector("#the-look")


def test_an_upload_that_breaks_off_is_said_and_can_be_sent_again(
    open_page: Callable[..., Page], portrait: Path, watch: Watch
) -> None:
    watch.expected = ("ERR_FAILED", "ERR_INTERNET_DISCONNECTED")
    page = open_page()
    page.goto("/")
    page.set_input_files("#reference", portrait)
    page.route("**/uploads/local/*", lambda route: route.abort())
    page.click("#go")
    expect(page.locator("#problems")).to_contain_text("The photo did not arrive")
    page.unroute("**/uploads/local/*")
    page.click("#go")
    page.wait_for_selector("#the-look")


def test_a_kit_that_cannot_be_asked_again_is_said_and_stays(
    open_page: Callable[..., Page], stack: Stack, watch: Watch
) -> None:
    watch.expected = ("503",)
    page = open_page()
    page.goto(f"/looks/{stack.jobs['plain']}")
    before = page.locator(".totals").inner_text()
    page.route("**/looks/*?*", lambda route: route.fulfill(status=503, body="<h1>down</h1>"))
    page.check("[name=inStock]")
    expect(page.locator("#kit-problem")).to_contain_text("could not be asked again")
    assert page.locator(".totals").inner_text() == before
