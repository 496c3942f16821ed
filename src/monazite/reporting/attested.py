"""Attestations in the head of every output: what, by whom, when, on which text (rule Z4)."""

from __future__ import annotations

from collections.abc import Iterable

from monazite.reporting.json_line import Json
from monazite.reporting.text import visible
from monazite.services.assessment import Assessment
from monazite.services.attestations import Attested


def attested_words(assessment: Assessment) -> list[str]:
    """One sentence per attestation in use."""
    return [attested_line(attested) for attested in assessment.attestations]


def attested_line(attested: Attested) -> str:
    """``Attested (a-1, Li Wei, 2026-11-23): No. 61 ... suspended; source: ...``."""
    behind = "; ".join(filter(None, (attested.citation, attested.address)))
    source = f"; source: {behind}" if behind else "; no source named"
    return visible(f"Attested ({attested.id}, {attested.by}, {attested.on}): {attested.says}{source}.")


def attestations_json(used: Iterable[Attested]) -> Json:
    """The key `attestations`, absent where nothing was attested; each with the digest of its entry."""
    found = [_attested_json(attested) for attested in used]
    return {"attestations": found} if found else {}


def _attested_json(attested: Attested) -> Json:
    return {
        "id": attested.id,
        "says": attested.says,
        "by": attested.by,
        "on": attested.on.isoformat(),
        "citation": attested.citation or None,
        "address": attested.address or None,
        "digest": attested.digest,
    }
