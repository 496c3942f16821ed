"""The table `licences` beside the answers: does the licence that a line names cover it, and which other one may.

What a licence names is compared with the line (`monazite.licensing.cover`); quantity and value are drawn down by all
lines of the portfolio that name the licence, in the order of their own days. The verdict stays what the law asks for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from monazite.licensing.cover import Check, Cover, State, same, within
from monazite.licensing.drawdown import Draw, balance
from monazite.licensing.requirement import SINGLE, VOUCHER, LicenceHeld, LicenceKinds, carried_by_voucher, runs
from monazite.model.bounds import Bounds
from monazite.model.fact import Situation
from monazite.model.issue import Issue, Severity
from monazite.model.truth import Truth
from monazite.services.licence_terms import Need, Terms, entry_covered, in_unit
from monazite.services.tables import Portfolio, Row
from monazite.supply.scope import full_entry

#: Roles in which a party other than the exporter may hold the licence of a shipment.
_HOLDING_ROLES = ("applicant_in_china", "exporter_of_record")


class LicenceBook:
    """The licences of one portfolio. ``terms``: the lines that name one. ``issues`` grows as lines are compared."""

    def __init__(self, portfolio: Portfolio, terms: Iterable[Terms]) -> None:
        self._rows = {row.text("licence_no"): row for row in portfolio.rows("licences")}
        self._lines: dict[str, list[Terms]] = {}
        for line in terms:
            if line.licence_no:
                self._lines.setdefault(line.licence_no, []).append(line)
        #: Lines set aside as faulty name the licence all the same: how much they draw is unknown.
        self._lost: dict[str, int] = {}
        for aside in portfolio.set_aside:
            if aside.row.table == "shipments" and (number := aside.row.raw.get("licence_no", "").strip()):
                self._lost[number] = self._lost.get(number, 0) + 1
        self._holders: dict[tuple[str, str], set[str]] = {}
        for row in portfolio.rows("roles"):
            if row.text("role") in _HOLDING_ROLES:
                key = row.text("shipment_id"), row.text("line")
                self._holders.setdefault(key, set()).add(row.text("party_id"))
        self.issues: dict[Issue, None] = {}

    def __bool__(self) -> bool:
        """Whether there is any licence to speak of, held or named."""
        return bool(self._rows or self._lines)

    def named(self, line: Terms, needs: tuple[Need, ...], situation: Situation, kinds: LicenceKinds) -> Cover:
        """The licence that a line names. One that the table does not hold is unknown in everything."""
        row = self._rows.get(line.licence_no)
        if row is None:
            return Cover(line.licence_no, (Check("licence", Truth.UNKNOWN, "it is in no sound row of licences"),))
        return self._cover(row, line, needs, situation, kinds)

    def others(
        self, line: Terms, needs: tuple[Need, ...], situation: Situation, kinds: LicenceKinds
    ) -> tuple[str, ...]:
        """Licences that the line does not name and that may cover it: nothing speaks against them, and the instrument,
        the entries and the end users are met.
        """
        found = []
        for number, row in self._rows.items():
            if number == line.licence_no:
                continue
            cover = self._cover(row, line, needs, situation, kinds)
            met = {check.name for check in cover.checks if check.met is Truth.TRUE}
            if cover.state is not State.NOT_USABLE and {"instrument", "entries", "end_users"} <= met:
                found.append(number)
        return tuple(sorted(found))

    def _cover(
        self, row: Row, line: Terms, needs: tuple[Need, ...], situation: Situation, kinds: LicenceKinds
    ) -> Cover:
        day = situation.as_of.day
        checks = [
            _kind(row, situation, kinds),
            _instrument(row, needs),
            _entries(row, needs, situation),
            self._holder(row, line, situation),
            _end_users(row, line),
            within("end_use", row.many("end_use"), line.end_use),
            _dates(row, day),
            self._one_export(row, line),
        ]
        for name, ours in (("freight_mode", line.freight_mode), ("order_no", line.order_no)):
            if row.text(name):  # a licence that names none binds to none
                checks.append(same(name, row.text(name), ours))
        checks += self._amounts(row, line)
        return Cover(row.text("licence_no"), tuple(check for check in checks if check is not None))

    def _holder(self, row: Row, line: Terms, situation: Situation) -> Check:
        """The holder is the exporter, or who applies for it; abroad, an applicant in China may not have been stated."""
        holder = row.text("holder_id")
        shipment, _, number = line.subject.partition("/")
        others = self._holders.get((shipment, ""), set()) | self._holders.get((shipment, number), set())
        words = f"holder: {holder or 'not stated'}; exporter: {line.exporter_id or 'not stated'}"
        if others:
            words += f"; applicant: {', '.join(sorted(others))}"
        if not holder or not (line.exporter_id or others):
            return Check("holder", Truth.UNKNOWN, words)
        if holder == line.exporter_id or holder in others:
            return Check("holder", Truth.TRUE, words)
        start = situation.facts.get("shipment.from")
        settled = line.exporter_id and (others or (start is not None and start.value == "CN"))
        return Check("holder", Truth.FALSE if settled else Truth.UNKNOWN, words)

    def _one_export(self, row: Row, line: Terms) -> Check | None:
        """A single licence is for one export and dies with its use (art. 15)."""
        if row.text("kind") not in ("", SINGLE):
            return None
        number = row.text("licence_no")
        rivals = [other for other in self._lines.get(number, ()) if other.export != line.export]
        open_order = [o for o in rivals if o.when is None or line.when is None or o.when == line.when]
        earlier = [o for o in rivals if o.when is not None and line.when is not None and o.when < line.when]
        names = ", ".join(sorted({other.export for other in earlier or open_order}))
        if earlier:
            met, words = Truth.FALSE, f"already used by {names}"
        elif open_order or self._lost.get(number):
            met, words = Truth.UNKNOWN, f"which export goes first is open: {names or 'a row that was set aside'}"
        else:
            met, words = Truth.TRUE, "no earlier export names it"
        if not row.text("kind") and met is Truth.FALSE:
            met = Truth.UNKNOWN
        return Check("one_export", met, words)

    def _amounts(self, row: Row, line: Terms) -> Iterator[Check]:
        """Quantity and value left, as far as the licence names them; it names one of the two at least."""
        named = [name for name in ("quantity", "value") if row.number_of(name) is not None]
        if not named:
            yield Check("quantity", Truth.UNKNOWN, "the licence states neither quantity nor value")
        for name in named:
            limit = row.number_of(name)
            assert limit is not None
            unit = row.text("unit" if name == "quantity" else "currency")
            number = row.text("licence_no")
            draws = [self._draw(other, name, unit, row) for other in self._lines.get(number, ())]
            draws += [Draw(f"set aside {i}", None, None) for i in range(self._lost.get(number, 0))]
            own = self._draw(line, name, unit, row)
            found = balance(limit, own, draws)
            amount = "unknown" if own.amount is None else _range(own.amount)
            words = f"{_range(limit)} {unit or '(no unit)'}; drawn before: {_range(found.before)}; this line: {amount}"
            yield Check(name, found.enough, words)

    def _draw(self, line: Terms, name: str, unit: str, row: Row) -> Draw:
        mine, amount = (line.unit, line.quantity) if name == "quantity" else (line.currency, line.value)
        converted = in_unit(amount, mine, unit)
        if amount is not None and converted is None and line.licence_no == row.text("licence_no"):
            self._cannot_compare(line, name, mine, unit, row)
        return Draw(line.subject, line.when, converted)

    def _cannot_compare(self, line: Terms, name: str, mine: str, wanted: str, row: Row) -> None:
        here, there = mine or "none that is stated", wanted or "none that is stated"
        subject = f"licence:{line.licence_no}"
        if name == "quantity":
            issue = Issue(
                Severity.WARNING, "licence_unit",
                f"the unit of {line.licence_no} is {there}, that of {line.subject} is {here}: what it draws is unknown",
                f"how much is the quantity of {line.subject} in {wanted or 'the unit of the licence'}? State it so",
                "licences", row.number, "unit", subject,
            )  # fmt: skip
        else:
            issue = Issue(
                Severity.WARNING, "licence_currency",
                f"the currency of {line.licence_no} is {there}, that of {line.subject} is {here}: "
                "what it draws of the value is unknown",
                f"what is {line.subject} worth in {wanted or 'the currency of the licence'}? State it so",
                "licences", row.number, "currency", subject,
            )  # fmt: skip
        self.issues[issue] = None


def _kind(row: Row, situation: Situation, kinds: LicenceKinds) -> Check:
    """Whether a licence of this kind may be used for the line (arts. 19, 20, 26)."""
    kind = row.text("kind")
    if not kind:
        return Check("kind", Truth.UNKNOWN, "the kind of the licence is not stated")
    if kind in kinds.barred:
        return Check("kind", Truth.FALSE, f"{kind}: barred (Decree 792 arts. 20, 26)")
    if kind == VOUCHER:
        purpose = situation.facts.get("shipment.purpose")
        carried = carried_by_voucher(None if purpose is None else str(purpose.value))
        if carried is not True:
            words = f"{kind}: art. 19 knows it for goods sent back after repair"
            return Check("kind", Truth.UNKNOWN if carried is None else Truth.FALSE, words)
    if kind in kinds.unknown:
        return Check("kind", Truth.UNKNOWN, f"{kind}: barred if a watch-listed party or a listed owner is involved")
    return Check("kind", Truth.TRUE, kind)


def _instrument(row: Row, needs: tuple[Need, ...]) -> Check:
    """Every instrument that asks for a licence must be the licence's own."""
    own = row.text("instrument")
    full = full_entry(own)
    wanted = sorted({need.instrument for need in needs})
    words = f"licence: {own or 'not stated'}; asked for under: {', '.join(wanted)}"
    if not own:
        return Check("instrument", Truth.UNKNOWN, words)
    other = [need for need in needs if need.instrument != full]
    if any(need.certain for need in other) or len(other) == len(needs):
        return Check("instrument", Truth.FALSE, words)
    return Check("instrument", Truth.UNKNOWN if other else Truth.TRUE, words)


