"""Parties whose name is the name of a party in a notice, and of whom no listing is stated.

A name alone never decides: two firms may share one, and the answer follows `listings` and `screened_on` as stated. That
a name is the same is said, so that somebody looks. Names are compared without case, punctuation and legal form; names
in Chinese also without 公司 and its longer forms, at either end.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from monazite.law.pack import Law
from monazite.model.issue import Issue, Severity
from monazite.services.nearest import nearest
from monazite.services.tables import Portfolio

_LEGAL_FORMS = frozenset((
    "ag", "as", "asa", "bv", "co", "company", "corp", "corporation", "gmbh", "inc", "incorporated", "kg", "kk",
    "limited", "llc", "llp", "lp", "ltd", "mbh", "nv", "oy", "oyj", "plc", "private", "pte", "pty", "pvt", "sa",
    "sarl", "se", "sas", "spa", "spzoo", "sro", "srl", "uab",
))  # fmt: skip
_CJK_FORMS = ("股份有限公司", "有限责任公司", "有限公司", "株式会社", "公司")
_JOINING, _MARKS = re.compile("[-‐-―/&·・]"), re.compile(r"[^\w\s]|_")
_CJK = re.compile("[\u3400-\u9fff\u3040-\u30ff]")
_COLUMNS = ("name", "name_local")


def plain_name(name: str) -> str:
    """The name as it is compared; empty where nothing is left of it."""
    text = name.lower() if name.isascii() else unicodedata.normalize("NFKC", name).casefold()
    words = _MARKS.sub("", _JOINING.sub(" ", text)).split()
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    joined = "".join(words)
    if not joined.isascii() and _CJK.search(joined):
        for form in _CJK_FORMS:
            if joined != form and (joined.startswith(form) or joined.endswith(form)):
                return joined.removeprefix(form).removesuffix(form)
    return joined


def names_in_notices(portfolio: Portfolio, law: Law) -> list[Issue]:
    """A warning `name_in_notice` for every party that shares its name with one in a notice and has no listing."""
    named: dict[str, dict[str, str]] = {}
    for notice in law.notices.values():
        for party in notice.parties:
            for name in (party.name, party.name_zh, *party.aliases):
                if plain := plain_name(name):
                    named.setdefault(plain, {})[notice.id] = party.name
    listed = {party for _, (party,) in portfolio.texts("listings", "party_id")}
    return [issue for issue in _found(portfolio, named) if issue.subject.removeprefix("party:") not in listed]


def _found(portfolio: Portfolio, named: dict[str, dict[str, str]]) -> Iterator[Issue]:
    for number, (party, *names) in portfolio.texts("parties", "party_id", *_COLUMNS):
        for column, name in zip(_COLUMNS, names, strict=True):
            notices = named.get(plain_name(name), {})
            if notices:
                which = ", ".join(f"{notice} ({listed})" for notice, listed in sorted(notices.items()))
                message = (
                    f"{name!r} has the name of a party in {which}, and {party} has no row in listings; "
                    "the answer follows screened_on and listings as stated"
                )
                remedy = "if it is that party, add it to listings; if not, nothing"
                yield Issue(Severity.WARNING, "name_in_notice", message, remedy, "parties", number, column,
                            f"party:{party}")  # fmt: skip
                break


def unknown_notices(portfolio: Portfolio, law: Law) -> Iterator[Issue]:
    """An error `unknown_notice` for every listing by a notice that no pack has: its state is an open question."""
    for row in portfolio.rows("listings"):
        notice = row.text("designation").lower()
        if notice not in law.notices:
            near = nearest(notice, law.notices, 1)
            meant = f"did you mean {near[0]}? " if near else ""
            yield Issue(
                Severity.ERROR, "unknown_notice",
                f"no pack has a notice {row.text('designation')!r}; whether it is in force is taken as unknown",
                f"{meant}See: monazite law status lists", "listings", row.number, "designation",
                f"party:{row.text('party_id')}",
            )  # fmt: skip
