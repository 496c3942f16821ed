"""The sheet "Worksheet": how the share of each part came about, to be recomputed by whoever must sign for it.

Inputs stand as numbers, everything made of them as formulas over cells of the same sheet. Excel reckons in binary
floating point: the answer itself was decided on exact fractions, and stands beside its formula (rule N1).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from monazite.model.exact import Fraction
from monazite.model.ledger import LedgerRow, Piece, PriceUsed, RateUsed
from monazite.reporting.answers import SHOWN_LINES, by_concern
from monazite.reporting.ledger_words import flip_lines, headroom_words, mass, pair_name, side_words, verdict_words
from monazite.reporting.names import line_name
from monazite.reporting.numbers import percent
from monazite.services.assessment import Assessment

MOST_BLOCKS = 500
MOST_NAMES = 40
WIDTHS = (46, 24, 15, 15, 13, 13, 9, 14, 10, 17, 17, 12, 60)
HEADER = (
    "content", "price of", "kg, at least", "kg, at most", "price/kg, low", "price/kg, high", "currency",
    "kg of it per kg", "rate", "at least", "at most", "price of day", "source",
)  # fmt: skip
INTRO = (
    "How much of the value of one unit is Part 1 items of Chinese origin (N), against the value of the unit (V).",
    "White cells are inputs, grey cells are formulas over them. “At least”: surely of Chinese origin; “at most”: "
    "possibly. The line is reached where N is the threshold times V, or more; nothing is divided to decide.",
    "Excel reckons with about 15 digits. Answers were decided on exact fractions; a formula that differs from the "
    "answer beside it lies within the last of these digits.",
)


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula over cells of the sheet, and the value that it has."""

    text: str
    value: float | str
    percent: bool = False


