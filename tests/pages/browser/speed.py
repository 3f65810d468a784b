"""`make bench-pages`: how fast a page can be used, and what it weighs, measured over CDP.

Interactive is the end of the last task of 50 ms or more before the page is quiet, or of
DOMContentLoaded where there is none: what Lighthouse calls time to interactive.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright
from rich.console import Console
from rich.table import Table

from config.postgres import ensure_database_url
from tests.pages.browser.conftest import CHROMIUM, DESKTOP, FLAGS, PHONE
from tests.pages.browser.stack import Stack

RUNS: Final = 7
_WATCH: Final = """
window.tasks = [];
new PerformanceObserver(list => { for (const task of list.getEntries())
  window.tasks.push(task.startTime + task.duration);
}).observe({type: 'longtask', buffered: true});"""
_READ: Final = """() => {
  const page = performance.getEntriesByType('navigation')[0];
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {
    'first byte': page.responseStart, 'first paint': paint ? paint.startTime : 0,
    'interactive': Math.max(page.domContentLoadedEventEnd, ...window.tasks),
    'loaded': page.loadEventEnd,
  };
}"""


def main() -> None:
    """Print medians in milliseconds, and kilobytes without photos."""
    if CHROMIUM is None:
        sys.exit("chromium is not installed (apt-get install chromium).")
    ensure_database_url()
    table = Table("Page", "Size", "First byte", "First paint", "Interactive", "Loaded", "kB")
    with tempfile.TemporaryDirectory() as name, Stack(Path(name)) as stack, sync_playwright() as p:
        browser = p.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        paths = {"start": "/", "result": f"/looks/{stack.jobs['plain']}", "dupes": "/dupes"}
        for label, path in paths.items():
            for size, viewport in (("desk", DESKTOP), ("phone", PHONE)):
                runs = [_visit(browser, stack.url + path, viewport) for _ in range(RUNS)]
                cells = [f"{median(run[key] for run in runs):.0f}" for key in runs[0]]
                table.add_row(label, size, *cells)
        browser.close()
    Console().print(table)


def _visit(browser: Browser, url: str, viewport: Any) -> dict[str, float]:
    """Open a page with an empty cache; return its times, and its weight without photos."""
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    page.add_init_script(_WATCH)
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    names: dict[str, str] = {}
    bytes_of: dict[str, float] = {}
    session.on(
        "Network.responseReceived", lambda e: names.update({e["requestId"]: e["response"]["url"]})
    )
    session.on(
        "Network.loadingFinished",
        lambda e: bytes_of.update({e["requestId"]: e["encodedDataLength"]}),
    )
    page.goto(url)
    page.wait_for_load_state("networkidle")
    found: dict[str, float] = page.evaluate(_READ)
    weight = sum(size for key, size in bytes_of.items() if not names[key].endswith("/photo"))
    context.close()
    return found | {"kB": weight / 1000}


if __name__ == "__main__":
    main()
