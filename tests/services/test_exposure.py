"""Exposure over products: what it promises holds when the run is made again with the answers in it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.services.fleet import exposed, fleet, part, row, surely_below

SHIPMENTS = "shipment_id,line,date,kind,part_id,from_country,to_country,unit_value,currency,price_per\n"


def test_one_part_keeps_two_products_open_and_clears_both(tmp_path: Path) -> None:
    of = fleet(tmp_path, part("P", "100") + part("Q", "100") + part("M", "5", ""), "P,M,1\nQ,M,2\n")
    found = exposed(of.run())
    assert found.open == ("P", "Q")
    (only,) = found.parts
    assert (only.key, only.products, only.alone, only.together) == ("M", ("P", "Q"), 2, 2)
    assert found.enough == 1


def test_a_part_that_is_used_by_a_product_twice_widens_it_once(tmp_path: Path) -> None:
    tables = part("P", "100") + part("B", "50") + part("M", "0.06", "")
    found = exposed(fleet(tmp_path, tables, "P,M,1\nP,B,1\nB,M,1\n").run())
    assert row(found.parts, "M").products == ("P",)
    assert (row(found.parts, "M").alone, float(row(found.parts, "M").width)) == (1, 0.0012)


def test_a_part_of_two_suppliers_is_answered_when_both_have_been_asked(tmp_path: Path) -> None:
    """What one of them declares says nothing of the parts that the other delivers."""
    sources = "part_id,source_id,supplier_id\nM,S1,ONE\nM,S2,TWO\n"
    of = fleet(tmp_path, part("P", "100") + part("M", "5", ""), "P,M,1\n", sources=sources)
    found = exposed(of.run())
    assert [(one.key, one.alone, one.together) for one in found.suppliers] == [("ONE", 0, 0), ("TWO", 0, 1)]
    assert [(one.key, one.alone) for one in found.parts] == [("M", 1)]


def test_a_source_of_which_nobody_says_who_it_is_stays_to_be_asked(tmp_path: Path) -> None:
    sources = "part_id,source_id,supplier_id\nM,S1,ONE\nM,S2,\n"
    of = fleet(tmp_path, part("P", "100") + part("M", "5", ""), "P,M,1\n", sources=sources)
    assert row(exposed(of.run()).suppliers, "ONE").alone == 0


def test_a_product_is_clear_when_it_is_so_on_every_line(tmp_path: Path) -> None:
    """Dear on one line, cheap on another: what clears the one does not clear the other."""
    contents = "part_id,entry,mass_kg_low,mass_kg_high,origin\nM,part1.2,0.0001,0.001,CN\n"
    prices = "entry,form,basis,price_per_kg,currency,date\ndysprosium,metal,market,1000,USD,2025\n"
    lines = "S1,1,2026-11-22,goods,P,JP,DE,200,USD,1\nS1,2,2026-11-22,goods,P,JP,DE,{cheap},USD,1\n"
    for cheap, clears in (("300", 1), ("101", 1), ("100", 0), ("99", 0)):
        of = fleet(
            tmp_path, part("P") + part("M"), "P,M,1\n",
            contents=contents, prices=prices, shipments=SHIPMENTS + lines.format(cheap=cheap),
        )  # fmt: skip
        found = exposed(of.run())
        assert found.open == ("P",)
        assert (row(found.parts, "M").alone, cheap) == (clears, cheap)


def test_a_product_that_no_table_describes_is_open(tmp_path: Path) -> None:
    shipments = SHIPMENTS + "S1,1,2026-11-22,goods,GHOST,JP,DE,200,USD,1\n"
    found = exposed(fleet(tmp_path, part("P", "100"), shipments=shipments).run())
    assert found.open == ("GHOST",)
    assert [(one.key, one.alone) for one in found.parts] == [("GHOST", 1)]


def test_without_values_a_part_clears_only_where_nothing_is_left(tmp_path: Path) -> None:
    contents = "part_id,entry,mass_kg_low,mass_kg_high,origin\nM,part1.2,{low},0.001,CN\n"
    prices = "entry,form,basis,price_per_kg,currency,date\ndysprosium,metal,market,1000,USD,2025\n"
    for low, clears in (("0", 1), ("0.0000001", 0)):
        of = fleet(
            tmp_path, part("P") + part("M"), "P,M,1\n", contents=contents.format(low=low), prices=prices
        )  # fmt: skip
        assert row(exposed(of.run()).parts, "M").alone == clears


def test_a_product_that_is_over_on_one_line_is_cleared_by_no_answer(tmp_path: Path) -> None:
    contents = "part_id,entry,mass_kg_low,mass_kg_high,origin\nM,part1.2,0.0001,0.001,CN\n"
    prices = "entry,form,basis,price_per_kg,currency,date\ndysprosium,metal,market,1000,USD,2025\n"
    lines = "S1,1,2026-11-22,goods,P,JP,DE,500,USD,1\nS1,2,2026-11-22,goods,P,JP,DE,50,USD,1\n"
    of = fleet(
        tmp_path, part("P") + part("M"), "P,M,1\n", contents=contents, prices=prices, shipments=SHIPMENTS + lines
    )
    found = exposed(of.run())
    assert (found.open, row(found.parts, "M").alone) == (("P",), 0)


PRODUCTS, INSIDE = ("P", "Q", "R"), ("K", "L", "M")
edges = st.dictionaries(
    st.tuples(st.sampled_from(PRODUCTS + INSIDE[:1]), st.sampled_from(INSIDE[1:])), st.integers(1, 3), max_size=6
)
worths = st.tuples(*(st.sampled_from(["", "20", "300", "9000"]) for _ in PRODUCTS + INSIDE))
compositions = st.tuples(*(st.sampled_from(["complete", "", "partial"]) for _ in INSIDE))
masses = st.lists(
    st.tuples(st.sampled_from(INSIDE), st.integers(0, 40), st.integers(0, 90), st.sampled_from(["CN", "JP", ""])),
    max_size=3,
    unique_by=lambda one: one[0],
)


def written(
    folder: Path,
    inside: dict[tuple[str, str], int],
    worth: tuple[str, ...],
    composed: tuple[str, ...],
    contents: list[tuple[str, int, int, str]],
    asked: frozenset[str] = frozenset(),
) -> object:
    """The run over a random fleet; the parts ``asked`` have come back low: complete, least mass, nothing Chinese that
    need not be.
    """
    said = dict(zip(INSIDE, composed, strict=True)) | dict.fromkeys(asked, "complete")
    worth_of = dict(zip(PRODUCTS + INSIDE, worth, strict=True))
    parts = "".join(part(one, worth_of[one], said.get(one, "complete")) for one in PRODUCTS + INSIDE)
    bom = "".join(f"{parent},{child},{count}\n" for (parent, child), count in inside.items())
    rows = ""
    for owner, low, more, origin in contents:
        top, where = (low, origin or "JP") if owner in asked else (low + more, origin)
        rows += f"{owner},part1.2,{low}e-6,{top}e-6,{where}\n"
    prices = "entry,form,basis,price_per_kg,currency,date\ndysprosium,metal,a,900,USD,2025\n"
    prices += "dysprosium,metal,b,1500,USD,2025\n"
    bill = bom + "".join(f"{product},K,1\n" for product in PRODUCTS)
    of = fleet(
        folder, parts, bill, prices=prices, contents="part_id,entry,mass_kg_low,mass_kg_high,origin\n" + rows
    )  # fmt: skip
    return of.run()


@settings(max_examples=6, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(edges, worths, compositions, masses)
def test_what_is_promised_holds_once_the_parts_came_back_low(
    inside: dict[tuple[str, str], int],
    worth: tuple[str, ...],
    composed: tuple[str, ...],
    contents: list[tuple[str, int, int, str]],
) -> None:
    """``alone`` and ``together`` count products that the run, made again with the answers, finds surely below."""
    with tempfile.TemporaryDirectory() as folder:
        first = exposed(written(Path(folder), inside, worth, composed, contents))  # type: ignore[arg-type]
        asked: set[str] = set()
        before = 0
        for one in first.parts:
            asked.add(one.key)
            if one.alone and one is first.parts[-1]:
                alone = written(Path(folder), inside, worth, composed, contents, frozenset({one.key}))
                assert len(surely_below(alone) & set(one.products)) >= one.alone  # type: ignore[arg-type]
            assert one.together >= before
            before = one.together
        if before:
            after = written(Path(folder), inside, worth, composed, contents, frozenset(asked))
            assert len(surely_below(after) & set(first.open)) >= before  # type: ignore[arg-type]
