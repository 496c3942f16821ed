"""`monazite headroom` in the terminal: a line per pair of bases, and below it all that would turn it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from monazite.model.bounds import Bounds
from monazite.model.exact import Fraction
from monazite.model.sensitivity import FlipMass, FlipTimes, Headroom, RowFlips
from monazite.reporting.ledger_words import (
    flip_lines,
    headroom_words,
    mass,
    number,
    pair_name,
    range_of,
    share_words,
    side_words,
    turn_words,
    value_words,
)
from monazite.reporting.numbers import percent, percent_range
from monazite.reporting.text import visible

STYLES = {"below": "green", "across": "yellow", "reached": "red"}


def print_headrooms(found: Sequence[Headroom], console: Console, *, turns: bool) -> None:
    """Every product; ``turns``: with the prices, values and amounts at which each pair of bases turns."""
    for one in found:
        name = one.name if one.name == one.subject else f"{one.name} ({one.subject})"
        head = f"{visible(name)}: one unit, on {one.as_of}; threshold {percent(one.threshold, up=True)}"
        console.print(Text(head, style="bold"))
        for row in one.rows:
            for indent, text, style in _row(row, turns):
                console.print(Padding(Text(visible(text), style=style), (0, 0, 0, indent), expand=False))
        if turns and one.more:
            console.print(Text(f"  {one.more} more contents and parts may count; their amounts were not varied."))
        console.print()
    if not turns and found:
        console.print("Name a part to see which prices, values and amounts turn it: monazite headroom PORTFOLIO PART")


def _row(one: RowFlips, turns: bool) -> Iterator[tuple[int, str, str]]:
    row = one.row
    yield 2, f"{pair_name(row)}: {share_words(row)}, {side_words(row)}", STYLES[row.side.value]
    room = "nothing in it counts" if row.high_n == 0 else headroom_words(row) or "headroom unknown: V or N is unknown"
    yield 4, f"N {range_of(row.low_n, row.high_n, row.currency)}; V {value_words(row)}; {room}", ""
    for text in (*flip_lines(row), *amount_lines(one)) if turns else ():
        yield 4, f"· {text}", "dim"


def amount_lines(one: RowFlips) -> Iterator[str]:
    """Every amount at which the side changes, each as a sentence."""
    for flip in one.times:
        yield from times_words(flip, one.row.threshold)
    yield from filter(None, map(mass_words, one.masses))


def times_words(flip: FlipTimes, threshold: Fraction) -> Iterator[str]:
    """What a part holds, in times what it states and, where that can be said, in kg of it."""
    said = turn_words(flip.may_reach, flip.surely_reaches, partial(_times, flip))
    if said:
        yield f"Part 1 content of {flip.label}: {said}"
    if flip.at:
        shares = (
            f"{number(at.times, up=True)} times {percent_range(at.low, at.high, threshold)}, {at.side.value}"
            for at in flip.at
        )
        yield f"share with so much of it: {'; '.join(shares)}"


def _times(flip: FlipTimes, times: Fraction, *, up: bool) -> str:
    text = f"{number(times, up=up)} times what is stated"
    inside = flip.inside_kg
    if inside is not None and inside.known:
        text += f", {mass(times * inside.low, up=up)} of it per unit (now {mass(inside.low, up=True)})"
    return text


def mass_words(flip: FlipMass) -> str:
    """What mass of one content turns the row; empty where none of it alone does."""
    said = turn_words(flip.may_reach, flip.surely_reaches, mass)
    return f"{flip.name} in one {flip.label}: {said} (now {_kg(flip.kg)})" if said else ""


def _kg(kg: Bounds | None) -> str:
    if kg is None or kg.high is None:
        return "unknown"
    top = mass(kg.high, up=True)
    return top if kg.known else f"{mass(kg.low, up=False)} to {top}"
