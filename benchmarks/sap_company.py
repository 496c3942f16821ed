"""A seeded motor maker as its SAP gives it away: every table in another dialect, with the faults that exports have.

    python benchmarks/sap_company.py DIR --parts 40000 --lines 250000 --deliveries 200000 --seed 1

Two plants (1000 in Germany, 2000 in China), products, assemblies, purchased parts, bulk materials, packaging; texts in
English, German and Chinese; standard and moving prices of 2023 per 1, 100 or 1000, 3 % of them zero; several sources;
boxes of so many pieces. Bills have alternatives (6 %), alternates, scrap, by-products, text items, fixed quantities,
grams where the component counts in kilograms, items that follow another from a day on, deleted and inactive ones.

SE16N lists in Windows-1252 with German headers, tabs in UTF-16, CSV with decimal comma or point, a workbook, and the
deliveries as the Chinese plant exports them: GB18030 with Chinese headers. Material numbers have their leading zeros in
some tables only. `--no-faults` leaves out the broken rows (a number like `12,3x`, a row with too many cells, a key that
a spreadsheet shortened, two rows that contradict each other).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from sap.bills import bills
from sap.dialects import Dialect, write
from sap.masters import Columns, materials
from sap.sales import deliveries, partners

_LIST = Dialect("list", "cp1252")
_CHINESE = Dialect("tab", "gb18030", mark="point", day="%Y/%m/%d", trailing_minus=False)
_CSV = Dialect("semicolon", "cp1252")
_POINT = Dialect("comma", mark="point", day="%Y%m%d", grouped=False)
_TABS = Dialect("tab", "utf-16", day="%Y%m%d")
DIALECTS: Mapping[str, Dialect] = {
    "MARA": _LIST, "MAKT": _TABS, "T023T": _LIST, "MARC": Dialect("xlsx"), "MBEW": _CSV, "MARM": _POINT,
    "MAST": _CSV, "STKO": _LIST, "STAS": _POINT, "STPO": Dialect("list", "utf-8"), "KNA1": _CSV, "LFA1": _CSV,
    "EINA": _TABS, "T001W": _CSV, "T006": _CSV, "LIKP": _CHINESE, "LIPS": _CHINESE, "VBAP": _POINT,
}  # fmt: skip
HEADERS: Mapping[str, Mapping[str, str]] = {
    "MARA": {"MATNR": "Material", "MTART": "Materialart", "MATKL": "Warengruppe", "MEINS": "BME",
             "NTGEW": "Nettogewicht", "GEWEI": "Gewichtseinheit", "LVORM": "Löschvormerkung Mandant",
             "MFRPN": "Herstellerteilenummer"},
    "MAKT": {"MATNR": "Material", "SPRAS": "Language", "MAKTX": "Material Description"},
    "MBEW": {"MATNR": "Material", "BWKEY": "Bewertungskreis", "BWTAR": "Bewertungsart", "VPRSV": "Preissteuerung",
             "STPRS": "Standardpreis", "VERPR": "Gleitender Durchschnittspreis", "PEINH": "Preiseinheit",
             "LAEPR": "Letzte Preisänderung"},
    "LIKP": {"VBELN": "交货", "LFART": "交货类型", "WADAT": "计划货物移动日期", "WADAT_IST": "实际货物移动日期",
             "KUNNR": "送达方", "KUNAG": "售达方"},
    "LIPS": {"VBELN": "交货", "POSNR": "项目", "MATNR": "物料", "WERKS": "工厂", "LFIMG": "交货数量",
             "VRKME": "销售单位", "VGBEL": "参考凭证", "VGPOS": "参考项目"},
}  # fmt: skip
_PADDED = ("MAST", "STPO", "EINA", "LIPS")


def generate(folder: Path, parts: int, lines: int, items: int, seed: int, faults: bool = True) -> None:
    """Write every table into ``folder``."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    made = materials(rng, parts)
    customers, vendors = max(parts // 20, 5), max(parts // 40, 5)
    tables = {
        **made.tables, **bills(rng, made, lines), **partners(rng, made, customers, vendors),
        **deliveries(rng, made, customers, items),
    }  # fmt: skip
    for name in _PADDED:
        _pad(tables[name])
    if faults:
        _break(tables)
    for name, table in tables.items():
        write(folder, name, table, DIALECTS[name], HEADERS.get(name))
    if faults:
        with (folder / "MBEW.csv").open("a", encoding="cp1252", newline="") as file:
            file.write("100001;1000;;S;12,3x;0,00;1;31.12.2023;too;many\r\n")


def _pad(table: Columns) -> None:
    for name in ("MATNR", "IDNRK"):
        if name in table:
            table[name] = [c.zfill(18) if isinstance(c, str) and c.isdecimal() else c for c in table[name]]


def _break(tables: dict[str, Columns]) -> None:
    """One fault of each kind: unreadable number, shortened key, contradiction, unknown unit, bar inside a text."""
    tables["STPO"]["MENGE"][3] = "12,3x"
    tables["EINA"]["MATNR"][2] = "1,00003E+05"
    for name in tables["KNA1"]:
        tables["KNA1"][name].append(tables["KNA1"][name][0])
    tables["KNA1"]["NAME1"][-1] = "Ein anderer Name"
    tables["MARA"]["MEINS"][-1] = "XYZ"
    tables["MARA"]["MFRPN"][5] = "A|B"


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parts", type=int, default=40_000)
    parser.add_argument("--lines", type=int, default=250_000)
    parser.add_argument("--deliveries", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-faults", action="store_true")
    given = parser.parse_args()
    generate(given.folder, given.parts, given.lines, given.deliveries, given.seed, not given.no_faults)


if __name__ == "__main__":
    main()
