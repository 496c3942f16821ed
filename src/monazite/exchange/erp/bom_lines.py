"""Items as rows of `bom`: quantities in the component's base unit for so many parents, scrap, alternates, by-products.

Nothing is divided: a quantity in another unit is multiplied by the numerator of its conversion, and the number of
parents by the denominator. A quantity that nobody can tell is open: from 0 to what is written, or without end.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, Decimal

import polars as pl

from monazite.exchange.erp.company import Company
from monazite.exchange.erp.materials import times
from monazite.model.exact import Fraction

_STEP = Decimal("0.000000000001")
_HUNDRED = Decimal(100)
_ENDLESS = "9999-12-31"


def written(company: Company, lines: pl.DataFrame) -> pl.DataFrame:
    """The rows of `bom` for joined heads and items."""
    lines = _sized(lines)
    lines = _scaled(company, lines, "IDNRK", "use_unit", "use")
    lines = _scaled(company, lines, "MATNR", "BMEIN", "base")
    _report(company, lines)
    magnitude = pl.col("amount").str.strip_chars_start("-")
    scaled = _product(magnitude, pl.col("use_num"), pl.col("base_den"))
    per = _product(pl.col("BMENG"), pl.col("base_num"), pl.col("use_den"))
    lost = (
        pl.col("amount").is_null() | (pl.col("amount") == "0")
        | pl.col("_unread_item") | pl.col("head_unread").fill_null(True)
        | pl.col("BMENG").is_null() | (pl.col("BMENG") == "0") | pl.col("BMENG").str.starts_with("-")
        | pl.col("base_num").is_null() | (pl.col("fixed") & ~pl.col("counted"))
    ).fill_null(True)  # fmt: skip
    less = pl.col("AUSCH").str.starts_with("-").fill_null(False)
    open_ = lost | pl.col("perhaps") | pl.col("fixed") | less
    lines = lines.with_columns(scaled=scaled, per=per, lost=lost, open=open_)
    return lines.select(
        parent_id="parent",
        child_id="IDNRK",
        quantity=pl.when(~pl.col("open")).then(pl.col("scaled")),
        quantity_low=pl.when(pl.col("open")).then(pl.lit("0")),
        quantity_high=pl.when(pl.col("open") & ~pl.col("lost")).then(pl.col("scaled")),
        unit=pl.when(pl.col("lost") & pl.col("use_known")).then(pl.col("child_unit")).otherwise(pl.col("unit_written")),
        per_quantity=pl.when(pl.col("lost")).then(pl.lit("1")).when(pl.col("fixed")).then(pl.col("use_den"))
        .otherwise(pl.col("per")),
        plant="WERKS",
        valid_from=pl.col("valid_from").str.to_date(),
        valid_to=pl.when(pl.col("valid_to") < _ENDLESS).then(pl.col("valid_to")).str.to_date(),
        alt_group="ALPGR",
        alt_share=pl.when(pl.col("ALPGR").is_not_null()).then(_mapped("EWAHR", _share)),
        scrap=_mapped("AUSCH", _loss),
        usage="STLAN",
        by_product=pl.when(pl.col("amount").str.starts_with("-")).then(pl.lit("yes")),
    )  # fmt: skip


def _sized(lines: pl.DataFrame) -> pl.DataFrame:
    """`amount` in `use_unit`: of a variable-size item the number of pieces times the size of one."""
    cut = (pl.col("POSTP") == "R").fill_null(False)
    whole = _product(pl.col("MENGE"), pl.col("ROMEN"), pl.lit("1"))
    return lines.with_columns(
        amount=pl.when(cut & (pl.col("ROMEN") == "0")).then(None).when(cut).then(whole).otherwise("MENGE"),
        use_unit=pl.when(cut).then("ROMEI").otherwise("MEINS"),
        fixed=pl.col("FMENG").fill_null(False),
    )


def _scaled(company: Company, lines: pl.DataFrame, part: str, unit: str, name: str) -> pl.DataFrame:
    """`<name>_num` and `<name>_den`: base units of ``part`` in one ``unit``; null where nobody can tell.

    For the component (`use`) also `child_unit`, `unit_written` and `use_known`: a line whose unit cannot be converted
    keeps it, and the assessment says that the units do not meet.
    """
    base = company.rows("MARA").select("MATNR", _base="MEINS")
    other = company.rows("MARM").select("MATNR", "MEINH", "UMREZ", "UMREN")
    pairs = lines.select(_part=part, _unit=unit).unique().join(base, left_on="_part", right_on="MATNR", how="left")
    own = {(m, company.units.name(u)): (n, d) for m, u, n, d in other.iter_rows() if u and _whole(n) and _whole(d)}
    rows = [(p, u, *_factor(company, own, p, u, b), company.units.name(b or "")) for p, u, b in pairs.iter_rows()]
    names = ("_part", "_unit", f"{name}_num", f"{name}_den", f"{name}_base")
    table = pl.DataFrame(rows, schema=dict.fromkeys(names, pl.String), orient="row")
    lines = lines.join(table, left_on=[part, unit], right_on=["_part", "_unit"], how="left", nulls_equal=True,
                       maintain_order="left")  # fmt: skip
    if name == "base":
        counted = [
            u for u in lines["base_base"].unique() if u and (m := company.units.named(u)) and m.dimension == "count"
        ]
        return lines.with_columns(counted=pl.col("base_base").is_in(counted))
    known = pl.col("use_num").is_not_null() & (pl.col("use_base") != "")
    shown = company.unit_column(unit)
    return lines.with_columns(
        use_known=known, child_unit=pl.col("use_base"), unit_written=pl.when(known).then("use_base").otherwise(shown),
        use_num=pl.col("use_num").fill_null("1"), use_den=pl.col("use_den").fill_null("1"),
    )  # fmt: skip


def _factor(
    company: Company, own: dict[tuple[str, str], tuple[str, str]], part: str, unit: str | None, base: str | None
) -> tuple[str | None, str | None]:
    """Numerator and denominator. A blank unit is the base unit; the material's own conversion beats the general one."""
    if not unit or (base and company.units.name(unit) == company.units.name(base)):
        return "1", "1"
    if (stated := own.get((part, company.units.name(unit)))) is not None:
        return stated
    factor = company.units.factor(unit, base) if base else None
    return (None, None) if factor is None else (str(factor.numerator), str(factor.denominator))


