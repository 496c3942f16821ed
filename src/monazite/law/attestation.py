"""What a named person attests about the law (rules Z4, Z5): its form in ``attestations.yaml``, digests, and reading.

The file is a list, one entry per attestation, and only ever grows. Each entry ends with ``digest``, over all that it
says, and begins after the one before it (``after``, that one's digest): an entry that was changed no longer fits its
digest, one that was taken out leaves a gap. Both show.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Annotated, Literal

from pydantic import Field, ValidationError, model_validator

from monazite.law.designation import ListName
from monazite.law.form_words import fault_words
from monazite.law.schema import Day, Key, Model
from monazite.law.schema_text import EventLine
from monazite.law.yaml_text import Located, read_yaml
from monazite.model.citation import HowRead
from monazite.model.dates import Moment, parse_day
from monazite.model.issue import Issue, Severity

What = Literal["event", "nothing_new", "list_complete", "list_searched", "withdrawn"]
AttestedKind = Literal["issued", "effective", "suspended", "resumed", "stopped", "repealed"]
_Text = Annotated[str, Field(min_length=1)]

#: What each sort of attestation says beside who attests it and when; the first group must be there.
_FIELDS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "event": (("instrument", "kind", "start"), ("provisions", "until", "issued_by", "citation", "address", "read")),
    "nothing_new": (("through",), ("instrument", "citation", "address", "read")),
    "list_complete": (("lists", "through"), ("citation", "address", "read")),
    "list_searched": (("lists", "through"), ("parties", "citation", "address", "read")),
    "withdrawn": (("withdraws",), ()),
}
_COMMON = frozenset({"id", "what", "by", "on", "note", "after", "digest"})


class AttestationLine(Model):
    """One attestation. ``by``: the person; ``on``: the day of signing, from which it is known (rule Z1).

    `event`: ``kind`` happened to ``provisions`` (local ids, none = all) of ``instrument`` (or of a list notice) from
    ``start`` on, ``until`` the last day of a suspension; ``issued_by``: the act behind it. `nothing_new`: nothing new
    about ``instrument`` (none = the law as a whole) was found up to the day ``through``. `list_complete`: the packs
    hold every notice of ``lists`` up to that day. `list_searched`: the names of ``parties`` (none = all of the
    portfolio) were searched in ``lists`` as of that day, and what was found stands in the table `listings`.
    `withdrawn`: an earlier attestation, ``withdraws``, no longer holds. ``citation``, ``address``: the text behind it;
    ``read``: how it was read.
    """

    id: Key
    what: What
    by: _Text
    on: Day
    instrument: str = ""
    provisions: tuple[str, ...] = ()
    kind: AttestedKind | None = None
    start: str = ""
    until: Day | None = None
    issued_by: str = ""
    through: Day | None = None
    lists: tuple[ListName, ...] = ()
    parties: tuple[str, ...] = ()
    withdraws: str = ""
    citation: str = ""
    address: str = ""
    read: HowRead = HowRead.NOT_READ
    note: str = ""
    after: str = ""
    digest: str = ""

    @model_validator(mode="after")
    def _says_what_its_sort_says(self) -> AttestationLine:
        needed, allowed = _FIELDS[self.what]
        missing = [name for name in needed if not getattr(self, name)]
        if missing:
            raise ValueError(f"{self.what} needs {', '.join(missing)}")
        foreign = sorted(self.model_fields_set - _COMMON - {*needed, *allowed})
        if any(getattr(self, name) for name in foreign):
            raise ValueError(f"{self.what} has no {', '.join(foreign)}")
        if not self.by.strip():
            raise ValueError("by: a person must be named")
        if self.what == "event":
            self._event_holds_together()
        if self.through is not None and self.through > self.on:
            raise ValueError(f"through {self.through} lies after the day of signing, {self.on}: nobody knows it yet")
        return self

    def _event_holds_together(self) -> None:
        if not (self.citation or self.address):
            raise ValueError("event needs a citation or an address: where does it stand?")
        first = moment_of(self.start).day  # raises ValueError where it is no day
        if self.until is not None and self.kind != "suspended":
            raise ValueError(f"until belongs to a suspension; {self.kind} has none")
        if self.until is not None and self.until < first:
            raise ValueError(f"until {self.until} lies before the first day, {first}")

    @property
    def says(self) -> str:
        """What is attested, in words, without who attests it."""
        match self.what:
            case "event":
                arts = f" arts. {', '.join(self.provisions)}" if self.provisions else ""
                until = f" until {self.until}" if self.until else ""
                by = f" by {self.issued_by}" if self.issued_by else ""
                return f"{self.instrument}{arts} {self.kind} from {self.start}{until}{by}"
            case "nothing_new":
                return f"nothing new about {self.instrument or 'the law'} as of {self.through}"
            case "list_complete":
                return f"{_lists(self.lists)} complete through {self.through}"
            case "list_searched":
                who = f" for {', '.join(self.parties)}" if self.parties else ""
                return f"{_lists(self.lists)} searched{who} as of {self.through}"
        return f"{self.withdraws} withdrawn"

    @property
    def signed(self) -> str:
        """Id, person and day: ``a-1, Li Wei, 2026-11-23``."""
        return f"{self.id}, {self.by}, {self.on}"

    @property
    def source_key(self) -> str:
        """The key of its source among those of the packs."""
        return f"attestation-{self.id}"


class AttestedEvent(EventLine):
    """An attested event in the life of a provision. ``contested``: another attestation says otherwise for the same
    first day, so what holds from then on is open (rule T4).
    """

    attestation: str
    signed: str
    contested: bool = False


def _lists(names: tuple[str, ...]) -> str:
    return ", ".join(name.replace("_", " ") for name in names)


def moment_of(start: str) -> Moment:
    """The first instant of an event: the beginning of a day, or a minute with its offset. Raises `DateFault`."""
    return Moment.parse(start if len(start) > 10 else f"{parse_day(start)}T00:00+08:00")


def digest_of(line: AttestationLine) -> str:
    """SHA-256 over everything that the attestation says, the digest of the one before it included."""
    said = line.model_dump(mode="json", exclude={"digest"}, exclude_defaults=True)
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def signed_after(line: AttestationLine, before: tuple[AttestationLine, ...]) -> AttestationLine:
    """The attestation with its place in the file and its digest."""
    placed = line.model_copy(update={"after": before[-1].digest if before else ""})
    return placed.model_copy(update={"digest": digest_of(placed)})


def read_attestations(text: str, name: str) -> tuple[tuple[AttestationLine, ...], list[Issue]]:
    """The attestations of one file, in order, and what is wrong with it. A faulty or changed one is not used."""
    if not text.strip() or all(not row.strip() or row.lstrip().startswith("#") for row in text.splitlines()):
        return (), []
    located, issues = read_yaml(text, name)
    if located is None:
        return (), issues
    if not isinstance(located.data, list):
        fault = "the file is no list of attestations"
        return (), [*issues, _issue("attestation_faulty", fault, name, 1, "begin every attestation with '- id:'")]
    found: dict[str, AttestationLine] = {}
    for row, line in _lines(located, name, issues):
        if line.id in found:
            issues.append(_issue("attestation_faulty", f"the id {line.id} is given twice", name, row, "keep the first"))
        else:
            found[line.id] = line
    return tuple(found.values()), issues


def _lines(located: Located, name: str, issues: list[Issue]) -> Iterator[tuple[int, AttestationLine]]:
    assert isinstance(located.data, list)
    before = ""
    for index, item in enumerate(located.data):
        row = located.line((index,))
        try:
            line = AttestationLine.model_validate(item)
        except ValidationError as error:
            for fault in error.errors():
                path = (index, *fault["loc"])
                remedy = "it is not used; mend or delete it"
                issues.append(_issue("attestation_faulty", fault_words(fault), name, located.line(path), remedy))
            before = item.get("digest", "") if isinstance(item, dict) else ""
            continue
        if line.digest != digest_of(line):
            message = f"{line.id} no longer says what {line.by} signed on {line.on}: its digest does not fit"
            issues.append(
                _issue(
                    "attestation_changed", message, name, row, "restore it; or delete it, which shows, and sign anew"
                )
            )
        else:
            if line.after != before:
                message = f"before {line.id} an attestation was taken out, put in or moved"
                issues.append(_issue("attestation_missing", message, name, row, "restore the file; it only ever grows"))
            yield row, line
        before = line.digest


def _issue(code: str, message: str, name: str, row: int, remedy: str) -> Issue:
    return Issue(Severity.ERROR, code, message, remedy, name, row)


def on_or_before(lines: tuple[AttestationLine, ...], day: date | None) -> tuple[AttestationLine, ...]:
    """The attestations known by ``day`` (None: all), without those that one of them withdraws and without these."""
    known = [line for line in lines if day is None or line.on <= day]
    gone = {line.withdraws for line in known}
    return tuple(line for line in known if line.what != "withdrawn" and line.id not in gone)
