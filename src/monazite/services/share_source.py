"""Where a value share comes from, as the proof says it: the part, and the typical compositions assumed beneath it."""

from __future__ import annotations

from monazite.model.citation import Confidence, Source
from monazite.model.share import RememberedShare, ValueShare
from monazite.supply.rolled_share import RolledShare

SHOWN = 6


def share_source(part_id: str, share: ValueShare) -> Source:
    """The source of `item.share`; assumptions that it rests on are named (rule N5)."""
    found = assumed_profiles(share)
    text = f"value share of {part_id}"
    if found:
        more = f"; and {len(found) - SHOWN} more (monazite trace)" if len(found) > SHOWN else ""
        text += f"; assumed: {'; '.join(found[:SHOWN])}{more}"
    return Source("rollup", text, share.confidence)


def assumed_profiles(share: ValueShare) -> tuple[str, ...]:
    """What the profiles used beneath an item say of themselves, as far as they are assumptions, each once."""
    inner = share.share if isinstance(share, RememberedShare) else share
    if not isinstance(inner, RolledShare):
        return ()
    network = inner.roll.network
    rows = [row for index in sorted(network.beneath(inner.index)) for row in network.nodes[index].contents]
    assumed = [row.evidence for row in rows if row.profiled and row.confidence is Confidence.ASSUMPTION]
    return tuple(dict.fromkeys(assumed))
