"""Product matrix and exposure as people read them: page, proof, terminal and workbook."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from rich.console import Console
from tests.services.fleet import fleet, part

from monazite.reporting import proof_page, render_report
from monazite.reporting.json_document import proof_paths
from monazite.reporting.proof_text import proof_text
from monazite.reporting.terminal import print_assessment
from monazite.reporting.workbook import contents, write_workbook
from monazite.services.assessment import Assessment


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Assessment:
    """Two products, one of them with a part that nobody described."""
    parts = part("P", "100") + part("Q", "100") + part("M", "5", "", "magnets", "ONE") + part("N", "1")
    return fleet(tmp_path_factory.mktemp("fleet"), parts, "P,M,1\nQ,N,1\n").run()


def printed(found: Assessment) -> str:
    """What the terminal shows, in one line."""
    out = io.StringIO()
    print_assessment(found, Console(file=out, width=120, highlight=False))
    return " ".join(out.getvalue().split())


def test_no_line_is_shown_to_go_between_hypothetical_countries(found: Assessment) -> None:
    """The lines of a portfolio without shipments go from abroad to another country; proofs name the codes."""
    line = found.lines[0]
    page = render_report(found, proof_paths(found))
    texts = [page, proof_text(found, line), proof_page(found, line), printed(found)]
    for text in texts:
        assert re.search("QQ ?→|→ ?ZZ", text) is None
    assert "abroad → another country" in texts[0]


def test_the_head_of_the_page_counts_no_shipments_where_there_are_none(found: Assessment) -> None:
    page = render_report(found)
    assert "Nothing is shipped here" in page
    assert "Of these 6 cases, " in page
    assert "shipment lines" not in page


def test_the_terminal_shows_every_product_and_what_keeps_it_open(found: Assessment) -> None:
    text = printed(found)
    assert "product, share, headroom" in text
    assert "1 part keeps 1 of 2 products open. If it came back low, 1 product would surely lie below the line." in text


def test_the_workbook_holds_a_row_for_every_product_and_destination(found: Assessment, tmp_path: Path) -> None:
    write_workbook(contents(found), tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    rows = list(book["Products"].iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[2]) for row in rows] == [
        (product, to) for product in ("P", "Q") for to in ("abroad", "HK, Macao, Taiwan", "China")
    ]
    exposed = list(book["Exposure"].iter_rows(min_row=3, values_only=True))
    assert [(row[0], row[2], row[5], row[6]) for row in exposed] == [
        ("part", "M", 1, 1), ("supplier", "ONE", 1, 1), ("class", "magnets", 1, 1),
    ]  # fmt: skip
