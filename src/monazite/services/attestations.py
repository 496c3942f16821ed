"""Attestations as a use case: the record in use, what a run says of them, and the age of the lists (rules Z4, Z5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from monazite.law.attest import LIST_NAMES, clear_through, complete_through
from monazite.law.attestation import AttestationLine
from monazite.law.pack import Law
from monazite.model.citation import Confidence, Source

#: The file in the folder of a portfolio; beside a workbook `NAME.xlsx` it is `NAME.attestations.yaml`.
ATTESTATIONS_FILE = "attestations.yaml"


@dataclass(frozen=True, slots=True)
class Attested:
    """An attestation in use, as every output shows it: ``says`` what, ``by`` whom, ``on`` which day."""

    id: str
    says: str
    by: str
    on: date
    citation: str
    address: str
    digest: str


def in_use(law: Law) -> tuple[Attested, ...]:
    """The attestations that the law of a run was made with."""
    return tuple(
        Attested(line.id, line.says, line.by, line.on, line.citation, line.address, line.digest)
        for line in law.attestations
    )


def search_holds(law: Law, searched: date | None, party: str, day: date) -> tuple[bool, Source | None]:
    """Whether a search, or attested ones, cover every list on ``day``, and the source where attestations are needed."""
    if searched is not None and searched >= day:
        return True, None
    if not any(line.lists for line in law.attestations):
        return False, None
    checks = [clear_through(law, name, searched or date.min, party) for name in LIST_NAMES]
    if not all(check.day >= day for check in checks):
        return False, None
    ids = dict.fromkeys(check.attestation for check in checks if check.attestation)
    signed = {line.id: line.signed for line in law.attestations}
    return True, Source("attested", "; ".join(signed[ident] for ident in ids), Confidence.USER_ATTESTED)


@dataclass(frozen=True, slots=True)
class ListStatus:
    """One list: ``complete_through`` and ``last_checked_on`` with the attestations that moved them (or empty),
    ``age_days`` since it was complete, ``stale`` as its pack says.
    """

    name: str
    notices: int
    newest_notice: date | None
    complete_through: date
    complete_by: str
    last_checked_on: date
    checked_by: str
    age_days: int
    stale: bool


def list_status(law: Law, run_on: date) -> list[ListStatus]:
    """The lists of designated parties, with their age on the day of the run."""
    found = []
    for pack in law.packs.values():
        if pack.designations is None:
            continue
        for name in LIST_NAMES:
            complete = complete_through(pack.designations, law.attestations, name)
            notices = [notice.issued for notice in pack.designations.notices if notice.list == name]
            age = (run_on - complete.day).days
            found.append(
                ListStatus(
                    name, len(notices), max(notices, default=None), complete.day, complete.attestation,
                    pack.instrument.last_checked_on, pack.checked_by, age, age > pack.instrument.stale_after_days,
                )
            )  # fmt: skip
    return found


def next_id(lines: tuple[AttestationLine, ...]) -> str:
    """The id of the next attestation of a file: a-1, a-2, ..."""
    taken = {line.id for line in lines}
    number = len(lines) + 1
    while f"a-{number}" in taken:
        number += 1
    return f"a-{number}"