def _whole(text: str | None) -> bool:
    return text is not None and text.isdecimal() and text != "0"


def _product(number: pl.Expr, first: pl.Expr, second: pl.Expr) -> pl.Expr:
    """The exact product of three decimal texts; as it stands where the other two are 1."""
    plain = (first == "1") & (second == "1")
    exact = pl.struct(n=number, a=first, b=second).map_elements(_times, return_dtype=pl.String, skip_nulls=True)
    return pl.when(plain).then(number).otherwise(pl.when(~plain).then(exact))


def _times(row: dict[str, str | None]) -> str | None:
    number, first, second = row["n"], row["a"], row["b"]
    if number is None or first is None or second is None:
        return None
    if first == second == "1":
        return number
    return times(times(number, Fraction(first)), Fraction(second))


def _mapped(column: str, read: object) -> pl.Expr:
    return pl.col(column).map_elements(read, return_dtype=pl.String, skip_nulls=True)  # type: ignore[arg-type]


def _share(percent: str) -> str | None:
    """A usage probability as a fraction; null where it is none."""
    return times(percent, Fraction(1, 100)) if 0 <= Decimal(percent) <= _HUNDRED else None


def _loss(percent: str) -> str | None:
    """What is lost of the component: SAP adds ``percent`` to what is needed. Rounded up in the twelfth decimal."""
    added = Decimal(percent)
    if added <= 0:
        return None
    return format((added / (_HUNDRED + added)).quantize(_STEP, ROUND_CEILING).normalize(), "f")


def _report(company: Company, lines: pl.DataFrame) -> None:
    """What was done with items that are more than a plain quantity. The rows are those of STPO."""
    places = lines.with_columns(_row=pl.col("_row_item"), _file=pl.col("_file_item"))
    negative = pl.col("amount").str.starts_with("-")
    company.remark(places.filter(negative), "by_product_item", "a negative quantity is a by-product: it comes out",
                   "nothing", "MENGE", info=True)  # fmt: skip
    company.remark(places.filter(pl.col("amount") == "0"), "zero_quantity", "a quantity of 0 (perhaps rounded off) is "
                   "taken as unknown", "raise the base quantity, so that three decimals do", "MENGE")  # fmt: skip
    company.remark(places.filter("fixed"), "fixed_quantity", "a fixed quantity is used once for an order of any size: "
                   "from 0 to all of it goes into one parent", "nothing", "FMENG", info=True)  # fmt: skip
    cut = (pl.col("POSTP") == "R") & pl.col("amount").is_null()
    company.remark(places.filter(cut), "size_missing", "a variable-size item without its size: quantity unknown",
                   "export ROMEN and ROMEI too", "POSTP")  # fmt: skip
    strange = ~pl.col("use_known") & (pl.col("use_base") != "")
    company.remark(places.filter(strange), "unit_not_convertible", "the unit of an item cannot be turned into the base "
                   "unit of its component; kept as it stands", "export MARM too", "MEINS")  # fmt: skip
    bases = pl.col("base_num").is_null()
    company.remark(lines.filter(bases), "unit_not_convertible", "the unit of the base quantity cannot be turned into "
                   "the base unit of the material; quantities unknown", "export MARM too", "BMEIN")  # fmt: skip
    minus = pl.col("AUSCH").str.starts_with("-")
    company.remark(
        places.filter(minus),
        "negative_scrap",
        "a scrap below 0 takes some off: from 0 to all that is written",
        "mend it",
        "AUSCH",
    )
