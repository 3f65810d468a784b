"""The whole way of a shopper, on a desk and on a phone, with the real server, worker and photo."""

from __future__ import annotations

import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect

from tests.pages.browser.conftest import PHONE, Watch, read_look, shoot
from tests.pages.browser.stack import Stack
from tests.pages.conftest import jpeg


def test_a_desk_journey_from_photo_to_deletion(
    open_context: Callable[..., BrowserContext], made_up: Path, portrait: Path, watch: Watch
) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    read_look(page, made_up, selfie=portrait)
    shoot(page, "result-desk")
    expect(page.locator(".big-n")).to_have_text(re.compile(r"^\d{1,3}$"))
    _tick_two_steps(page)
    _ask_for_another_kit(page)
    page.locator(".area .why summary").first.click()
    expect(page.locator(".area .why[open] tbody tr").first).to_be_visible()
    link = _share(page)
    shared = open_context().new_page()
    _see_what_is_shared(shared, link)
    page.click("#share >> text=Take the link back")
    expect(page.locator("#share")).to_contain_text("The link no longer works.")
    watch.expected = ("410 (Gone)", "404 (Not Found)")
    gone = shared.goto(link)
    assert gone is not None
    assert gone.status == 410
    shoot(shared, "gone")
    address = page.url
    page.click("text=Delete this look")
    page.click("text=Delete everything")
    expect(page.locator("[role=status]").first).to_contain_text("The look is deleted")
    missing = page.goto(address)
    assert missing is not None
    assert missing.status == 404
    shoot(page, "not-found")


def _tick_two_steps(page: Page) -> None:
    page.check("#step-1")
    page.check("#step-2")
    expect(page.locator(".steps-count")).to_have_text("2 of 9 done")
    expect(page.locator("#fc-step-3")).to_have_class(re.compile(r"\blit\b"))
    page.reload()
    expect(page.locator("#step-2")).to_be_checked()
    expect(page.locator("#step-3")).not_to_be_checked()
    expect(page.locator(".steps-count")).to_have_text("2 of 9 done")
    page.locator(".step[data-order='8']").hover()
    expect(page.locator("#fc-step-8")).to_have_class(re.compile(r"\blit\b"))
    expect(page.locator("#fc-step-3")).not_to_have_class(re.compile(r"\blit\b"))


def _ask_for_another_kit(page: Page) -> None:
    """A smaller budget, by keyboard, changes the kit in place and keeps the focus."""
    before = _total(page)
    page.evaluate("window.stillHere = true")
    slider = page.locator("#kit-budget")
    slider.focus()
    with page.expect_response(lambda answer: "budget=" in answer.url):
        slider.evaluate("(bar, usd) => { bar.value = usd }", round(before / 2))
        page.keyboard.press("ArrowLeft")
    expect(page.locator(".refine")).to_contain_text("Back to the first kit")
    assert _total(page) < before
    assert _total(page) <= float(slider.input_value())
    expect(slider).to_be_focused()
    assert page.evaluate("window.stillHere") is True


def _total(page: Page) -> float:
    return float(page.locator(".totals dd").first.inner_text().removeprefix("$"))


def _share(page: Page) -> str:
    page.check("#share [name=consent]")
    page.click("#share >> text=Make a link")
    expect(page.locator("#share-url")).to_be_focused()
    page.click("[data-copy]")
    expect(page.locator("[data-copy]")).to_have_text("Copied")
    copied: str = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.input_value("#share-url")
    return copied


def _see_what_is_shared(page: Page, link: str) -> None:
    answer = page.goto(link)
    assert answer is not None
    assert answer.headers["x-robots-tag"] == "noindex, nofollow"
    expect(page.locator("#the-steps")).to_be_visible()
    assert page.locator(".step-box").count() == 9
    assert page.locator("#the-fit").count() == 0
    assert page.locator("img[src*=photo]").count() == 0
    card = page.request.get(page.get_attribute("meta[property='og:image']", "content") or "")
    assert card.headers["content-type"] == "image/png"
    assert Image.open(BytesIO(card.body())).size == (1200, 630)
    shoot(page, "shared")


def test_a_phone_journey_in_spanish_and_dark(open_page: Callable[..., Page], made_up: Path) -> None:
    page = open_page(
        viewport=PHONE, locale="es-US", color_scheme="dark", has_touch=True, is_mobile=True,
        device_scale_factor=2,
    )  # fmt: skip
    page.goto("/")
    expect(page.locator("h1")).to_have_text("Trae una foto de maquillaje. Llévate el look.")
    shoot(page, "start-phone-dark-es")
    page.set_input_files("#reference", made_up)
    page.locator("label", has_text="El ambiente").click()
    page.fill("#budget", "80")
    page.click("#go")
    page.wait_for_selector("#the-look")
    expect(page.locator("h2#the-steps")).to_have_text("Nueve pasos")
    assert page.get_attribute("h1", "lang") == "es-US"
    total = float(page.locator(".totals dd").first.inner_text().removeprefix("$"))
    assert 0 < total <= 80
    shoot(page, "result-phone-dark-es")
    page.click("button[lang=en]")
    expect(page.locator("h2#the-steps")).to_have_text("Nine steps")
    assert (
        page.get_attribute("h1", "lang") == "es-US"
    )  # the result keeps the language it was made in


