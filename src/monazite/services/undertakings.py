"""The table `undertakings`: what was signed towards China, as facts of the lines that ship the things it binds.

A row says that a promise was given; no row says that none was. Whether a promise on a thing reaches what it is built
into is a question of the law (`law:undertaking_reach`); that such a thing is inside is a fact.
"""

from __future__ import annotations

from monazite.model.dates import Moment
from monazite.model.fact import Fact
from monazite.model.issue import Issue, Severity
from monazite.model.truth import Truth
from monazite.services.evidence import EvidenceBook
from monazite.services.facts import FactBook
from monazite.services.ownerless import ownerless
from monazite.services.roles import RoleBook
from monazite.services.tables import Portfolio, Row

#: What a law case states as `acquired: {end_user_undertaking}`, and that something so bound is inside.
BOUND = "item.acquired.end_user_undertaking"
INSIDE = "item.acquired.undertaking_inside"


class UndertakingBook:
    """The undertakings of one portfolio, asked about one line at a time."""

    def __init__(self, portfolio: Portfolio, evidence: EvidenceBook, roles: RoleBook) -> None:
        self._evidence = evidence
        self._roles = roles
        self.rows = portfolio.rows("undertakings")
        self._lost = "undertakings" in portfolio.refused or any(
            found.row.table == "undertakings" for found in portfolio.set_aside
        )
        self._on: dict[str, list[Row]] = {}
        self._within: dict[str, list[Row]] = {}
        self._unread: set[str] = set()
        if not self.rows:
            return
        self._lost = self._lost or "bom" in portfolio.refused or bool(ownerless(portfolio, "bom"))
        wholes = Wholes(portfolio)
        for row in self.rows:
            for part in row.many("part_ids") or ():
                self._on.setdefault(part, []).append(row)
                for whole in wholes.of(part):
                    self._within.setdefault(whole, []).append(row)
        for subject in portfolio.touched_by_faults("bom"):
            part = subject.removeprefix("part:")
            self._unread |= {part, *wholes.of(part)}

    def on(self, part_id: str) -> list[Row]:
        """The undertakings that name a part."""
        return self._on.get(part_id, [])

    def put(self, book: FactBook, row: Row, as_of: Moment) -> None:
        """Add what the undertakings say of the thing that a line ships; what they leave open has no fact.

        A fact of the table `facts` that denies an undertaking is taken back: two statements, so unknown (rule T4).
        """
        part = row.text("part_id")
        sure = [one for one in self.on(part) if self.binds(one, row, as_of) is Truth.TRUE]
        denied = BOUND in book.facts and book.facts[BOUND].value is False
        if sure and denied:
            del book.facts[BOUND]
        elif sure:
            book.facts[BOUND] = self._fact(part, BOUND, sure[0])
        inside = [(one, self.binds(one, row, as_of)) for one in self._within.get(part, ())]
        certain = [one for one, truth in inside if truth is Truth.TRUE]
        if certain:
            book.facts[INSIDE] = self._fact(part, INSIDE, certain[0])
        elif not self._open_inside(row, as_of, [truth for _, truth in inside]):
            book.put_default(INSIDE, False)

    def _open_inside(self, row: Row, as_of: Moment, inside: list[Truth]) -> bool:
        """Whether something bound may be inside: by a row whose terms are open, that names no part, or was lost."""
        unnamed = [self.binds(one, row, as_of) for one in self.rows if one.many("part_ids") is None]
        lost = self._lost or row.text("part_id") in self._unread
        return lost or Truth.UNKNOWN in inside or any(truth is not Truth.FALSE for truth in unnamed)

    def _fact(self, part: str, attribute: str, row: Row) -> Fact:
        return Fact(f"part:{part}", attribute, True, self._evidence.source(row, "no_retransfer"))

    def binds(self, undertaking: Row, row: Row, as_of: Moment) -> Truth:
        """Whether an undertaking forbids the exporter of a line to pass its parts on, on the day."""
        forbids = undertaking.flag("no_retransfer")
        forbidden = Truth.UNKNOWN if forbids is None else Truth.of(forbids)
        return Truth.all((self.given(undertaking, row, as_of), forbidden))

    def given(self, undertaking: Row, row: Row, as_of: Moment) -> Truth:
        """Whether the exporter of the line had given an undertaking by the day."""
        giver, day = undertaking.text("giver_id"), undertaking.day("given_on")
        exporters = {one.party_id for one in self._roles.cast(row).exporters}
        by_exporter = Truth.UNKNOWN
        if giver and exporters and (giver not in exporters or exporters == {giver}):
            by_exporter = Truth.of(giver in exporters)
        return Truth.all((by_exporter, Truth.UNKNOWN if day is None else Truth.of(day <= as_of.day)))

    def contradiction(self, row: Row, as_of: Moment, stated: Fact | None) -> Issue | None:
        """The issue where the table `facts` denies an undertaking of this table; None where it does not."""
        sure = [one for one in self.on(row.text("part_id")) if self.binds(one, row, as_of) is Truth.TRUE]
        if not sure or stated is None or stated.value is not False:
            return None
        said = f"{stated.source.place} denies it, {sure[0].place} states it"
        return Issue(
            Severity.WARNING, "conflicting_statements", f"whether an undertaking binds {row.text('part_id')}: {said}",
            "correct one of the two; until then it is unknown", "undertakings", sure[0].number, "part_ids",
            f"part:{row.text('part_id')}",
        )  # fmt: skip


class Wholes:
    """The parts that a part goes into, at any depth and on any day: what may hold it."""

    def __init__(self, portfolio: Portfolio) -> None:
        self._parents: dict[str, set[str]] = {}
        for row in portfolio.rows("bom"):
            self._parents.setdefault(row.text("child_id"), set()).add(row.text("parent_id"))

    def of(self, part: str) -> frozenset[str]:
        """All of them, the part itself left out."""
        found: set[str] = set()
        stack = [part]
        while stack:
            new = self._parents.get(stack.pop(), set()) - found
            found |= new
            stack.extend(new)
        return frozenset(found - {part})
