"""Accessibility, layout, weight: measured in the browser on the real pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.pages.browser.conftest import DESKTOP, PHONE, SCREENSHOTS, shoot
from tests.pages.browser.stack import Stack

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
PATHS = (
    "/",
    "/dupes?hex=%238e2140&category=lipstick",
    "/privacy",
    "/looks/JOB",
    "/looks/00000000-0000-4000-8000-000000000000",
)
MAX_FIRST_PAGE_BYTES = 150_000
SHOT_WIDTHS = (320, 768, 1920)
MAX_SHIFT = 0.01  # "no layout shift"; 0.1 is what Core Web Vitals call good


@pytest.fixture(scope="package")
def job(stack: Stack) -> str:
    return str(stack.jobs["plain"])


def visit(page: Page, path: str, job: str) -> None:
    page.goto(path.replace("JOB", job))
    page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(
    ("size", "scheme", "locale"),
    [
        (DESKTOP, "light", "en-US"),
        (DESKTOP, "dark", "es-US"),
        (PHONE, "light", "es-US"),
        (PHONE, "dark", "en-US"),
    ],
    ids=["desk-light-en", "desk-dark-es", "phone-light-es", "phone-dark-en"],
)
def test_axe_finds_no_violation(
    open_page: Callable[..., Page], watch: Any, job: str, size: Any, scheme: str, locale: str
) -> None:
    watch.expected = ("404 (Not Found)",)
    page = open_page(color_scheme=scheme, viewport=size, locale=locale)
    for path in PATHS:
        visit(page, path, job)
        for hidden in page.locator("details:not([open]) > summary").all():
            if hidden.is_visible():
                hidden.click()
        found = Axe().run(page, options=WCAG)
        assert found.violations_count == 0, f"{path}\n{found.generate_report()}"


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 1920])
def test_nothing_sticks_out_at_any_width(
    open_page: Callable[..., Page], watch: Any, job: str, width: int
) -> None:
    watch.expected = ("404 (Not Found)",)
    page = open_page(viewport={"width": width, "height": 900})
    for path in PATHS:
        visit(page, path, job)
        beyond = page.evaluate(
            """() => [...document.querySelectorAll('body *')].filter(node => {
                 const box = node.getBoundingClientRect();
                 return box.width && box.height && !node.closest('.vh, svg, .skip')
                   && (box.right > document.documentElement.clientWidth + 1 || box.left < -1);
               }).map(node => node.outerHTML.slice(0, 80))"""
        )
        assert beyond == [], path
        name = {"/": "start", "/l": "result", "/d": "dupes"}.get(path[:2])
        if name and width in SHOT_WIDTHS:
            shoot(page, f"{name}-{width}")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desk", "phone"])
def test_nothing_moves_while_a_page_loads(
    open_page: Callable[..., Page], job: str, size: Any
) -> None:
    page = open_page(viewport=size)
    page.add_init_script(
        """window.shift = 0;
           new PerformanceObserver(list => { for (const entry of list.getEntries())
             if (!entry.hadRecentInput) window.shift += entry.value;
           }).observe({type: 'layout-shift', buffered: true});"""
    )
    for path in ("/", "/looks/JOB", "/dupes?hex=%238e2140&category=lipstick"):
        visit(page, path, job)
        page.evaluate("window.scrollTo(0, document.body.scrollHeight)")
        page.wait_for_timeout(300)
        assert page.evaluate("window.shift") <= MAX_SHIFT, path


def test_the_first_result_page_is_light(open_page: Callable[..., Page], job: str) -> None:
    page = open_page()
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    sizes: dict[str, float] = {}
    names: dict[str, str] = {}
    session.on(
        "Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished", lambda e: sizes.update({e["requestId"]: e["encodedDataLength"]})
    )
    visit(page, "/looks/JOB", job)
    counted = {names[key]: size for key, size in sizes.items() if not names[key].endswith("/photo")}
    assert len(counted) >= 5
    assert sum(counted.values()) < MAX_FIRST_PAGE_BYTES, counted


def test_the_whole_form_can_be_used_by_keyboard(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    reached = []
    for _ in range(14):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate(
                "(({id, name, tagName}) => id || name || tagName)(document.activeElement)"
            )
        )
    fields = ["reference", "selfie", "mode", "budget", "locale", "go"]
    assert [name for name in reached if name in fields] == fields


def test_steps_and_evidence_can_be_used_by_keyboard(
    open_page: Callable[..., Page], job: str
) -> None:
    page = open_page()
    visit(page, "/looks/JOB", job)
    page.locator("#step-1").focus()
    page.keyboard.press("Space")
    expect(page.locator("#step-1")).to_be_checked()
    why = page.locator(".step[data-order='1'] .why summary")
    why.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".step[data-order='1'] .why")).to_have_attribute("open", "")
    outline = why.evaluate("node => getComputedStyle(node).outlineStyle")
    assert outline == "solid"


def test_targets_are_large_enough_on_a_phone(open_page: Callable[..., Page], job: str) -> None:
    """WCAG 2.2 AA, 2.5.8: 24 CSS pixels, but for links inside a sentence."""
    page = open_page(viewport=PHONE, has_touch=True)
    for path in ("/", "/looks/JOB", "/dupes"):
        visit(page, path, job)
        small = page.evaluate(
            """() => [...document.querySelectorAll('button, summary, select, input, nav a')]
                 .filter(node => node.checkVisibility() && !node.matches('.file, [type=hidden]'))
                 .map(node => [node, (node.closest('label') || node).getBoundingClientRect()])
                 .filter(([, box]) => box.width && Math.min(box.width, box.height) < 24)
                 .map(([node, box]) => `${node.outerHTML.slice(0, 70)} ${box.height}`)"""
        )
        assert small == [], path


def test_motion_stops_where_it_is_not_wanted(open_page: Callable[..., Page], job: str) -> None:
    page = open_page(reduced_motion="reduce")
    visit(page, "/looks/JOB", job)
    moving = page.evaluate("document.getAnimations().length")
    assert moving == 0
    scroll = page.evaluate("getComputedStyle(document.documentElement).scrollBehavior")
    assert scroll == "auto"


def test_the_print_view_keeps_the_content_and_drops_the_controls(
    open_page: Callable[..., Page], job: str
) -> None:
    page = open_page()
    visit(page, "/looks/JOB", job)
    page.emulate_media(media="print")
    for kept in ("h1", "#the-look", "#chart svg", "#step-9 >> xpath=ancestor::li", ".item-name"):
        expect(page.locator(kept).first).to_be_visible()
    for dropped in (".mast nav", ".languages", ".refine", "#share", ".why summary", ".foot"):
        expect(page.locator(dropped).first).to_be_hidden()
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.pdf(path=SCREENSHOTS / "print.pdf", format="Letter", print_background=False)