def test_everything_works_without_scripts(
    open_page: Callable[..., Page], made_up: Path, portrait: Path, watch: Watch
) -> None:
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.set_input_files("#reference", made_up)
    page.set_input_files("#selfie", portrait)
    page.click("#go")  # no consent yet
    expect(page.locator("#problems")).to_contain_text("The selfie needs your consent")
    page.set_input_files("#reference", made_up)
    page.set_input_files("#selfie", portrait)
    page.check("[name=consent]")
    page.click("#go")
    page.wait_for_selector("#the-look")  # the page refreshes itself until the look is there
    shoot(page, "result-no-scripts")
    page.check("[name=inStock]")
    page.click("text=Ask again")
    expect(page.locator(".refine")).to_contain_text("Back to the first kit")
    page.check("#step-1")
    page.check("#share [name=consent]")
    page.click("#share >> text=Make a link")
    link = page.input_value("#share-url")
    page.click("#share >> text=Take the link back")
    expect(page.locator("#share")).to_contain_text("Make a link")
    watch.expected = ("410 (Gone)", "400 (Bad Request)")
    gone = page.goto(link)
    assert gone is not None
    assert gone.status == 410
    page.goto("/dupes")
    page.fill("#hex", "#8e2140")
    page.click("form[aria-labelledby=by-color] button")
    expect(page.locator(".found-list li").first).to_contain_text("distance")
    shoot(page, "dupes-no-scripts")


def test_a_photo_without_a_face_is_refused_with_a_tip_and_a_way_back(
    open_page: Callable[..., Page], tmp_path: Path
) -> None:
    wall = tmp_path / "wall.png"
    Image.new("RGB", (640, 640), "#8899aa").save(wall)
    page = open_page()
    page.goto("/")
    page.set_input_files("#reference", wall)
    page.click("#go")
    page.wait_for_selector("[data-state=ended]")
    expect(page.locator(".reasons")).to_contain_text("exactly one face")
    shoot(page, "refused")
    page.click("text=Try another photo")
    expect(page.locator("#go")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("notes.txt", b"hello", "This is not a photo that we can read."),
        ("empty.jpg", b"", "This file is empty."),
        ("big.jpg", bytes(25 * 1024 * 1024 + 1), "larger than 25 MB"),
    ],
)
def test_a_bad_file_is_refused_before_it_is_sent(
    open_page: Callable[..., Page], tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    bad = tmp_path / name
    bad.write_bytes(data)
    page = open_page()
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))
    page.goto("/")
    page.set_input_files("#reference", bad)
    expect(page.locator("#problems")).to_contain_text(words)
    assert page.input_value("#reference") == ""
    assert "PUT" not in sent
    assert "POST" not in sent


def test_a_shopper_who_sends_nothing_is_told_what_is_missing(
    open_page: Callable[..., Page],
) -> None:
    page = open_page()
    page.goto("/")
    page.click("#go")
    expect(page.locator("#problems")).to_have_text("Choose a photo first.")
    expect(page.locator("#problems")).to_be_focused()


def test_a_photo_can_be_dropped(open_page: Callable[..., Page]) -> None:
    page = open_page()
    page.goto("/")
    make = """data => { const given = new DataTransfer();
        given.items.add(new File([new Uint8Array(data)], 'dropped.jpg', {type: 'image/jpeg'}));
        return given; }"""
    given = page.evaluate_handle(make, list(jpeg()))
    page.dispatch_event("[data-drop=reference]", "drop", {"dataTransfer": given})
    expect(page.locator("[data-drop=reference] .drop-name")).to_have_text("dropped.jpg")
    expect(page.locator("[data-drop=reference] img")).to_be_visible()


def test_hostile_names_are_shown_as_text(open_page: Callable[..., Page], stack: Stack) -> None:
    page = open_page()
    page.goto(f"/looks/{stack.jobs['hostile']}")
    expect(page.locator("h1")).to_contain_text("<script>alert('x')</script>")
    expect(page.locator(".item-name").first).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("img[src='x'], .visit").count() == 0
    shoot(page, "hostile")


def test_a_form_that_is_too_large_comes_back_with_the_reason_without_scripts(
    open_page: Callable[..., Page], tmp_path: Path, portrait: Path
) -> None:
    huge = tmp_path / "huge.jpg"
    huge.write_bytes(jpeg() + b"\0" * (55 * 1024 * 1024))
    page = open_page(java_script_enabled=False)
    page.goto("/")
    page.set_input_files("#reference", huge)
    page.click("#go")
    expect(page.locator("#problems")).to_contain_text("larger than 25 MB")
    expect(page.locator("#upload")).to_be_visible()


def test_the_photo_shows_what_was_measured_when_asked(
    open_page: Callable[..., Page], made_up: Path
) -> None:
    page = open_page()
    read_look(page, made_up)
    before = _box(page)
    page.click("text=Show what was measured")
    expect(page.locator("#photo")).to_have_attribute("src", re.compile("/regions$"))
    expect(page.locator("#regions-key")).to_contain_text("Lips")
    expect(page.locator("#photo")).to_have_js_property("complete", True)
    assert _box(page) == before
    shoot(page, "result-regions")
    page.click("text=Show the photo alone")
    expect(page.locator("#photo")).to_have_attribute("src", re.compile("/photo$"))
    expect(page.locator("#regions-key")).to_be_hidden()


def _box(page: Page) -> dict[str, int]:
    """Where the photo stands, in whole pixels."""
    box = page.locator("#photo").bounding_box()
    assert box is not None
    return {name: round(value) for name, value in box.items()}  # type: ignore[call-overload]
