"""Valuation (MBEW) as values of parts: the price that the price control names, per its price unit, in its currency.

A standard price (S) is a row of `values` on the basis `standard_cost`; a moving price (V) is the value in the master
data, `parts.unit_value`. Without a price control both are stated, and both count. A price of 0 is unknown.
"""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from monazite.exchange.erp.company import Company
from monazite.exchange.erp.desk import UNKNOWN, Question
from monazite.exchange.erp.materials import times
from monazite.model.bounds import parse_number
from monazite.model.exact import Fraction

_WITHOUT_DECIMALS = ("JPY", "KRW", "VND", "CLP", "IDR", "ISK", "PYG", "UGX", "XAF", "XOF")
"""SAP keeps amounts in these with two decimals, so that 10.00 means 1,000; whether an export undid that, it hides."""
_CURRENCY = r"^[A-Z]{3}$"
_PER = {"1": "per one base unit", "100": "per 100", "1000": "per 1,000"}
_COLUMNS = ("part_id", "value", "value_low", "value_high", "currency", "price_per", "date")
Price = dict[str, str | None]


def values_and_moving(company: Company) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The table `values`, and for `parts` the columns unit_value (with its low and high), currency and price_per."""
    rows = _usable(company)
    control = pl.col("VPRSV").str.to_uppercase()
    stated = {
        "S": rows.filter(control.fill_null("S") == "S").with_columns(price="STPRS"),
        "V": rows.filter(control.fill_null("V") == "V").with_columns(price="VERPR"),
    }
    odd = rows.filter(~control.is_in(["S", "V"]))
    company.remark(odd, "price_control_unknown", "a price control other than S and V; the price is not used",
                   "mend it", "VPRSV")  # fmt: skip
    made = {kind: _one_per_part(company, _priced(company, found)) for kind, found in stated.items()}
    standard = made["S"].with_columns(basis=pl.lit("standard_cost"))
    values = standard.select("part_id", "basis", "value", "value_low", "value_high", "currency", "price_per", "date")
    moving = made["V"].select("part_id", "currency", "price_per", unit_value="value", unit_value_low="value_low",
                              unit_value_high="value_high")  # fmt: skip
    return values, moving


def _usable(company: Company) -> pl.DataFrame:
    """The rows of the chosen plants; of split valuation the row above the types, where there is one."""
    rows = company.of_plants(company.rows("MBEW"), "BWKEY")
    above = rows.filter(pl.col("BWTAR").is_null()).select("MATNR", "BWKEY").unique()
    split = rows.filter(pl.col("BWTAR").is_not_null()).join(above, ["MATNR", "BWKEY"], how="anti")
    rows = pl.concat([rows.filter(pl.col("BWTAR").is_null()), split])
    return rows.with_columns(currency=_currency(company, rows))


def _currency(company: Company, rows: pl.DataFrame) -> pl.Expr:
    """The currency of each row: stated, by company code (T001K, T001), or as answered."""
    if not rows.height:
        return pl.lit(None, pl.String)
    by_code = dict(company.rows("T001").select("BUKRS", "WAERS").iter_rows())
    by_area = {area: by_code.get(code) for area, code in company.rows("T001K").select("BWKEY", "BUKRS").iter_rows()}
    known = pl.coalesce("WAERS", pl.col("BWKEY").replace_strict(by_area, default=None, return_dtype=pl.String))
    missing = rows.filter(known.is_null())
    answer = UNKNOWN
    if missing.height:
        areas = missing["BWKEY"].unique().sort().to_list()
        prices = missing["STPRS"].drop_nulls().head(3).to_list()
        evidence = (
            f"MBEW names no currency for {', '.join(areas[:5])}, such as {', '.join(prices)}; T001K and T001 would"
        )
        orders = company.rows("VBAP")["WAERK"].drop_nulls().value_counts(sort=True)
        if orders.height:
            evidence += f"; orders are in {', '.join(f'{c} {n:,}' for c, n in orders.head(4).iter_rows())}"
        answer = company.desk.ask(Question(
            "currency", "In which currency are the standard and moving prices?", evidence,
            dict.fromkeys(("EUR", "USD", "CNY"), ""), check=lambda said: len(said) == len("EUR") and said.isupper(),
        ))  # fmt: skip
        if answer == UNKNOWN:
            company.remark(missing, "currency_unknown", "prices without currency are left out: values stay unknown",
                           "answer the question `currency`, or export T001K and T001", "STPRS")  # fmt: skip
    return known.fill_null(pl.lit(None if answer == UNKNOWN else answer, pl.String)).str.to_uppercase()


def _priced(company: Company, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows that state a price in a currency; zeros and what is odd is reported."""
    zero = pl.col("price") == "0"
    minus = pl.col("price").str.starts_with("-")
    company.remark(rows.filter(zero), "zero_price", "a price of 0 is taken as unknown, not as nothing",
                   "maintain it where the value matters", "STPRS")  # fmt: skip
    company.remark(rows.filter(minus), "negative_price", "a price below 0 is taken as unknown", "mend it", "STPRS")
    rows = rows.filter(~zero & ~minus)  # null is no price
    rows = rows.with_columns(per=_per(company, rows))
    return _unshifted(company, rows.filter(pl.col("currency").str.contains(_CURRENCY)))


