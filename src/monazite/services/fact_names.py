"""Facts as the table `facts` has them: their names in a situation and in the vocabulary, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping

from monazite.services.tables import Kind

NOT_HOME = ("item.origin", "item.smelted_in", "item.feed_origin", "item.contents.origin", "exporter.nationality")
"""Countries that may be `not_CN`: what matters of them is whether they are China."""
KINDS: Mapping[str, Kind] = {
    "country": Kind.COUNTRY, "yes_no": Kind.YES_NO, "enum": Kind.ENUM, "date": Kind.DATE, "end_use": Kind.CODES,
    "entries": Kind.ENTRIES,
}  # fmt: skip
"""How the values of facts are read, by the types of the vocabulary; all others are taken as written."""
ELSEWHERE: Mapping[str, str] = {
    "item.entries": "fill control_entries of the part in the table parts",
    "item.technologies": "give them in the table technologies",
    "technologies": "give them in the table technologies",
    "value_share": "give them in the tables contents and values",
    "listings": "give them in the table listings, and the day of the search as screened_on in parties",
    "owners": "give them in the table ownership",
}
"""What no cell can hold, by name or by type, and where it is stated."""
#: Attributes that stand by themselves in a situation; others belong to the item, the shipment or a party.
_BARE = frozenset({"end_use", "end_users", "exporter_knows_end_use"})
#: Groups of facts; a name with a dot that begins otherwise (`acquired.end_user_undertaking`) is one of the item's own.
_GROUPS = frozenset({"shipment", "exporter", "item", "technology", "service", "licence"})
_HEADS: Mapping[str, str] = {"part": "item.", "shipment": "shipment.", "activity": "shipment."}


def situation_name(subject: str, attribute: str) -> str:
    """The name in a situation: `article` of `part:P1` is `item.article`; of a party it is the attribute itself."""
    group, dot, _ = attribute.partition(".")
    if attribute in _BARE or (dot and group in _GROUPS):
        return attribute
    return f"{_HEADS.get(subject.partition(':')[0], '')}{attribute}"


def vocabulary_name(subject: str, attribute: str) -> str:
    """The name in the vocabulary (`facts.yaml`), where what holds of a party stands under `end_users`."""
    name = situation_name(subject, attribute)
    return f"end_users.{name}" if subject.startswith("party:") else name
