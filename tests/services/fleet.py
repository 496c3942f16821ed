"""Portfolios of products that share parts, assessed in memory, for the product matrix and the exposure."""

from __future__ import annotations

from pathlib import Path

from tests.services.small import assessor

from monazite.model.exposure import Exposure, ExposureRow
from monazite.services.assess import Assessor
from monazite.services.assessment import Assessment

PARTS = "part_id,name,kind,composition,control_entries,unit_value,currency,price_per,made_in,origin,class,supplier_id\n"
TECHNOLOGIES = "part_id,activity\n"


def part(part_id: str, worth: str = "", composition: str = "complete", made_of: str = "", supplier: str = "") -> str:
    """One row of `parts`, made in Japan, worth so much in USD: a product (P and later letters) falls under the entry
    of what contains a listed magnet, anything else under none.
    """
    money = f"{worth},USD,1" if worth else ",,"
    entry = "part2.I.parts" if part_id >= "P" else "none"
    return f"{part_id},{part_id},assembly,{composition},{entry},{money},JP,JP,{made_of},{supplier}\n"


def fleet(folder: Path, parts: str, bom: str = "", **tables: str) -> Assessor:
    """A run over products without shipments; ``tables`` are whole, header included."""
    folder.mkdir(exist_ok=True)
    ids = [row.split(",")[0] for row in parts.splitlines()]
    written = {
        "parts": PARTS + parts,
        "technologies": TECHNOLOGIES + "".join(f"{one},none\n" for one in dict.fromkeys(ids) if one),
        **({"bom": "parent_id,child_id,quantity\n" + bom} if bom else {}),
        **tables,
    }
    for name, text in written.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    return assessor(folder)


def exposed(found: Assessment) -> Exposure:
    """The exposure of a run that has one."""
    assert found.exposure is not None
    return found.exposure


def row(rows: tuple[ExposureRow, ...], key: str) -> ExposureRow:
    """The row of a part, supplier or class."""
    return next(one for one in rows if one.key == key)


def surely_below(found: Assessment) -> set[str]:
    """Products whose share is surely below the threshold on every line."""
    shares = {line.part_id: [] for line in found.lines}  # type: dict[str, list[bool]]
    for line in found.lines:
        share = line.determination.share
        assert share is not None
        shares[line.part_id].append(share.high is not None and share.high < share.threshold)
    return {part_id for part_id, below in shares.items() if all(below)}
