"""A portfolio with what the library of material classes adds to it: approved memberships, and the profiles named.

A row of `classes` whose ``match`` is ``part_id:ID`` puts one part into a class; the library's classes need no row of
`profiles`. What a person approved becomes a profile of its own, whose source names the class, the citation, the
assumption, who approved it and when: so the proof says it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import polars as pl

from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence
from monazite.model.exact import Fraction
from monazite.model.issue import Issue, Severity
from monazite.services.column_rows import ColumnRows
from monazite.services.library import Library, MaterialClass
from monazite.services.ownerless import ownerless
from monazite.services.tables import Portfolio, Row, Table, Value

MATCH_PART = "part_id:"


@dataclass(frozen=True, slots=True)
class _Approval:
    """A class as one person approved it; ``name`` is that of the class and profile made of it."""

    row: Row
    name: str


def with_classes(portfolio: Portfolio, library: Library) -> Portfolio:
    """The portfolio in which approved memberships are filled into `parts` and the library's profiles can be found."""
    issues: list[Issue] = []
    members = _members(portfolio, issues)
    held = _contradicted(portfolio, members, library, issues)
    members = {part: approval for part, approval in members.items() if part not in held}
    tables = dict(portfolio.tables)
    if "parts" in tables and members:
        names = {part: approval.name for part, approval in members.items()}
        tables["parts"] = replace(tables["parts"], rows=_filled(tables["parts"], names))
    approvals = {approval.name: approval for approval in members.values()}
    if "classes" in tables:
        kept = [row for row in tables["classes"].rows if not row.text("match").startswith(MATCH_PART)]
        made = [_class_row(approval, library) for approval in approvals.values()]
        tables["classes"] = replace(tables["classes"], rows=(*kept, *made))
    added = [*_approved_profiles(approvals.values(), library), *_named_profiles(portfolio, library)]
    if added:
        known = tables.get("profiles") or Table("profiles")
        tables["profiles"] = replace(known, rows=(*known.rows, *added))
    return replace(portfolio, tables=tables, issues=(*portfolio.issues, *issues))


def _members(portfolio: Portfolio, issues: list[Issue]) -> dict[str, _Approval]:
    """The one approval of each part; a part that is put into two classes is in none."""
    own = {part: class_ for _, (part, class_) in portfolio.texts("parts", "part_id", "class")}
    found: dict[str, _Approval] = {}
    twice: set[str] = set()
    for row in portfolio.rows("classes"):
        if not row.text("match").startswith(MATCH_PART):
            continue
        part, class_ = row.text("match").removeprefix(MATCH_PART).strip(), row.text("class")
        if part not in own:
            text = f"{row.text('match')} names no part"
            issues.append(_issue("unknown_part", text, "correct or delete it", row, part))
        elif not row.text("approved_by"):
            text = f"nobody has approved the class {class_!r} of {part}; it is not used"
            issues.append(_issue("class_not_approved", text, "fill approved_by and approved_on", row, part))
        elif part in found or part in twice or own[part] not in ("", class_):
            text = f"{part} is put into {class_!r} and into another class; neither approval is used"
            issues.append(_issue("class_given_twice", text, "keep one of them", row, part))
            twice.add(part)
            found.pop(part, None)
        else:
            day = row.day("approved_on")
            when = f", {day}" if day else ""
            found[part] = _Approval(row, f"{class_} [{row.text('approved_by')}{when}]")
    return found


def _contradicted(
    portfolio: Portfolio, members: Mapping[str, _Approval], library: Library, issues: list[Issue]
) -> frozenset[str]:
    """Parts of which something is stated that the class leaves no room for: a content or list entry beside a class
    that holds nothing, a content beside typical ones.
    """
    stated = bearing(portfolio) if members else {}
    said = frozenset(part for _, (part,) in portfolio.texts("contents", "part_id")) if members else frozenset()
    held = set()
    for part, approval in members.items():
        row, class_ = approval.row, library.classes.get(_library_profile(approval.row))
        if class_ is None:
            continue
        against = stated.get(part) if class_.plain else "contents state what is in it" if part in said else None
        if against:
            text = f"{part} is approved as {row.text('class')!r} ({class_.title.en}), and {against}"
            issues.append(_issue("class_contradicted", text, "correct one of them; the class is not used", row, part))
            held.add(part)
    return frozenset(held)


