"""From text to value, by the kind of the column. Nothing is guessed: what does not fit is a fault with its remedy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from monazite.exchange.cells import Fault
from monazite.exchange.findings import shown
from monazite.exchange.native import Bad, boolean_country
from monazite.exchange.numbers import read_number
from monazite.model.bounds import NumberFault, parse_number
from monazite.model.dates import DateFault, Moment, parse_day
from monazite.services.countries import COUNTRY_NAMES, CURRENCIES, suggest_country, suggest_currency
from monazite.services.entries import NONE
from monazite.services.nearest import nearest
from monazite.services.ports import EntryResolver
from monazite.services.tables import Column, Kind, Period, Value

UNKNOWN_BLANK = "leave the cell blank where it is unknown"
_MONTH = re.compile(r"(\d{4})(?:-(\d{2}))?")
_TIME = re.compile(r"\d{2}:\d{2}(:\d{2})?(Z|[+-]\d{2}:\d{2})")
_DAY_LIKE = re.compile(r"(\d{1,4})([./-])(\d{1,2})\2(\d{1,4})")
_DAY_AND_MORE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})([T ].*)?")
_YES_NO = {"yes": True, "no": False, "true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Read:
    """A typed value, with a remark where the cell is used and yet to be looked at."""

    value: Value
    remark: Fault | None = None


def read_value(text: str, column: Column, entries: EntryResolver) -> Read:
    """Read a cell that is not blank. Raises `Bad`. Numbers come through `numbers.read_pair` instead."""
    if column.kind in (Kind.ENTRY, Kind.ENTRIES):
        return _entry(text, entries) if column.kind is Kind.ENTRY else _entries(text, entries)
    return _READERS[column.kind](text, column)


def _text(text: str, _: Column) -> Read:
    return Read(text)


def _enum(text: str, column: Column) -> Read:
    word = text.lower()
    if word in column.values:
        return Read(word)
    raise _not_among("unknown_word", text, column.values)


def _not_among(code: str, text: str, words: tuple[str, ...]) -> Bad:
    close = nearest(text.replace(" ", "_"), words, 1)
    choice = f"did you mean {close[0]!r}? " if close else ""
    return Bad(code, f"{shown(text)} is none of the words admitted here", f"{choice}Admitted: {', '.join(words)}")


def _country(text: str, _: Column) -> Read:
    if text in COUNTRY_NAMES:
        return Read(text)
    if text.lower() == "no":
        raise boolean_country(text)
    if text.upper() in COUNTRY_NAMES and len(text) == 2:
        message = f"the country {text!r} is not in capitals; used as {text.upper()}"
        return Read(text.upper(), Fault("country_case", message, f"write {text.upper()}"))
    close = suggest_country(text)
    choice = f"did you mean {close} ({COUNTRY_NAMES[close]})? " if close else ""
    remedy = f"{choice}Write the two letters of ISO 3166, such as DE; {UNKNOWN_BLANK}"
    raise Bad("unknown_country", f"{shown(text)} is not a country code", remedy)


def _origin(text: str, column: Column) -> Read:
    return Read("not_CN") if text.lower() == "not_cn" else _country(text, column)


def _currency(text: str, _: Column) -> Read:
    if text in CURRENCIES:
        return Read(text)
    close = suggest_currency(text)
    choice = f"did you mean {close}? " if close else ""
    raise Bad("unknown_currency", f"{shown(text)} is not a currency code", f"{choice}Write ISO 4217, such as USD")


def _day(text: str, _: Column) -> Read:
    try:
        return Read(parse_day(text))
    except DateFault as error:
        raise _no_day(text) from error


def _no_day(text: str) -> Bad:
    like, exact = _DAY_LIKE.fullmatch(text), _DAY_AND_MORE.fullmatch(text)
    readings = _readings(like) if like else []
    if exact:
        readings = _real_days([(int(exact[1]), int(exact[2]), int(exact[3]))])
    meant = f"; it may mean {' or '.join(readings)}" if readings else ""
    remedy = f"write year-month-day, such as 2025-12-05; {UNKNOWN_BLANK}"
    return Bad("bad_date", f"{shown(text)} is not a date in the form year-month-day{meant}", remedy)


def _readings(like: re.Match[str]) -> list[str]:
    """The days that ``5.12.2025`` may stand for: both where day and month can be taken for one another."""
    first, second, third = (int(like[group]) for group in (1, 3, 4))
    orders = [(first, second, third)] if len(like[1]) == 4 else [(third, second, first), (third, first, second)]
    return _real_days(orders)


def _real_days(orders: list[tuple[int, int, int]]) -> list[str]:
    """Those of year, month and day that are days of the calendar, written as they should be."""
    found = []
    for year, month, day in orders:
        try:
            found.append(parse_day(f"{year:04}-{month:02}-{day:02}").isoformat())
        except DateFault:
            continue
    return list(dict.fromkeys(found))


def _period(text: str, column: Column) -> Read:
    match = _MONTH.fullmatch(text)
    if match is None:
        return _day(text, column)
    year, month = int(match[1]), int(match[2]) if match[2] else None
    if not 1900 <= year <= 2200 or not 1 <= (month or 1) <= 12:
        raise _no_day(text)
    return Read(Period(year, month))


def _time(text: str, _: Column) -> Read:
    if _TIME.fullmatch(text):
        try:
            Moment.parse(f"2000-01-01T{text}")
            return Read(text)
        except DateFault:
            pass
    remedy = "write the time with its offset from UTC, such as 11:30+08:00; blank: the end of the day in Beijing"
    raise Bad("bad_time", f"{shown(text)} is not a time with its offset", remedy)


def _integer(text: str, column: Column) -> Read:
    number = read_number(text, column)
    if number.denominator != 1:
        raise Bad("not_whole", f"{text} is not a whole number", "write a whole number, such as 1000")
    return Read(int(number))


def _yes_no(text: str, _: Column) -> Read:
    answer = _YES_NO.get(text.lower())
    if answer is None:
        raise Bad("unknown_word", f"{shown(text)} is neither yes nor no", f"write yes or no; {UNKNOWN_BLANK}")
    return Read(answer)


def _items(text: str) -> tuple[str, ...]:
    """The parts of a list, each once."""
    return tuple(dict.fromkeys(item for part in text.split(";") if (item := part.strip())))


def _ids(text: str, column: Column) -> Read:
    remark = Fault("comma_in_list", f"{shown(text)} has a comma: one id, or several?", "divide ids by semicolons")
    return Read(_nonempty(_items(text), text), remark if "," in text else None)


def _nonempty(items: tuple[str, ...], text: str) -> tuple[str, ...]:
    if not items:
        raise Bad("unknown_word", f"{shown(text)} holds nothing between its semicolons", UNKNOWN_BLANK)
    return items


def _codes(text: str, column: Column) -> Read:
    codes = []
    for item in _nonempty(_items(text), text):
        code, colon, qualifier = item.partition(":")
        word = code.strip().lower()
        if word not in column.values:
            raise _not_among("unknown_code", item, column.values)
        codes.append(f"{word}:{qualifier.strip()}" if colon else word)
    return Read(tuple(codes))


def _line(text: str, _: Column) -> Read:
    """A line number as text; `1.0` from a float is 1, leading zeros stay."""
    try:
        number = parse_number(text) if "." in text else None
    except NumberFault:
        number = None
    return Read(str(int(number)) if number is not None and number.denominator == 1 else text)


def _entry(text: str, entries: EntryResolver) -> Read:
    return Read(resolve(text, entries))


def _entries(text: str, entries: EntryResolver) -> Read:
    items = tuple(dict.fromkeys(resolve(item, entries) for item in _nonempty(_items(text), text)))
    if NONE in items and len(items) > 1:
        raise Bad("both_given", f"{shown(text)} says none and names an entry too", "keep the one that is meant")
    return Read(() if items == (NONE,) else items)


def resolve(text: str, entries: EntryResolver) -> str:
    """The one entry or element that ``text`` names. Raises `Bad`."""
    found = entries.resolve(text)
    if len(found.matches) == 1:
        return found.matches[0]
    near = ", ".join(found.nearest)
    if found.matches:
        message = f"{shown(text)} may be any of {len(found.matches)} entries"
        raise Bad("ambiguous_entry", message, f"write more of it: {near}")
    choice = f"did you mean {near}? " if near else ""
    remedy = f"{choice}Write an entry id (part1.2, 1C905.a.4), an element (dysprosium, Dy) or none"
    raise Bad("unknown_entry", f"{shown(text)} is no list entry or element that is known", remedy)


_READERS: Mapping[Kind, Callable[[str, Column], Read]] = {
    Kind.TEXT: _text, Kind.ID: _text, Kind.VALUE: _text, Kind.LINE: _line, Kind.ENUM: _enum, Kind.COUNTRY: _country,
    Kind.ORIGIN: _origin, Kind.CURRENCY: _currency, Kind.DATE: _day, Kind.PERIOD: _period, Kind.TIME: _time,
    Kind.INTEGER: _integer, Kind.YES_NO: _yes_no, Kind.IDS: _ids, Kind.CODES: _codes,
}  # fmt: skip
