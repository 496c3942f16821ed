"""What the dumps say together: the SAP tables by name, doubles removed, and the company-wide answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import polars as pl

from monazite.exchange.erp.desk import UNKNOWN, Desk, Question
from monazite.exchange.erp.dumps import FILE, ROW, UNREAD
from monazite.exchange.erp.units import Units
from monazite.exchange.findings import Findings

KEYS = {
    "MARA": ("MATNR",), "MARC": ("MATNR", "WERKS"), "MBEW": ("MATNR", "BWKEY", "BWTAR"), "MARM": ("MATNR", "MEINH"),
    "MAKT": ("MATNR", "SPRAS"), "MAST": ("MATNR", "WERKS", "STLAN", "STLNR", "STLAL"), "STKO": ("STLNR", "STLAL"),
    "LFA1": ("LIFNR",), "KNA1": ("KUNNR",), "LIKP": ("VBELN",), "LIPS": ("VBELN", "POSNR"), "VBAK": ("VBELN",),
    "VBAP": ("VBELN", "POSNR"), "T001W": ("WERKS",), "T001K": ("BWKEY",), "T001": ("BUKRS",),
    "T023T": ("MATKL", "SPRAS"),
}  # fmt: skip
"""What identifies a row; rows that share it and say the same are one, others are all set aside."""
_BOOKKEEPING = (ROW, FILE, UNREAD)
ALL = "all"
USAGES = {
    "1": "production", "2": "engineering and design", "3": "universal", "4": "plant maintenance", "5": "sales",
    "6": "costing", "8": "stability study",
}  # fmt: skip
SHOWN_ROWS = 5


@dataclass
class Company:
    """``tables``: the typed rows by SAP table, every declared field a column (null where the export lacks it);
    ``had``: which fields an export had at all.
    """

    tables: Mapping[str, pl.DataFrame]
    had: Mapping[str, frozenset[str]]
    desk: Desk
    findings: Findings
    units: Units = field(default_factory=Units)

    def rows(self, table: str) -> pl.DataFrame:
        """The rows of a table; none where it was not exported."""
        return self.tables.get(table, empty(table))

    def has(self, table: str, name: str = "") -> bool:
        """Whether the table, or a field of it, was exported."""
        return table in self.had and (not name or name in self.had[table])

    def remark(
        self, rows: pl.DataFrame, code: str, what: str, remedy: str, column: str = "", info: bool = False
    ) -> None:
        """One issue for all ``rows`` of a file: how many, and the first of them. Nothing where there are none."""
        for (file,), part in rows.group_by(FILE, maintain_order=True):
            places = part[ROW].to_list()
            more = ", ..." if len(places) > SHOWN_ROWS else ""
            first = ", ".join(str(place) for place in places[:SHOWN_ROWS])
            notes = self.findings.of(str(file))
            add = notes.info if info else notes.warning
            add(code, f"{what} ({len(places):,} rows: {first}{more})", remedy, places[0], column)

    @cached_property
    def plants(self) -> frozenset[str] | None:
        """The plants that count; None: every one (there is one only, or nobody chose)."""
        where = (("MAST", "WERKS"), ("MARC", "WERKS"), ("MBEW", "BWKEY"))
        counts: dict[str, list[str]] = {}
        for table, name in where:
            if self.has(table):
                for plant, count in self.rows(table)[name].drop_nulls().value_counts().sort(name).iter_rows():
                    counts.setdefault(plant, []).append(f"{table} {count:,}")
        if len(counts) <= 1:
            return None
        options = {plant: f"rows: {', '.join(seen)}" for plant, seen in sorted(counts.items())}
        most = max(counts, key=lambda plant: sum(int(s.split()[1].replace(",", "")) for s in counts[plant]))
        options[ALL] = "every plant: where their bills of materials or prices differ, any of them may hold"
        evidence = "; ".join(f"{plant}: {seen}" for plant, seen in options.items() if plant != ALL)
        question = Question("plants", f"Which plants build what is assessed? (most rows: {most}; several: 1000,2000)",
                            evidence, options, ALL, many=True)  # fmt: skip
        answer = self.desk.ask(question)
        chosen = frozenset(answer.split(","))
        return None if answer == UNKNOWN or ALL in chosen else chosen

    def of_plants(self, rows: pl.DataFrame, name: str) -> pl.DataFrame:
        """The rows of the chosen plants, and those without a plant."""
        if self.plants is None:
            return rows
        return rows.filter(pl.col(name).is_in(sorted(self.plants)) | pl.col(name).is_null())

    @cached_property
    def usages(self) -> frozenset[str] | None:
        """The usages of bills of materials that count; None: every one."""
        found = self.of_plants(self.rows("MAST"), "WERKS")["STLAN"].drop_nulls().value_counts().sort("STLAN")
        counts = dict(found.iter_rows())
        if len(counts) <= 1:
            return None
        options = {str(usage): f"{USAGES.get(str(usage), 'own usage')}: {count:,} assignments"
                   for usage, count in counts.items()}  # fmt: skip
        evidence = "; ".join(f"{usage}: {meaning}" for usage, meaning in options.items())
        options[ALL] = "all of them: any one of them may be what is built"
        default = "1" if "1" in counts else ALL
        answer = self.desk.ask(
            Question(
                "bom_usage",
                "Which usage of bills of materials is what is built?",
                evidence,
                options,
                default,
                many=True,
            )
        )
        chosen = frozenset(answer.split(","))
        return None if answer == UNKNOWN or ALL in chosen else chosen

    def unit_column(self, name: str) -> pl.Expr:
        """A column of units by their names in a portfolio."""
        return pl.col(name).map_elements(self.units.name, return_dtype=pl.String, skip_nulls=True)


def empty(table: str) -> pl.DataFrame:
    """A table without rows."""
    from monazite.exchange.erp.dictionary import dictionary  # noqa: PLC0415 the dictionary needs no company

    fields = dictionary()[table].fields.values()
    columns = {f.name: pl.Boolean if f.type == "flag" else pl.String for f in fields}
    return pl.DataFrame(schema={ROW: pl.UInt32, FILE: pl.String, UNREAD: pl.Boolean, **columns})


def company(frames: Iterable[tuple[str, pl.DataFrame]], desk: Desk, findings: Findings) -> Company:
    """Put the typed frames of all files together."""
    by_table: dict[str, list[pl.DataFrame]] = {}
    had: dict[str, frozenset[str]] = {}
    for table, frame in frames:
        by_table.setdefault(table, []).append(frame)
        had[table] = had.get(table, frozenset()) | frozenset(frame.columns)
    tables = {}
    for name, parts in by_table.items():
        whole = pl.concat([empty(name), *parts], how="diagonal")
        flags = [column for column, kind in empty(name).schema.items() if kind == pl.Boolean]
        tables[name] = _single(name, whole.with_columns(pl.col(flags).fill_null(False)), findings)
    made = Company(tables, had, desk, findings)
    made.units = Units(_own_units(made))
    return made


def _single(name: str, rows: pl.DataFrame, findings: Findings) -> pl.DataFrame:
    """Without rows that repeat another, and without those that contradict one of the same key."""
    said = [column for column in rows.columns if column not in _BOOKKEEPING]
    rows = rows.unique(said, keep="first", maintain_order=True)
    key = list(KEYS.get(name, ()))
    if not key:
        return rows
    double = rows.select(pl.struct(key).is_duplicated()).to_series()
    for file, row, *cells in rows.filter(double).select(FILE, ROW, *key).iter_rows():
        what = ", ".join(f"{k} {c}" for k, c in zip(key, cells, strict=True) if c is not None)
        message = f"several rows of {name} have {what} and say different things; all are set aside"
        findings.of(file).error("conflicting_rows", message, "export it again, once", row, key[0])
    return rows.filter(~double)


def _own_units(company: Company) -> dict[str, str]:
    """The company's codes with their ISO code, internal (T006) and as shown (T006A)."""
    iso = {code: iso for code, iso in company.rows("T006").select("MSEHI", "ISOCODE").iter_rows() if iso}
    shown = company.rows("T006A").select("MSEHI", "MSEH3").iter_rows()
    return iso | {external: iso[code] for code, external in shown if code in iso and external}
