"""The licence side of a portfolio's answers: kinds open and barred, the time limit, and what licences held cover.

The same as for law cases (`monazite.services.licences`), three-valued throughout: what the tables leave open about the
parties or the owners of the exporter stays open here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from monazite.law.determine import Determiner
from monazite.licensing.cover import Check
from monazite.licensing.requirement import kinds_as_known, time_limit_as_known
from monazite.logic.world import Probe
from monazite.model.determination import Determination, Verdict
from monazite.model.exact import Fraction
from monazite.model.fact import Situation
from monazite.model.issue import Issue
from monazite.model.truth import Truth
from monazite.screening.ownership import Holdings
from monazite.services.activity_situation import TABLE as ACTIVITIES
from monazite.services.licence_book import LicenceBook, as_json
from monazite.services.licence_terms import Terms, needs_of, terms_of
from monazite.services.shipment_situation import SituationMaker
from monazite.services.supply_units import base_unit
from monazite.services.tables import Portfolio, Row


class LicenceDesk:
    """Puts the licence side beside the answers of one portfolio. ``rows``: all its lines and activities by subject.
    Those that a run leaves out belong to it: each that names a licence draws on it.
    """

    def __init__(
        self, portfolio: Portfolio, rows: Mapping[str, Row], maker: SituationMaker, determiner: Determiner
    ) -> None:
        self._parties = maker.parties
        self._determiner = determiner
        self._units = {row.text("part_id"): base_unit(row) for row in portfolio.rows("parts")}
        self._stated = maker.stated
        naming = (self._terms(row, subject) for subject, row in rows.items() if row.text("licence_no"))
        self._book = LicenceBook(portfolio, naming)

    @property
    def issues(self) -> Iterable[Issue]:
        """What could not be compared so far."""
        return self._book.issues

    def _terms(self, row: Row, subject: str) -> Terms:
        stated = self._stated(subject) if row.table == ACTIVITIES else {}
        return terms_of(row, self._units, stated)

    def beside(self, answer: Determination, situation: Situation, row: Row) -> Determination:
        """The determination with `licence_kinds`, `time_limit`, `licence_held` and `covered_by` among its extras, where
        a licence is or may be asked for. The verdict is not touched.
        """
        if Verdict.LICENCE_REQUIRED not in answer.possible:
            return answer
        watched = Truth.any(Truth.all((f.truth, f.force)) for f in answer.findings if _is_of_watch_list(f.provision))
        purpose = situation.facts.get("shipment.purpose")
        repaired = purpose is not None and purpose.value == "return_after_repair"
        found = kinds_as_known(watched, self._owned_by_listed(situation, row), repaired)
        kinds = {"open": found.open, "barred": found.barred}
        extras: dict[str, object] = {
            **answer.extras,
            "licence_kinds": {**kinds, "unknown": found.unknown} if found.unknown else kinds,
            "time_limit": time_limit_as_known(watched),
        }
        if self._book or row.text("licence_no"):
            line, needs = self._terms(row, situation.subject), needs_of(answer)
            cover = self._book.named(line, needs, situation, found) if line.licence_no else None
            others = self._book.others(line, needs, situation, found)
            if cover is not None and Verdict.PROHIBITED in answer.possible:
                ban = Check(
                    "prohibition", Truth.UNKNOWN, "the line may be prohibited, which this licence does not lift"
                )
                cover = replace(cover, checks=(*cover.checks, ban))
            if cover is not None:
                extras["licence_held"] = cover.state.value
            if cover is not None or others:
                extras["covered_by"] = as_json(cover, others)
        return replace(answer, extras=extras)

    def _owned_by_listed(self, situation: Situation, row: Row) -> Truth:
        """Art. 20: whether the exporter in China is wholly owned by, or a branch of, a control-listed party whose
        listing is in force.
        """
        country = situation.facts.get("exporter.country")
        if country is not None and country.value != "CN":
            return Truth.FALSE
        exporter = row.text("provider_id" if row.table == ACTIVITIES else "exporter_id")
        affiliation = self._parties.facts(exporter, situation.as_of).get("affiliation") if exporter else None
        holdings = affiliation.value if affiliation is not None else None
        if not isinstance(holdings, Holdings):
            return Truth.UNKNOWN
        owned = holdings.held("direct", lambda named: _listed(named, situation, self._determiner), Fraction(1), None)
        return owned if country is not None else Truth.all((owned, Truth.UNKNOWN))


def _is_of_watch_list(provision: str) -> bool:
    """A notice that names a party, or all of them where nobody has searched."""
    return provision.startswith("wl-") or provision.endswith("#watch-list")


def _listed(notices: tuple[str, ...], situation: Situation, determiner: Determiner) -> Truth:
    """Whether one of the notices is of the Control List and in force, as known on the day."""
    named = [notice for notice in notices if notice.startswith("cl-")]
    if not named:
        return Truth.FALSE
    view = determiner.judge(situation).view
    known = determiner.rulebook.law.notices
    return Truth.any(view.force(n, Probe({})).truth if n in known else Truth.UNKNOWN for n in named)
