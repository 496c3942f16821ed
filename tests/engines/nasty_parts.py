"""Random small portfolios of parts, bills of materials and contents with everything that makes them hard."""

from __future__ import annotations

from pathlib import Path
from random import Random

_ENTRIES = ("part1.2", "part1.4", "part1.12", "part1.10", "dysprosium", "terbium", "samarium", "none")
_PARTS = ("part_id,revision,name,kind,unit,composition,control_entries,class,profile,mass_kg,unit_value,currency,"
          "price_per,made_in,origin,free_issue")  # fmt: skip
_BOM = ("parent_id,child_id,quantity,quantity_low,quantity_high,unit,per_quantity,revision,valid_from,valid_to,"
        "alt_group,scrap,by_product")  # fmt: skip
_CONTENTS = ("part_id,entry,source_id,form,mass_kg,mass_kg_low,mass_kg_high,mass_fraction,value,currency,origin,"
             "cn_share,scope,quantity_basis")  # fmt: skip
_STILL = {
    "profiles": "profile,entry,form,mass_fraction,origin,composition,source,confidence\n"
    "mag,part1.2,metal,0.05,,complete,book,one_source\n",
    "classes": "class,match,profile,composition,approved_by,approved_on,reason\n"
    "k1,,mag,complete,Ann,2026-01-01,x\nk2,,,complete,Ann,2026-01-01,x\nk3,,,complete,,,\n",
    "rates": "base,quote,rate,date\nEUR,USD,1.1,2026-01-01\n",
}


def write(folder: Path, seed: int) -> None:
    """Revisions, units, scrap, alternates, by-products, dates, loops, unknown children, faulty cells, totals, several
    sources, classes approved and not, profiles there and not, values on several bases, currencies without a rate.
    """
    draw = Random(seed)
    one = draw.choice
    count = draw.randint(3, 14)
    parts, bom, contents = [_PARTS], [_BOM], [_CONTENTS]
    values = ["part_id,basis,value,currency,price_per,date"]
    for i in range(count):
        for revision in ("A", "B") if draw.random() < 0.15 else (one(("", "", "A")),):
            worth = one(("", str(draw.randint(1, 900)), str(draw.randint(1, 900)), "0"))
            parts.append(",".join((
                f"P{i}", revision, f"part {i}", one(("part", "assembly", "material", "")), one(("", "", "pc", "kg")),
                one(("complete", "complete", "complete", "partial", "")),
                one(("none", "none", "part2.I.3", "part2.I.parts", "part1.2", "")), one(("", "", "", "k1", "k2", "k3")),
                one(("", "", "", "", "mag", "ghost")), one(("", "0.5", "2")), worth,
                one(("USD", "USD", "EUR", "JPY")) if worth else "", one(("1", "1", "100", "")) if worth else "",
                one(("JP", "DE", "")), one(("CN", "JP", "")), one(("", "yes", "no")),
            )))  # fmt: skip
        for _ in range(draw.randint(0, 3)):
            child = draw.randint(i + 1, count + 1) if draw.random() < 0.95 else draw.randint(0, count - 1)
            quantity = one(("1", "2.5", "0.25", "14", "-1", "", "x"))
            ends = ("", "") if quantity else one((("1", "3"), ("0", "2"), ("2", "")))
            bom.append(",".join((
                f"P{i}", f"P{child}", quantity, *ends, one(("", "", "", "pc", "kg", "g")), one(("", "", "10")),
                one(("", "", "A", "C")), one(("", "", "2026-12-01")), one(("", "", "2026-01-01", "2027-01-01")),
                one(("", "", "g1", "g2")), one(("", "", "0.1")), one(("", "", "", "yes", "no")),
            )))  # fmt: skip
        for _ in range(one((0, 0, 1, 1, 2, 4))):
            mass = one(("0.01", "0.2", ""))
            ends = ("0.1", "0.4") if not mass and draw.random() < 0.5 else ("", "")
            other = not mass and not ends[0]
            contents.append(",".join((
                f"P{i}", one(_ENTRIES), one(("", "", "", "s1", "s2")), one(("", "metal", "oxide", "alloy", "unknown")),
                mass, *ends, one(("", "0.1")) if other else "", one(("", "5")) if other else "", "USD",
                one(("CN", "JP", "not_CN", "")), one(("", "", "0.25")), one(("", "added", "added", "total")),
                one(("", "charged", "contained")),
            )))  # fmt: skip
        if draw.random() < 0.25:
            values.append(",".join((
                f"P{i}", one(("standard_cost", "list")), str(draw.randint(1, 500)), one(("USD", "EUR", "XXX")), "1",
                one(("", "2025", "2026-05-01", "2027-01-01")),
            )))  # fmt: skip
    prices = ["entry,form,basis,price_per_kg,currency,date", "dysprosium,oxide,a,239,USD,2025",
              "terbium,oxide,a,1010,USD,2025", "dysprosium,oxide,b,900,EUR,2026-02"]  # fmt: skip
    prices += ["samarium,metal,a,40,USD,2025"] if draw.random() < 0.5 else []
    rows = {"parts": parts, "bom": bom, "contents": contents, "values": values, "prices": prices}
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _STILL.items() | {name: "\n".join(lines) + "\n" for name, lines in rows.items()}.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
