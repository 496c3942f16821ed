"""Files of law cases: read, checked against the published format, and split into runs (cases' README section 1)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from monazite.law.yaml_text import Located, Path, read_yaml
from monazite.model.dates import DateFault, Moment, parse_day
from monazite.model.issue import Issue, Severity

#: Keys that hold a day or a moment, and how each is read.
_MOMENTS: Mapping[str, Callable[[str], object]] = {
    "as_of": Moment.parse,
    "known_at": Moment.parse,
    **dict.fromkeys(("reported_on", "issued", "valid_until", "due", "on"), parse_day),
}


@dataclass(frozen=True, slots=True)
class CaseRun:
    """One answer to compute: a case, or one element of its `at`. ``facts`` and ``expect`` are plain data, checked."""

    id: str
    name: str
    file: str
    line: int
    as_of: str
    known_at: str | None
    readings: Mapping[str, str]
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]


@cache
def _validator() -> Draft202012Validator:
    schema = json.loads(resources.files("monazite.services").joinpath("case.schema.json").read_text("utf-8"))
    return Draft202012Validator(schema)


def read_case_file(text: str, name: str, taken: set[str] | None = None) -> tuple[list[CaseRun], list[Issue]]:
    """The runs of a file and what is wrong with it. A case that breaks the format is left out, the others stay.

    ``taken`` holds the ids used in files read before, and receives those of this one: ids are unique in all files.
    """
    located, issues = read_yaml(text, name)
    if located is None:
        return [], issues
    issues = [issue for issue in issues if issue.code != "duplicate_key"]
    if not isinstance(located.data, list) or not located.data:
        return [], [*issues, _issue("the file must hold a list of cases", name, 1)]
    ids = taken if taken is not None else set()
    runs: list[CaseRun] = []
    broken = {*_doubled(located, name, issues), *_broken(located, name, issues)}
    broken |= set(_impossible(located, name, issues, broken))
    for index, case in enumerate(located.data):
        if index in broken:
            continue
        if case["id"] in ids:
            issues.append(_issue(f"the id {case['id']} is taken by an earlier case", name, located.line((index, "id"))))
            continue
        ids.add(case["id"])
        runs.extend(_runs(case, name, located.line((index,))))
    return runs, issues


def _issue(message: str, name: str, line: int) -> Issue:
    return Issue(Severity.ERROR, "case_format", message, "see docs/cases.md for the format", name, line)


def _doubled(located: Located, name: str, issues: list[Issue]) -> Iterator[int]:
    """Cases in which a key is given twice: nobody knows which of the two was meant."""
    for path in located.twice:
        place = ".".join(str(part) for part in path[1:])
        message = f"{_case_id(located.data, path)}: {place}: the key is given twice"
        issues.append(_issue(message, name, located.line(path)))
        yield int(path[0])


def _broken(located: Located, name: str, issues: list[Issue]) -> Iterator[int]:
    for error in sorted(_validator().iter_errors(located.data), key=lambda e: [str(p) for p in e.absolute_path]):
        telling = _most_telling(error)
        path = tuple(telling.absolute_path)
        place = ".".join(str(part) for part in path[1:]) or "the case"
        case = _case_id(located.data, path)
        issues.append(_issue(f"{case}: {place}: {_words(telling)}", name, located.line(path)))
        if path:
            yield int(path[0])


def _impossible(located: Located, name: str, issues: list[Issue], broken: set[int]) -> Iterator[int]:
    """Cases of sound form whose values cannot be: a day of no calendar, a lower bound above its upper bound."""
    assert isinstance(located.data, list)
    for index, case in enumerate(located.data):
        for path, message in _faults(case, (index,)) if index not in broken else ():
            place = ".".join(str(part) for part in path[1:])
            issues.append(_issue(f"{_case_id(located.data, path)}: {place}: {message}", name, located.line(path)))
            yield index


def _faults(data: object, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(data, list):
        for index, item in enumerate(data):
            yield from _faults(item, (*path, index))
    if not isinstance(data, dict):
        return
    for key, value in data.items():
        read = _MOMENTS.get(key)
        if read is not None and isinstance(value, str):
            try:
                read(value)
            except DateFault as fault:
                yield (*path, key), str(fault)
        high = data.get(f"{key.removesuffix('_low')}_high") if key.endswith("_low") else None
        if high is not None and value > high:
            yield (*path, key), f"the lower bound {value} exceeds the upper bound {high}"
        yield from _faults(value, (*path, key))


def _words(error: ValidationError) -> str:
    """What is wrong, for a person: the remedy where the schema has only a pattern or a prohibition to show."""
    key = error.absolute_path[-1] if error.absolute_path else ""
    read = _MOMENTS.get(str(key))
    if read is not None and isinstance(error.instance, str):
        try:
            read(error.instance)
        except DateFault as fault:
            return str(fault)
    if error.validator == "not":
        return "a value is given exactly or by its bounds, not both"
    if error.message.startswith("False schema"):
        return f"{error.instance!r} does not go with this verdict"
    return str(error.message[:300])


def _case_id(data: Any, path: tuple[Any, ...]) -> str:
    case = data[path[0]] if path else None
    return str(case.get("id", f"case {path[0] + 1}")) if isinstance(case, dict) else "the file"


def _most_telling(error: ValidationError) -> ValidationError:
    """The deepest of the errors behind a failed `oneOf` or `anyOf`."""
    while error.context:
        error = max(error.context, key=lambda e: len(e.absolute_path))
    return error


def _runs(case: Mapping[str, Any], name: str, line: int) -> Iterator[CaseRun]:
    moments = case.get("at") or [case]
    for number, moment in enumerate(moments, start=1):
        yield CaseRun(
            id=f"{case['id']}/{number}" if "at" in case else case["id"],
            name=case["name"],
            file=name,
            line=line,
            as_of=moment["as_of"],
            known_at=moment.get("known_at"),
            readings=moment.get("readings", {}),
            facts=case["facts"],
            expect=moment["expect"],
        )
