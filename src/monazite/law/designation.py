"""Designations: the notices of MOFCOM's three lists, the parties that they name, and what became of them."""

from __future__ import annotations

from collections import Counter
from typing import Annotated, Literal

from pydantic import Field, model_validator

from monazite.law.schema import Cite, Day, Key, Model, Words, YesNo
from monazite.law.schema_text import EventLine
from monazite.model.citation import Confidence

ListName = Literal["control_list", "watch_list", "unreliable_entity_list"]
NoticeId = Annotated[str, Field(pattern=r"^(cl|wl|uel)-20\d{2}-\d{1,2}$")]


class PartyLine(Model):
    """A party that a notice names. A party that several notices name has the same ``id`` and ``name`` in each.

    ``name`` and ``name_zh`` as the notice writes them (``name_zh`` empty where it gives none). ``country``: alpha-2,
    absent where nothing says it; ``country_basis`` where it does not come from the notice. ``aliases``: other names
    that a source gives. ``kind``: `organisation`, `person`, `unit_without_legal_person` (a business unit, laboratory,
    centre or branch that is listed by its own name), `named_branch` (named under another entry, ``branch_of`` is the
    id of that party). ``kind_basis``: on what a kind other than the notice's own words rests. ``position``: its number
    in the annex. ``already_listed_by``: the notice adds a measure and no name; the party is not counted again.
    """

    id: Key
    name: str
    name_zh: str = ""
    country: Annotated[str, Field(pattern=r"^[A-Z]{2}$")] | None = None
    country_basis: str = ""
    aliases: tuple[str, ...] = ()
    kind: Literal["organisation", "person", "unit_without_legal_person", "named_branch"]
    kind_basis: Literal["", "name", "general_knowledge"] = ""
    branch_of: str = ""
    position: Annotated[str, Field(pattern=r"^\d*$")] = ""
    address: str = ""
    already_listed_by: NoticeId | None = None
    note: str = ""

    @property
    def counts_as_entity(self) -> bool:
        """Whether it is one of the entities whose number the title of the notice gives."""
        return self.kind not in ("person", "named_branch")


class StatementLine(Model):
    """What an official said about a notice without enacting it. It changes no state; it is shown beside the question.

    ``until``: the day that was spoken of.
    """

    said_on: Day
    by: str
    until: Day | None = None
    text: Words
    confidence: Confidence
    cite: tuple[Cite, ...]


class NoticeLine(Model):
    """A designation notice: which list, when it was published, whom it names, its events, and whom it binds.

    ``number``: as it is cited. ``target``: the country, region or `EU` that it is aimed at. ``entity_count``: the
    number of entities in its title; branches and persons named beside them are not in it. ``binds_abroad``: it also
    forbids organisations and individuals abroad to pass on dual-use items of Chinese origin; ``binds_confidence`` and
    ``binds_note`` say on what that rests. ``measures``: whether it restrains exports from China; ``what``: its
    measures in our words. ``events`` hold for all its parties. ``statements``: said, not enacted. ``confidence``: of
    names, number and day.
    """

    id: NoticeId
    list: ListName
    title: Words
    number: str = ""
    target: tuple[str, ...] = ()
    issued: Day
    entity_count: int | None = None
    binds_abroad: YesNo = False
    binds_confidence: Confidence | None = None
    binds_note: str = ""
    measures: YesNo = True
    what: Words | None = None
    events: tuple[EventLine, ...]
    statements: tuple[StatementLine, ...] = ()
    parties: tuple[PartyLine, ...] = ()
    confidence: Confidence
    addresses: tuple[str, ...] = ()
    cite: tuple[Cite, ...]
    note: str = ""

    @model_validator(mode="after")
    def _parties_agree(self) -> NoticeLine:
        ids = Counter(party.id for party in self.parties)
        twice = sorted(key for key, times in ids.items() if times > 1)
        if twice:
            raise ValueError(f"named twice: {', '.join(twice)}")
        counted = sum(party.counts_as_entity for party in self.parties)
        if self.parties and self.entity_count is not None and counted != self.entity_count:
            raise ValueError(f"{counted} entities are given, the notice names {self.entity_count}")
        lost = sorted({party.branch_of for party in self.parties if party.branch_of} - set(ids))
        if lost:
            raise ValueError(f"branches of parties that the notice does not name: {', '.join(lost)}")
        return self


class DesignationsFile(Model):
    """``designations.yaml``: the notices of the lists; ``complete_through`` by list (rule Z5)."""

    complete_through: dict[ListName, Day]
    notices: tuple[NoticeLine, ...]

    @model_validator(mode="after")
    def _one_name_per_id(self) -> DesignationsFile:
        known: dict[str, tuple[str, str, str | None, str]] = {}
        for notice in self.notices:
            for party in notice.parties:
                who = (party.name, party.name_zh, party.country, party.kind)
                if known.setdefault(party.id, who) != who:
                    raise ValueError(f"{party.id} is described in two ways; see {notice.id}")
        return self