def _entries(row: Row, needs: tuple[Need, ...], situation: Situation) -> Check:
    named = row.many("entries")
    wanted = ", ".join(sorted({need.entry or need.instrument for need in needs}))
    words = f"licence: {'not stated' if named is None else ', '.join(named) or 'none'}; asked for: {wanted}"
    if named is None:
        return Check("entries", Truth.UNKNOWN, words)
    found = [(need, entry_covered(need, named, situation)) for need in needs]
    truths = [truth if need.certain or truth is Truth.TRUE else Truth.UNKNOWN for need, truth in found]
    if all(truth is Truth.FALSE for _, truth in found):
        return Check("entries", Truth.FALSE, words)
    return Check("entries", Truth.all(truths), words)


def _end_users(row: Row, line: Terms) -> Check:
    found = within("end_users", row.many("end_user_ids"), line.users)
    if row.text("kind") == SINGLE and line.users is not None and len(set(line.users)) > 1:
        return Check("end_users", Truth.FALSE, f"a single licence is for one end user; {found.words}")
    return found


def _dates(row: Row, day: date) -> Check:
    """Whether it has begun and not ended; at most its longest run counts (art. 15)."""
    start, end = row.day("from"), row.day("until")
    met = runs(LicenceHeld(row.text("kind"), start, end), day)
    words = f"from {start or 'not stated'} until {end or 'not stated'}; this line: {day}"
    return Check("dates", Truth.UNKNOWN if met is None else Truth.of(met), words)


def _range(amount: Bounds) -> str:
    """An amount in words, rounded for reading only."""
    low = f"{float(amount.low):g}"
    if amount.high is None:
        return f"{low} or more"
    return low if amount.known else f"{low} to {float(amount.high):g}"


def as_json(cover: Cover | None, others: tuple[str, ...]) -> Mapping[str, object]:
    """`covered_by` of an answer: the licence named with its checks, and others that may cover the line."""
    found: dict[str, object] = {}
    if cover is not None:
        found = {
            "licence_no": cover.licence_no,
            "state": cover.state.value,
            "reasons": [f"{check.name}: {check.words}" for check in cover.reasons],
            "checks": [{"check": c.name, "met": c.met.name.lower(), "words": c.words} for c in cover.checks],
        }
    if others:
        found["may_be_covered_by"] = list(others)
    return found
