"""The page in a browser: it opens from a plain file, unfolds, filters, and asks the network for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from tests.reporting import factory
from tests.reporting.test_page import NASTY, _nasty

from monazite.reporting import proof_page, render_report
from monazite.reporting.json_document import proof_paths

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser


class Watched:
    """A page with everything that it said and asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.said: list[str] = []
        self.asked: list[str] = []
        page.on("console", lambda message: self.said.append(message.text))
        page.on("pageerror", lambda error: self.said.append(str(error)))
        page.on("dialog", lambda dialog: self.said.append(f"dialog {dialog.message}"))
        page.on("request", lambda request: self.asked.append(request.url))

    def open(self, text: str, path: Path) -> Page:
        path.write_text(text, encoding="utf-8")
        self.page.goto(path.as_uri())
        return self.page

    def check(self, path: Path) -> None:
        assert self.said == []
        assert self.asked == [path.as_uri()]


@pytest.fixture
def watched(browser: Browser) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Watched(context.new_page())
    context.close()


def test_a_proof_unfolds_without_error_or_request(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    made = factory.assessment()
    page = watched.open(render_report(made, proof_paths(made)), path)
    button = page.get_by_role("button", name="S-0103/1")
    assert button.get_attribute("aria-expanded") == "false"
    button.focus()
    page.keyboard.press("Enter")
    assert button.get_attribute("aria-expanded") == "true"
    detail = page.get_by_role("region", name="S-0103/1")
    assert "Every answer settles it." in detail.inner_text()
    assert "第70号公告的暂停期" in detail.inner_text()
    assert detail.locator("svg.bounds rect.above").count() == 3
    rule = detail.locator("details.rule", has_text="No. 61 art. 1(2)")
    rule.locator("summary").first.click()
    assert "none stated of Chinese origin" in rule.inner_text()
    detail.get_by_role("button", name="Unfold all steps").click()
    assert detail.locator("details.rule:not([open])").count() == 0
    button.click()
    assert page.locator(".detail").count() == 0
    watched.check(path)


def test_lines_are_found_filtered_and_ordered(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    page = watched.open(render_report(factory.assessment()), path)
    shown = page.locator("tr[data-n]:visible")
    assert shown.count() == 30
    page.get_by_label("Find").fill("motor pl")
    assert shown.count() == 1
    page.get_by_label("Find").fill("")
    page.get_by_label("No duty found").uncheck()
    assert shown.count() == 21
    page.get_by_label("Order").select_option("d")
    days = page.locator("tr[data-n]:visible").evaluate_all("rows => rows.map(row => row.dataset.d)")
    assert days == sorted(days)
    watched.check(path)


def test_hostile_names_stay_names(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    page = watched.open(render_report(_nasty()), path)
    page.locator("button.unfold").click()
    assert "<script>alert(1)</script>" in page.locator(".detail").inner_text()
    assert page.locator("img").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth") <= 1280
    watched.check(path)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_phone_needs_no_sideways_scrolling(browser: Browser, tmp_path: Path, scheme: str) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    path = tmp_path / "report.html"
    page = Watched(context.new_page()).open(render_report(factory.assessment()), path)
    page.locator("button.unfold").nth(3).click()
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    context.close()


def test_text_keeps_its_contrast_in_both_schemes(browser: Browser, tmp_path: Path) -> None:
    """WCAG AA for small text: 4.5 to 1, on every mark of a verdict."""
    ratio = """element => {
      const part = c => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4 };
      const light = text => { const [r, g, b] = text.match(/[\\d.]+/g).map(Number);
        return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b) };
      const style = getComputedStyle(element);
      const [a, b] = [light(style.color), light(style.backgroundColor)].sort((x, y) => y - x);
      return (a + 0.05) / (b + 0.05) }"""
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)
        page = Watched(context.new_page()).open(render_report(factory.assessment()), tmp_path / f"{scheme}.html")
        for kind in ("prohibited", "licence", "open", "ask_first", "report", "nothing"):
            assert page.locator(f"td .v-{kind}").first.evaluate(ratio) >= 4.5, (scheme, kind)
        context.close()


def test_many_rows_come_in_portions(watched: Watched, tmp_path: Path) -> None:
    base = factory.thirty_lines()
    lines = tuple(
        factory.line(f"S{n}", factory.DRONE, "2026-11-22", "KR>DE", base[n % 30].determination) for n in range(900)
    )
    path = tmp_path / "report.html"
    page = watched.open(render_report(factory.assessment(lines)), path)
    assert page.locator("tr[data-n]:visible").count() == 400
    page.get_by_role("button", name="Show more lines").click()
    assert page.locator("tr[data-n]:visible").count() == 800
    watched.check(path)


def test_the_page_of_one_proof_is_unfolded(watched: Watched, tmp_path: Path) -> None:
    path = tmp_path / "proof.html"
    made = factory.assessment()
    page = watched.open(proof_page(made, made.lines[2]), path)
    assert page.locator("details.rule[open]").count() == 4
    assert page.get_by_role("heading", level=1).inner_text() == "S-0103/1"
    watched.check(path)


def test_the_hostile_text_is_hostile() -> None:
    assert "<script>" in NASTY