def _unshifted(company: Company, rows: pl.DataFrame) -> pl.DataFrame:
    """Amounts in currencies without decimals as they are meant, or left out where nobody says which they are."""
    shifted = rows.filter(pl.col("currency").is_in(_WITHOUT_DECIMALS))
    if not shifted.height:
        return rows
    first = ", ".join(f"{price} {code}" for price, code in shifted.select("price", "currency").head(3).iter_rows())
    answer = company.desk.ask(Question(
        "shifted_amounts", "Are amounts in currencies without decimals as the screen shows them?", first,
        {"as_shown": "yes: 1000 JPY are written as 1000", "hundredth": "no: 1000 JPY are written as 10.00"},
    ))  # fmt: skip
    if answer == UNKNOWN:
        company.remark(shifted, "shifted_currency", "SAP keeps amounts of this currency a hundred times too small, and "
                       "exports may show them so; taken as unknown", "answer the question `shifted_amounts`",
                       "STPRS")  # fmt: skip
        return rows.filter(~pl.col("currency").is_in(_WITHOUT_DECIMALS))
    if answer == "as_shown":
        return rows
    moved = pl.col("price").map_elements(lambda price: times(price, Fraction(100)), return_dtype=pl.String)
    return rows.with_columns(price=pl.when(pl.col("currency").is_in(_WITHOUT_DECIMALS)).then(moved).otherwise("price"))


def _per(company: Company, rows: pl.DataFrame) -> pl.Expr:
    """For how many units a price pays; null where it is not said, and the value then lies between 0 and the price."""
    if rows.height and not company.has("MBEW", "PEINH"):
        answer = company.desk.ask(Question(
            "price_unit", "For how many base units do the prices pay? (there is no column PEINH)",
            f"prices such as {', '.join(rows['price'].head(3).to_list())}", _PER,
            check=lambda said: said.isdecimal() and int(said) > 0,
        ))  # fmt: skip
        return pl.lit(None if answer == UNKNOWN else answer, pl.String)
    whole = pl.col("PEINH").str.contains(r"^[1-9]\d*$")
    company.remark(rows.filter(~whole.fill_null(False)), "price_unit_missing",
                   "the price unit is blank or no whole number; the value lies between 0 and the price",
                   "maintain PEINH", "PEINH")  # fmt: skip
    return pl.when(whole).then(pl.col("PEINH"))


def _one_per_part(company: Company, rows: pl.DataFrame) -> pl.DataFrame:
    """One price for each material; a range where the plants differ, nothing where they cannot be compared."""
    grouped = rows.group_by("MATNR", maintain_order=True).agg(
        "price", "per", "currency", "LAEPR", pl.col("_row").first(), pl.col("_file").first()
    )
    found = [_range(row) for row in grouped.iter_rows(named=True)]
    schema = dict.fromkeys(_COLUMNS, pl.String)
    apart = pl.Series([row["value"] is None and row["value_low"] is None for row in found], dtype=pl.Boolean)
    company.remark(grouped.filter(apart), "plants_differ",
                   "the prices of the plants cannot be compared (currencies, price units); taken as unknown",
                   "choose one plant", "STPRS")  # fmt: skip
    ranged = pl.Series([row["value_low"] is not None for row in found], dtype=pl.Boolean)
    company.remark(grouped.filter(ranged), "plants_differ", "the prices of the plants differ; the value is the range",
                   "choose one plant, if one builds what is assessed", "STPRS", info=True)  # fmt: skip
    made = pl.DataFrame(found, schema=schema, orient="row")
    return made.filter(pl.coalesce("value", "value_low").is_not_null())


def _range(row: dict[str, object]) -> Price:
    """The price of one material: the same everywhere, or from the least to the most over the plants."""
    prices, pers, currencies, days = (list(row[n]) for n in ("price", "per", "currency", "LAEPR"))  # type: ignore[call-overload]
    said: Price = {
        "part_id": str(row["MATNR"]), "value": None, "value_low": None, "value_high": None,
        "currency": currencies[0], "price_per": pers[0], "date": max(filter(None, days), default=None),
    }  # fmt: skip
    if len(set(zip(prices, pers, currencies, strict=True))) == 1:
        return said | {"value": prices[0]}
    if len(set(currencies)) > 1 or None in pers:
        return said
    most = max(int(per) for per in pers)
    if any(most % int(per) for per in pers):
        return said
    scaled = [times(price, parse_number(str(most // int(per)))) for price, per in zip(prices, pers, strict=True)]
    low, high = min(scaled, key=Decimal), max(scaled, key=Decimal)
    if low == high:
        return said | {"value": low, "price_per": str(most)}
    return said | {"value_low": low, "value_high": high, "price_per": str(most)}