Cell = str | float | Formula | None


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of the sheet; ``style``: `title`, `head`, `total` or blank."""

    cells: Sequence[Cell]
    style: str = ""


@dataclass(slots=True)
class Block:
    """One ledger row with the lines that it speaks of, by the verdict that it has for them."""

    part: str
    row: LedgerRow
    lines: dict[str, list[str]] = field(default_factory=dict)


def blocks(assessment: Assessment) -> list[Block]:
    """Every different ledger row once, in the order of the most serious line that has it."""
    found: dict[tuple[str, LedgerRow], Block] = {}
    for line in by_concern(assessment.lines, SHOWN_LINES):
        share = line.determination.share
        for row in () if share is None else share.ledger:
            bare = replace(row, possible=())
            part = f"{line.part_name} ({line.part_id})" if line.part_name != line.part_id else line.part_id
            block = found.setdefault((line.part_id, bare), Block(part, bare))
            block.lines.setdefault(verdict_words(row) or "not worked out", []).append(
                line_name(line.shipment_id, line.line)
            )
    return list(found.values())


def worksheet(assessment: Assessment) -> list[SheetRow]:
    """The rows of the sheet; row numbers in formulas count from the first."""
    every = blocks(assessment)
    out = _Sheet()
    out.add(("Worksheet: how the share of Chinese Part 1 content came about",), "title")
    for text in INTRO:
        out.add((text,))
    if not every:
        out.add(
            ("No line of this run has a ledger. “monazite explain PORTFOLIO SHIPMENT/LINE” shows that of one line.",)
        )
    for block in every[:MOST_BLOCKS]:
        _block(out, block)
    if len(every) > MOST_BLOCKS:
        out.add((f"{len(every) - MOST_BLOCKS:,} more are in determinations.json, or shown by “monazite explain”.",))
    return out.rows


class _Sheet:
    def __init__(self) -> None:
        self.rows: list[SheetRow] = []

    @property
    def next(self) -> int:
        """The number of the row to be added, as formulas name it."""
        return len(self.rows) + 1

    def add(self, cells: Sequence[Cell], style: str = "") -> int:
        """Add a row; its number."""
        self.rows.append(SheetRow(cells, style))
        return len(self.rows)


def _block(out: _Sheet, block: Block) -> None:
    row = block.row
    out.add(())
    out.add((f"{block.part}: {pair_name(row)}",), "title")
    out.add(("amounts in " + row.currency + " per unit", *HEADER[1:]), "head")
    low_n, high_n, price_at = _contents(out, row)
    low_v, high_v = _values(out, row)
    _verdict(out, row, (low_n, high_n), (low_v, high_v), price_at)
    for words, names in block.lines.items():
        more = f" and {len(names) - MOST_NAMES:,} more" if len(names) > MOST_NAMES else ""
        out.add((f"answer under these bases alone: {words}", ", ".join(names[:MOST_NAMES]) + more))


def _contents(out: _Sheet, row: LedgerRow) -> tuple[str, str, str]:
    """The pieces of N and their sum; the cells of N at both ends and of the highest price of the weightiest entry."""
    first, price_at = out.next, ""
    for piece in row.pieces:
        number = out.next
        out.add(tuple(_piece(row, piece, number)))
        if piece.entry == row.headroom_of and piece.mass_kg is not None:
            price_at = f"(F{number}*H{number}*I{number})"
    last = out.next - 1
    join = "MAX" if row.joint == "largest" else "SUM"
    ends: list[Cell] = []
    beside: list[Cell] = []
    for column, whole, parts in (
        ("J", row.low_n, [piece.low for piece in row.pieces]),
        ("K", row.high_n, [piece.high for piece in row.pieces]),
    ):
        known = [part for part in parts if part is not None]
        joined = max(known, default=Fraction(0)) if row.joint == "largest" else sum(known, Fraction(0))
        if whole is None or len(known) < len(parts):
            ends.append("nothing bounds it" if whole is None else float(whole))
            beside.append(None)
            continue
        text = f"{join}({column}{first}:{column}{last})" if row.pieces else "0"
        beside.append(float(whole - joined) if whole != joined else None)
        ends.append(Formula(f"={text}+{column}{last + 1}" if whole != joined else f"={text}", float(whole)))
    if any(cell is not None for cell in beside):
        why = "what a cap, an alternative or a reading takes from the sum (rules N4, N7)"
        adjusted = (why, *(None,) * 8, *beside)
        out.add(adjusted)
    total = out.add(("N: Part 1 items of Chinese origin", *(None,) * 8, *ends), "total")
    return f"J{total}", "" if isinstance(ends[1], str) else f"K{total}", price_at


def _piece(row: LedgerRow, piece: Piece, number: int) -> Iterator[Cell]:
    prices = [price for price in row.prices if price.entry == piece.entry]
    yield piece.name
    if piece.mass_kg is None or piece.price is None:
        why = "up to the value of what holds it" if piece.entry == "*" else "stated in money, or limited"
        yield from (why, *(None,) * 7, float(piece.low))
        yield "nothing bounds it" if piece.high is None else float(piece.high)
        return
    one = prices[0] if len(prices) == 1 else None
    rate = None if one is None else _rate(row.rates, one, row.currency)
    if one is not None and rate is not None and one.price_per_kg.high is not None:
        low, high, factor, currency = one.price_per_kg.low, one.price_per_kg.high, one.factor, one.currency
        substance, day, source = one.substance, one.date, one.source
    else:
        low, high, factor, rate, currency = (
            piece.price.low,
            piece.price.high or Fraction(0),
            Fraction(1),
            Fraction(1),
            "",
        )
        substance = f"{piece.name}, over {len(prices)} prices"
        day, source = max((p.date for p in prices), default=""), "; ".join(p.source for p in prices if p.source)
    yield from (substance, float(piece.mass_kg.low), float(piece.mass_kg.high or 0), float(low), float(high))
    yield from (currency, float(factor), float(rate))
    yield Formula(f"=C{number}*E{number}*H{number}*I{number}", float(piece.low))
    yield Formula(f"=D{number}*F{number}*H{number}*I{number}", float(piece.high or 0))
    yield from (day, source)


def _rate(rates: Sequence[RateUsed], price: PriceUsed, currency: str) -> Fraction | None:
    if price.currency == currency:
        return Fraction(1)
    return next((rate.rate for rate in rates if rate.base == price.currency), None)


def _values(out: _Sheet, row: LedgerRow) -> tuple[str, str]:
    """The stated values and their hull, V; the cells of V at both ends, blank where it is unknown."""
    if row.low_v == 0 and row.high_v is None:
        out.add(("V: value of one unit", "unknown: no value, currency or rate is usable"), "total")
        return "", ""
    numbers = []
    for value in row.values:
        number = out.next
        rate = next((r.rate for r in row.rates if r.base == value.currency), Fraction(1))
        dated = next((r.date for r in row.rates if r.base == value.currency), "")
        low, high = value.value.low, value.value.high
        cells: list[Cell] = [f"stated value, {row.value_basis.replace('_', ' ')}", None, None, None, float(low)]
        cells += ["no limit" if high is None else float(high), value.currency, None, float(rate)]
        cells.append(Formula(f"=E{number}*I{number}", float(low * rate)))
        cells.append("no limit" if high is None else Formula(f"=F{number}*I{number}", float(high * rate)))
        out.add((*cells, value.date, value.place + (f"; rate of {dated}" if dated else "")))
        numbers.append(number)
    span = f"{numbers[0]}:{{0}}{numbers[-1]}"
    low_v = Formula(f"=MIN(J{span.format('J')})", float(row.low_v))
    high_v: Cell = "no limit" if row.high_v is None else Formula(f"=MAX(K{span.format('K')})", float(row.high_v))
    total = out.add(("V: value of one unit", *(None,) * 8, low_v, high_v), "total")
    return f"J{total}", "" if row.high_v is None else f"K{total}"


def _verdict(out: _Sheet, row: LedgerRow, n: tuple[str, str], v: tuple[str, str], price_at: str) -> None:
    """Share, line, headroom, side, and what was decided exactly."""
    (low_n, high_n), (low_v, high_v) = n, v
    limit = out.add(("threshold", *(None,) * 8, float(row.threshold), None, None, f"{percent(row.threshold, up=True)}"))
    share: list[Cell] = [None, None]
    if high_v:
        share[0] = Formula(f"={low_n}/{high_v}", float(row.low), percent=True)
    if high_n and low_v and row.low_v > 0 and row.high is not None:
        share[1] = Formula(f"={high_n}/{low_v}", float(row.high), percent=True)
    note = "at least: N at least over V at most; at most: N at most over V at least"
    out.add(("share, N / V", *(None,) * 8, *share, None, note), "total")
    if row.headroom is not None:
        cells = [Formula(f"=J{limit}*{low_v}-{high_n}", float(row.headroom))]
        room = out.add(("headroom: threshold times V, less N at most", *(None,) * 9, *cells, None, headroom_words(row)))
        if row.headroom_kg is not None and price_at:
            kilos = Formula(f"=K{room}/{price_at}", float(row.headroom_kg))
            said = f"{mass(abs(row.headroom_kg), up=row.headroom <= 0)} at its highest price"
            out.add((f"the same in kg of {row.headroom_name}", *(None,) * 9, kilos, None, said))
        if high_v:
            formula = (
                f'=IF({low_n}>=J{limit}*{high_v},"reaches the line",'
                f'IF({high_n}<J{limit}*{low_v},"below the line","may reach the line"))'
            )
            out.add(("side, by these cells", Formula(formula, side_words(row))), "total")
    out.add(("side, as decided on exact fractions", side_words(row)), "total")
    for text in flip_lines(row):
        out.add(("turns at", text))
    for text in row.notes:
        out.add(("note", text))
    out.add(("where the kg come from", "monazite trace shows the tree beneath, each leaf with its evidence"))
