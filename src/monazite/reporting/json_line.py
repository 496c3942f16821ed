"""One determination as JSON (design, section 6).

``null`` is unknown, an absent key does not apply. Where the verdict is settled there is no ``between``; where nothing
may be asked for, no ``review``; ``grounds`` and how long the answer holds belong to `no_licence_required`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monazite.model.determination import (
    BranchVerdict,
    DecidingSet,
    Determination,
    Duty,
    Finding,
    OtherReading,
    Review,
    ShareReport,
    Verdict,
)
from monazite.model.exact import Fraction
from monazite.model.ledger import LedgerRow
from monazite.model.share import BasisView, ShareLeaf, ValueShare
from monazite.reporting.ledger_json import ledger_json
from monazite.reporting.licence_words import KEYS as LICENCE_KEYS
from monazite.reporting.numbers import exact, money, share_number
from monazite.services.assessment import LineAnswer

Json = dict[str, object]


def line_json(line: LineAnswer, proof: str | None) -> Json:
    """The entry of one shipment line; ``proof`` is the path of its proof beside the document, None if none is kept."""
    answer = line.determination
    document: Json = {"shipment_id": line.shipment_id, "line": line.line}
    if line.activity_id:
        document["activity_id"] = line.activity_id
    if line.part_id:
        document["part_id"] = line.part_id
    document |= {"as_of": str(answer.as_of), "verdict": answer.verdict.value}
    document["possible"] = [verdict.value for verdict in answer.possible]
    if answer.between is not None:
        document["between"] = [verdict.value for verdict in answer.between]
    document |= _review(answer.review)
    if answer.verdict is Verdict.NO_LICENCE_REQUIRED:
        document["grounds"] = answer.grounds
    document["underlying"] = answer.underlying.value
    if answer.underlying is Verdict.UNDETERMINED:
        document["underlying_possible"] = [verdict.value for verdict in answer.underlying_possible]
    document |= _holds(answer)
    document["confidence"] = answer.confidence.value
    document["branches"] = [branch_json(branch) for branch in answer.branches]
    if answer.share is not None:
        document["share"] = share_json(answer.share)
    document["findings"] = [finding_json(finding) for finding in answer.findings]
    document["other_readings"] = [reading_json(other) for other in answer.other_readings]
    document["duties"] = [duty_json(duty) for duty in answer.duties]
    document["deciding_facts"] = [deciding_json(deciding) for deciding in answer.deciding]
    if not answer.complete:
        document["complete"] = False
    document |= {key: jsonable(answer.extras[key]) for key in LICENCE_KEYS if key in answer.extras}
    if proof is not None:
        document["proof"] = proof
    return document


def _holds(answer: Determination) -> Json:
    """``holds_until`` and ``ends_if``: always where nothing was found, otherwise when there is something to say."""
    nothing = answer.verdict is Verdict.NO_LICENCE_REQUIRED
    document: Json = {}
    if nothing or answer.holds_until is not None:
        document["holds_until"] = answer.holds_until
    if nothing or answer.ends_if:
        document["ends_if"] = list(answer.ends_if)
    return document


def _review(review: tuple[Review, ...]) -> Json:
    """One word when it is settled, the words possible when it is not, nothing when no review may take place."""
    if not review:
        return {}
    return {"review": review[0].value if len(review) == 1 else [each.value for each in review]}


def _possible(verdict: Verdict, possible: tuple[Verdict, ...]) -> Json:
    if verdict is Verdict.UNDETERMINED:
        return {"verdict": verdict.value, "possible": [each.value for each in possible]}
    return {"verdict": verdict.value}


def branch_json(branch: BranchVerdict) -> Json:
    """The answer in one branch of the open question of law (rule Z3)."""
    return {"id": branch.id, **_possible(branch.verdict, branch.possible), **_review(branch.review)}


def reading_json(other: OtherReading) -> Json:
    """The answer under another reading (rule R2)."""
    head: Json = {"reading": other.reading, "alternative": other.alternative}
    return {**head, **_possible(other.verdict, other.possible), **_review(other.review)}


def finding_json(finding: Finding) -> Json:
    """One instrument's part of the answer (rule A1)."""
    document: Json = {
        "instrument": finding.instrument,
        "provision": finding.provision,
        "truth": finding.truth.name.lower(),
        "force": finding.force.name.lower(),
        "verdict": finding.verdict.value if finding.verdict else None,
    }
    if finding.review is not None:
        document["review"] = finding.review.value
    document["underlying"] = finding.underlying.value if finding.underlying else None
    document["confidence"] = finding.confidence.value
    if finding.displaced_by:
        document["displaced_by"] = finding.displaced_by
    return document


