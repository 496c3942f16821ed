"""Bills of material: alternatives, usages, alternates, scrap, by-products, odd units, changes in time."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from sap.dialects import Cell
from sap.masters import CENT, GRAM, Columns, Materials

_HEAD = ("MATNR", "WERKS", "STLAN", "STLNR", "STLAL")
_KOPF = ("STLTY", "STLNR", "STLAL", "DATUV", "LKENZ", "BMENG", "BMEIN", "STLST")
_NODE = ("STLTY", "STLNR", "STLAL", "STLKN", "DATUV", "LKENZ")
_ITEM = ("STLTY", "STLNR", "STLKN", "VGKNT", "POSNR", "POSTP", "IDNRK", "MENGE", "MEINS", "FMENG", "AUSCH", "ALPGR",
         "EWAHR", "DATUV", "LKENZ")  # fmt: skip
_FIRST_DAY = date(2021, 1, 1)


class _Rows:
    def __init__(self, names: tuple[str, ...]) -> None:
        self.columns: Columns = {name: [] for name in names}

    def add(self, *cells: Cell) -> None:
        for name, cell in zip(self.columns, cells, strict=True):
            self.columns[name].append(cell)


def bills(rng: np.random.Generator, made: Materials, lines: int) -> dict[str, Columns]:
    """MAST, STKO, STAS and STPO with about ``lines`` items."""
    mast, stko, stas, stpo = _Rows(_HEAD), _Rows(_KOPF), _Rows(_NODE), _Rows(_ITEM)
    products = [n for n, kind in enumerate(made.kind) if kind == "FERT"]
    halves = [n for n, kind in enumerate(made.kind) if kind == "HALB"]
    loose = [n for n, kind in enumerate(made.kind) if kind in ("ROH", "HIBE")]
    parents = [*products, *halves]
    node = 0
    for bill, parent in enumerate(parents, 1):
        number, first = f"{bill:08}", node
        base = Decimal(100) if rng.random() < 0.05 else Decimal(1)
        for alternative in ("01", "02") if rng.random() < 0.06 else ("01",):
            mast.add(made.ids[parent], "1000", "1", number, alternative)
            if rng.random() < 0.1:
                mast.add(made.ids[parent], "2000", "1", number, alternative)
            stko.add("M", number, alternative, _FIRST_DAY, "X" if rng.random() < 0.002 else "", base,
                     made.unit[parent], "2" if rng.random() < 0.01 else "1")  # fmt: skip
            for place in range(max(2, int(rng.poisson(lines / len(parents) / 1.06)))):
                node += 1
                child = _child(rng, parent, halves, loose, place)
                stpo.add("M", number, f"{node:08}", "", f"{10 * (node - first):04}", *_item(rng, made, child, base))
                stas.add("M", number, alternative, f"{node:08}", _FIRST_DAY, "")
    _alternates(rng, stpo.columns)
    _changes(rng, stpo.columns, stas.columns, node)
    return {"MAST": mast.columns, "STKO": stko.columns, "STAS": stas.columns, "STPO": stpo.columns}


def _child(rng: np.random.Generator, parent: int, halves: list[int], loose: list[int], place: int) -> int:
    """Assemblies hold only assemblies behind them, so that no loop arises."""
    below = [n for n in (halves[int(rng.integers(len(halves)))],) if n > parent]
    return below[0] if below and place < 3 else loose[int(rng.integers(len(loose)))]


def _item(rng: np.random.Generator, made: Materials, child: int, base: Decimal) -> tuple[Cell, ...]:
    unit = made.unit[child]
    quantity = (Decimal(int(rng.integers(1, 9))) if unit == "ST" else Decimal(str(rng.random())).quantize(GRAM)) * base
    quantity = max(quantity, GRAM).quantize(GRAM)
    if unit == "KG" and rng.random() < 0.3:
        unit, quantity = "G", (quantity * 1000).quantize(GRAM)
    if rng.random() < 0.004:
        quantity = -quantity
    text = rng.random() < 0.01
    return (
        "T" if text else "L", None if text else made.ids[child], quantity, unit, "X" if rng.random() < 0.002 else "",
        (Decimal(int(rng.integers(1, 15))) if rng.random() < 0.05 else Decimal(0)).quantize(CENT), "",
        Decimal(0), _FIRST_DAY + timedelta(days=int(rng.integers(900))), "X" if rng.random() < 0.003 else "",
    )  # fmt: skip


def _alternates(rng: np.random.Generator, items: Columns) -> None:
    """Now and then two neighbours of a bill are alternates."""
    for place in rng.choice(len(items["STLNR"]) - 1, len(items["STLNR"]) // 60, replace=False):
        if items["STLNR"][place] == items["STLNR"][place + 1]:
            items["ALPGR"][place] = items["ALPGR"][place + 1] = f"A{place % 90 + 10}"
            items["EWAHR"][place], items["EWAHR"][place + 1] = Decimal(70), Decimal(30)


def _changes(rng: np.random.Generator, items: Columns, nodes: Columns, node: int) -> None:
    """Some items are followed by another one from a day on."""
    for place in rng.choice(len(items["STLNR"]), len(items["STLNR"]) // 200, replace=False):
        node += 1
        for name in _ITEM:
            items[name].append(items[name][place])
        for name in _NODE:
            nodes[name].append(nodes[name][place])
        items["VGKNT"][-1], items["STLKN"][-1] = items["STLKN"][place], f"{node:08}"
        nodes["STLKN"][-1] = f"{node:08}"
        items["DATUV"][-1] = date(2025, 7, 1)
