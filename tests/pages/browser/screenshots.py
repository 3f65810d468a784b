"""Makes the pictures of README and docs: `make screenshots` writes docs/img from the running pages.

The photo is the portrait that scikit-image ships, with makeup painted on by the tests' painter; the
selfie is the same portrait as it is.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from config.postgres import ensure_database_url
from tests.pages.browser import paint
from tests.pages.browser.conftest import CHROMIUM, DESKTOP, FLAGS, PHONE, read_look
from tests.pages.browser.stack import ROOT, Stack
from tests.pages.browser.test_admin import sign_in

OUT = ROOT / "docs" / "img"


def main() -> None:
    """Write the pictures of the pages and of the admin."""
    if CHROMIUM is None:
        sys.exit(
            "chromium is not installed. Install it (apt-get install chromium), then try again."
        )
    ensure_database_url()
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, Stack(Path(name)) as stack, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        photo, selfie = paint.made_up(Path(name)), paint.bare(Path(name))
        _desk(browser, stack, photo, selfie)
        _phone(browser, stack, photo)
        _admin(browser, stack)
        browser.close()


def _desk(browser: Browser, stack: Stack, photo: Path, selfie: Path) -> None:
    page = browser.new_page(
        base_url=stack.url, viewport=DESKTOP, locale="en-US", reduced_motion="reduce"
    )
    read_look(page, photo, selfie=selfie)
    page.wait_for_load_state("networkidle")
    _shoot(page, "result")
    for order in range(1, 5):
        page.check(f"#step-{order}")
    _scroll(page, "#step-5")
    page.locator(".step[data-order='5']").hover()
    _shoot(page, "steps")
    _scroll(page, "#the-kit", above=24)
    _shoot(page, "kit")
    page.goto("/dupes?hex=%238e2140&category=lipstick#found")
    page.wait_for_load_state("networkidle")
    _shoot(page, "dupes")


def _phone(browser: Browser, stack: Stack, photo: Path) -> None:
    page = browser.new_page(
        base_url=stack.url, viewport=PHONE, locale="es-US", color_scheme="dark",
        device_scale_factor=2, is_mobile=True, has_touch=True, reduced_motion="reduce",
    )  # fmt: skip
    read_look(page, photo)
    page.wait_for_load_state("networkidle")
    _shoot(page, "phone")


def _admin(browser: Browser, stack: Stack) -> None:
    """What an operator sees, by the jobs that the pictures above have made."""
    page = browser.new_page(base_url=stack.url, viewport=DESKTOP, locale="en-US")
    sign_in(page, "operator")
    page.wait_for_load_state("networkidle")
    _shoot(page, "admin")
    page.goto("/admin/lookjobs/lookjob/")
    page.locator("#result_list tbody th a").first.click()
    page.wait_for_load_state("networkidle")
    _shoot(page, "admin-job")


def _scroll(page: Page, selector: str, *, above: int = 300) -> None:
    page.locator(selector).evaluate(
        "(node, above) => scrollTo(0, node.getBoundingClientRect().top + scrollY - above)", above
    )


def _shoot(page: Page, name: str) -> None:
    page.wait_for_timeout(400)
    page.screenshot(path=OUT / f"{name}.png")


if __name__ == "__main__":
    main()
