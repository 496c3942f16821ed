"""``effects.yaml``: which role of a named party each list binds, on which persons, and what a trade role counts as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from monazite.law.designation import ListName, NoticeId
from monazite.law.schema import Cite, Key, Model, Words
from monazite.model.citation import Confidence

#: A role in the words of the law. `intermediary`: takes part and is neither importer nor end user nor exporter.
LawRole = Literal["importer", "end_user", "intermediary", "exporter"]
TradeRole = Literal[
    "exporter_of_record", "seller", "manufacturer", "applicant_in_china", "importer", "buyer",
    "intermediate_consignee", "ultimate_consignee", "end_user", "broker", "forwarder", "distributor",
]  # fmt: skip
Term = Literal["territory", "end_user", "end_use", "quantity"]

#: The party collections that conditions test, and the roles of their members.
COLLECTIONS: Mapping[str, frozenset[str]] = {
    "end_users": frozenset({"end_user"}),
    "importers": frozenset({"importer"}),
    "recipients": frozenset({"end_user", "importer"}),
    "intermediaries": frozenset({"intermediary"}),
}


class EffectLine(Model):
    """Which role of a named party some rules of the pack bind.

    ``lists``: the lists whose names they test; ``rules``: the rules that apply it. They decide; this line says what
    they test, and `law check` compares the two. ``binds``: the roles in which a named party is reached; ``silent_on``:
    roles of which the text says nothing, so that whether it reaches them is unknown. ``persons``: who has to obey:
    `exporter_from_china`, `overseas_exporter` (from abroad), `anyone_abroad` (whoever passes goods on abroad).
    ``from_notice``: the first notice that binds these persons; later ones of the list do too, earlier ones do not;
    absent = every notice. ``acts``: what it is about.
    """

    id: Key
    lists: tuple[ListName, ...]
    rules: tuple[Key, ...]
    binds: tuple[LawRole, ...]
    silent_on: tuple[LawRole, ...] = ()
    persons: Literal["exporter_from_china", "overseas_exporter", "anyone_abroad"]
    from_notice: NoticeId | None = None
    acts: Words
    confidence: Confidence
    cite: tuple[Cite, ...]
    note: str = ""


class RoleLine(Model):
    """What a role of the table `roles` counts as in the words of the law.

    ``stands_in_for``: the role that the party is taken to have as long as nobody is stated in it; ``may_be``: the role
    that it may have as long as nobody is stated in it, which leaves the question open. ``confidence`` caps that of
    what is said of the party in this role.
    """

    role: TradeRole
    counts_as: LawRole
    stands_in_for: LawRole | None = None
    may_be: LawRole | None = None
    confidence: Confidence
    cite: tuple[Cite, ...]
    note: str = ""


class TermLine(Model):
    """A term of an undertaking given towards China, and the articles under which departing from it is no free choice.

    ``provisions``: local ids.
    """

    term: Term
    provisions: tuple[str, ...]
    text: Words
    confidence: Confidence
    cite: tuple[Cite, ...]


class EffectsFile(Model):
    """``effects.yaml``."""

    effects: tuple[EffectLine, ...] = ()
    roles: tuple[RoleLine, ...] = ()
    terms: tuple[TermLine, ...] = ()
