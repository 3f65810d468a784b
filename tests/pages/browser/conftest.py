"""Chromium against the real stack; every page is watched while a test drives it.

The fixtures live as long as this package: Playwright keeps an event loop running in the thread, and
Django's ORM refuses to work beside one.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.pages.browser import paint
from tests.pages.browser.stack import ROOT, Stack

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
SCREENSHOTS = ROOT / "var" / "screenshots"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
PATIENCE_MS = 90_000  # a busy machine is slow, not wrong
expect.set_options(timeout=PATIENCE_MS)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    missing = pytest.mark.skip(reason="chromium is not installed (apt-get install chromium)")
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(missing)


@pytest.fixture(autouse=True)
def _world() -> None:
    """The pages' own fixture of this name changes settings; here the real ones run elsewhere."""


@pytest.fixture(scope="package")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with Stack(tmp_path_factory.mktemp("stack")) as running:
        yield running


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def portrait(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paint.bare(tmp_path_factory.mktemp("photos"))


@pytest.fixture(scope="package")
def made_up(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return paint.made_up(tmp_path_factory.mktemp("photos"))


class Watch:
    """What went wrong on the pages of one test; each thing that is expected is named there."""

    def __init__(self, host: str) -> None:
        self._host = host
        self.found: list[str] = []
        self.expected: tuple[str, ...] = ()

    def follow(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.found.append(f"script: {error}"))
        page.on("dialog", lambda dialog: self.found.append(f"dialog: {dialog.message}"))
        page.on("console", self._console)
        page.on("request", self._request)

    def _console(self, message: Any) -> None:
        if message.type in {"error", "warning"}:
            self.found.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self._host, "blob:", "data:")):
            self.found.append(f"another host: {request.url}")

    def check(self) -> None:
        left = [what for what in self.found if not any(part in what for part in self.expected)]
        assert left == []


@pytest.fixture
def watch(stack: Stack) -> Iterator[Watch]:
    """No script error, no dialog, no line in the console, no request to another host."""
    watching = Watch(stack.url)
    yield watching
    watching.check()


@pytest.fixture
def open_context(
    chromium: Browser, stack: Stack, watch: Watch
) -> Iterator[Callable[..., BrowserContext]]:
    """Open a browser of one person; options are Playwright's."""
    opened: list[BrowserContext] = []

    def open_one(**options: Any) -> BrowserContext:
        settings: dict[str, Any] = {
            "base_url": stack.url, "viewport": DESKTOP, "locale": "en-US",
            "reduced_motion": "reduce",
        }  # fmt: skip
        context = chromium.new_context(**(settings | options))
        context.set_default_timeout(PATIENCE_MS)
        context.on("page", watch.follow)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def open_page(open_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    def open_one(**options: Any) -> Page:
        return open_context(**options).new_page()

    return open_one


def read_look(page: Page, photo: Path, *, selfie: Path | None = None) -> None:
    """Go the shopper's way from the start page to the result."""
    page.goto("/")
    page.set_input_files("#reference", photo)
    if selfie is not None:
        page.set_input_files("#selfie", selfie)
        page.check("[name=consent]")
    page.click("#go")
    page.wait_for_selector("#the-look")


def shoot(page: Page, name: str) -> None:
    """Write var/screenshots/NAME.png, the whole page."""
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)
