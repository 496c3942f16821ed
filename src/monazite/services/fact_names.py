"""Names of facts: as the table `facts` has them, and as a situation and the vocabulary do."""

from __future__ import annotations

from collections.abc import Mapping

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