def bearing(portfolio: Portfolio) -> dict[str, str]:
    """Parts of which a content or a list entry is stated, and where."""
    found = {
        part: "contents state something in it"
        for _, (part, entry) in portfolio.texts("contents", "part_id", "entry")
        if entry != "none"
    }
    found |= {
        s.row.text("part_id"): "a row of its contents could not be read"
        for s in portfolio.set_aside
        if s.row.table == "contents" and s.row.text("part_id")
    }
    frame = portfolio.frame("parts")
    if frame is not None:
        listed = frame.filter(pl.col("control_entries").fill_null("") != "") if "control_entries" in frame else None
        names = [] if listed is None else listed.select("part_id", "control_entries").rows()
    else:
        rows = portfolio.rows("parts")
        names = [(row.text("part_id"), ";".join(row.many("control_entries") or ())) for row in rows]
    return found | {part: f"control_entries states {entries}" for part, entries in names if entries}


def _filled(parts: Table, names: Mapping[str, str]) -> Sequence[Row]:
    rows = parts.rows
    if not isinstance(rows, ColumnRows):
        return tuple(_with_class(row, names) for row in rows)
    filled = pl.col("part_id").replace_strict(list(names), list(names.values()), default=None, return_dtype=pl.String)
    kept = pl.col("class") if "class" in rows.frame.columns else pl.lit(None, pl.String)
    frame = rows.frame.with_columns(pl.coalesce(filled, kept).alias("class"))
    return rows.changed(partial(_with_class, names=names), frame)


def _with_class(row: Row, names: Mapping[str, str]) -> Row:
    name = names.get(row.text("part_id"))
    return row if name is None else replace(row, values={**row.values, "class": name})


def _class_row(approval: _Approval, library: Library) -> Row:
    """The class as approved; what the row leaves open is taken from the library's class of that name."""
    values: dict[str, Value] = {k: v for k, v in approval.row.values.items() if k != "match"}
    values["class"] = approval.name
    class_ = library.classes.get(_library_profile(approval.row))
    if class_ is not None:  # stated here, so that a row about the part that was set aside keeps it from being complete
        values |= {"profile": approval.name, "composition": class_.composition}
    return replace(approval.row, values=values)


def _library_profile(row: Row) -> str:
    return row.text("profile") or row.text("class")


def _approved_profiles(approvals: Iterable[_Approval], library: Library) -> list[Row]:
    found: list[Row] = []
    for approval in approvals:
        class_ = library.classes.get(_library_profile(approval.row))
        if class_ is not None:
            day = approval.row.day("approved_on")
            who = f"approved by {approval.row.text('approved_by')}{f' on {day}' if day else ''}"
            found += profile_rows(class_, approval.name, who, library)
    return found


def _named_profiles(portfolio: Portfolio, library: Library) -> list[Row]:
    """The library's profiles that parts and classes name and the portfolio does not define, not even in a lost row."""
    if "profiles" in portfolio.refused or ownerless(portfolio, "profiles"):
        return []
    named = {name for table in ("parts", "classes") for _, (name,) in portfolio.texts(table, "profile")}
    own = {name for _, (name,) in portfolio.texts("profiles", "profile")}
    own |= {subject.removeprefix("profile:") for subject in portfolio.touched_by_faults("profiles")}
    return [
        row
        for name in sorted((named & library.classes.keys()) - own)
        for row in profile_rows(library.classes[name], name, "named in the portfolio", library)
    ]


def profile_rows(class_: MaterialClass, name: str, who: str, library: Library) -> list[Row]:
    """The class as rows of `profiles`. Whatever its sources are worth, that a part is of the class is an assumption."""
    taken = f"; assumption: {class_.assumes.en}" if class_.assumes else ""
    about = f"material class {class_.id} of the library, {who}{taken}"
    if not class_.substances:
        return [_profile_row(name, {"entry": "none"}, about, class_)]
    rows: list[Row] = []
    for one in class_.substances:
        values: dict[str, Value] = {"entry": one.element}
        source = f"{one.element} in an unknown amount"
        if one.low is not None and one.high is not None and one.cite is not None:
            values["mass_fraction"] = Bounds(Fraction(one.low), Fraction(one.high))
            cited = f"{library.sources[one.cite.source].title}: {one.cite.where} ({one.cite.confidence})"
            source = f"{one.element} {one.low} to {one.high} of the mass: {cited}"
        rows.append(_profile_row(name, values, f"{about}; {source}" if not rows else source, class_))
    return rows


def _profile_row(name: str, values: Mapping[str, Value], source: str, class_: MaterialClass) -> Row:
    whole: dict[str, Value] = {
        **values, "profile": name, "form": "unknown", "composition": class_.composition, "source": source,
        "confidence": Confidence.ASSUMPTION.value,
    }  # fmt: skip
    return Row("profiles", 0, whole, {})


def _issue(code: str, message: str, remedy: str, row: Row, part: str) -> Issue:
    return Issue(Severity.WARNING, code, message, remedy, "classes", row.number, "match", f"part:{part}")