def duty_json(duty: Duty) -> Json:
    """Something to do beside the verdict; ``due`` is absent where the law sets no day."""
    document: Json = {"id": duty.id, "provision": duty.provision}
    if duty.due is not None:
        document |= {"due": duty.due, "provisional": duty.provisional}
    if not duty.certain:
        document["certain"] = False
    if duty.questions:
        document["settled_by"] = [
            {"fact": question.fact, "subject": question.subject, "question": question.en} for question in duty.questions
        ]
    return document


def deciding_json(deciding: DecidingSet) -> Json:
    """A smallest set of questions and what their answers lead to (rule A4)."""
    document: Json = {
        "set": [
            {"fact": question.fact, "subject": question.subject, "question": question.en}
            for question in deciding.questions
        ],
        "settles": dict(deciding.settles),
        "guaranteed": deciding.guaranteed,
    }
    if deciding.aspect != "verdict":
        document["aspect"] = deciding.aspect
    return document


def share_json(report: ShareReport) -> Json:
    """The value share with its bounds rounded outwards; ``headroom`` is what is left to the threshold."""
    return {
        "low": share_number(report.low, up=False),
        "high": share_number(report.high, up=True),
        "threshold": share_number(report.threshold, up=True),
        "headroom": share_number(report.headroom, up=False),
        "by_basis": bases_json(report.share, report.ledger),
        "tight": report.tight,
    }


def bases_json(share: ValueShare | None, rows: Sequence[LedgerRow]) -> list[Json]:
    """The share under each pair of bases: as the ledger has it, or in short where there is none."""
    views = share.by_basis if share is not None else ()
    return [ledger_json(row, views) for row in rows] if rows else [basis_json(view) for view in views]


def basis_share(basis: BasisView) -> tuple[Fraction, Fraction | None]:
    """Lower and upper bound of the share under one pair of bases; the upper None when nothing bounds it."""
    low = basis.low_n / basis.high_v if basis.high_v else Fraction(0)
    high = None if basis.high_n is None or basis.low_v <= 0 else basis.high_n / basis.low_v
    return low, high


def basis_json(basis: BasisView) -> Json:
    """The share under one pair of bases: of the prices of contents, and of the value of the item."""
    low, high = basis_share(basis)
    document: Json = {
        "price_basis": basis.price_basis,
        "value_basis": basis.value_basis,
        "low": share_number(low, up=False),
        "high": share_number(high, up=True),
        "numerator": [money(basis.low_n, up=False), _money_or_none(basis.high_n)],
        "denominator": [money(basis.low_v, up=False), _money_or_none(basis.high_v)],
        "currency": basis.currency,
    }
    if basis.price_date:
        document["price_date"] = basis.price_date
    if basis.flip:
        document["flip"] = basis.flip
    if basis.notes:
        document["notes"] = list(basis.notes)
    return document


def leaf_json(leaf: ShareLeaf) -> Json:
    """One thing that widens the bounds, with the value it may add per unit of the item."""
    return {
        "label": leaf.label,
        "entry": leaf.entry,
        "low": money(leaf.low_n, up=False),
        "high": money(leaf.high_n, up=True),
        "question": leaf.question,
        "why": leaf.why,
    }


def _money_or_none(value: Fraction | None) -> str | None:
    return None if value is None else money(value, up=True)


def jsonable(value: object) -> object:
    """``value`` in the types of JSON: fractions as exact text, sets sorted, anything else as its own text."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, float):
        return float(exact(value))
    if isinstance(value, Fraction):
        return money(value, up=True)
    if isinstance(value, Mapping):
        return {str(key): jsonable(item) for key, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((jsonable(item) for item in value), key=str)
    if isinstance(value, list | tuple):
        return [jsonable(item) for item in value]
    return str(value)
