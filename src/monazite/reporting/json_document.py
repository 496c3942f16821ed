"""The JSON document of `assess`: ``monazite/determinations/1`` (design, section 6; schema in ``schemas/``).

The same assessment always gives the same bytes: keys in a fixed order, no clock, no path of this machine.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from monazite import __version__
from monazite.model.determination import Verdict
from monazite.model.issue import Issue, Severity
from monazite.reporting.answers import first_counts
from monazite.reporting.attested import attestations_json
from monazite.reporting.json_line import Json, bases_json, leaf_json, line_json
from monazite.reporting.names import file_stems
from monazite.reporting.numbers import share_number
from monazite.reporting.product_json import exposure_json, product_json
from monazite.reporting.questions import AskedQuestion, asked
from monazite.reporting.scope import examined_texts, later_texts
from monazite.reporting.text import sound
from monazite.services.assessment import Assessment, LawQuestion, PackInfo, PartAnswer

SCHEMA = "monazite/determinations/1"
MAX_LINES = 100_000
"""Above this many lines the document holds the summary, the issues and the path of the Parquet file."""

PARQUET_NAME = "determinations.parquet"
TOP_QUESTIONS = 20


def proof_paths(assessment: Assessment) -> dict[tuple[str, str], str]:
    """The path of each line's proof beside the document, for every line; which of them are written is a matter of
    `monazite.reporting.files`.
    """
    stems = file_stems((line.shipment_id, line.line) for line in assessment.lines)
    return {name: f"proofs/{stem}.json" for name, stem in stems.items()}


def document(assessment: Assessment, proofs: Mapping[tuple[str, str], str] | None = None) -> Json:
    """The whole document. ``proofs``: (shipment, line) -> path of the proofs that are kept; none by default."""
    kept = proofs or {}
    whole = assessment.every is None and assessment.total <= MAX_LINES
    result: Json = {
        "schema": SCHEMA,
        "monazite": __version__,
        "as_of": str(assessment.as_of) if assessment.as_of else None,
        "known_at": str(assessment.known_at) if assessment.known_at else None,
        "packs": [pack_json(pack) for pack in assessment.packs],
        "inputs_sha256": assessment.inputs_sha256,
        "positions": dict(sorted(assessment.positions.items())),
        **attestations_json(assessment.attestations),
        "law_questions": [law_question_json(question) for question in assessment.law_questions],
        "issues": [issue_json(issue) for issue in assessment.issues],
        "summary": summary(assessment),
    }
    if not whole:
        return result | {"parquet": PARQUET_NAME}
    result["parts"] = [part_json(part) for part in assessment.parts]
    if assessment.products:
        result["products"] = [product_json(product) for product in assessment.products]
    if assessment.exposure is not None:
        result["exposure"] = exposure_json(assessment.exposure)
    result["determinations"] = [line_json(line, kept.get((line.shipment_id, line.line))) for line in assessment.lines]
    return result


def text(content: Json) -> str:
    """``content`` as the text of a file: one line per key, and within a list one line per item; ends with a line break.

    Letters stand as UTF-8; lone surrogates, which no UTF-8 file can hold, become question marks.
    """
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    keys = []
    for key, value in content.items():
        if isinstance(value, list) and value:
            items = ",\n  ".join(encode(item) for item in value)
            keys.append(f"{encode(key)}: [\n  {items}\n ]")
        else:
            keys.append(f"{encode(key)}: {encode(value)}")
    return sound("{\n " + ",\n ".join(keys) + "\n}\n")


@cache
def schema(name: str = "determinations-1") -> Mapping[str, Any]:
    """A published JSON Schema (2020-12): ``determinations-1`` or ``proof-1``."""
    file = resources.files("monazite.reporting") / "schemas" / f"{name}.schema.json"
    loaded: dict[str, Any] = json.loads(file.read_text("utf-8"))
    return loaded


def pack_json(pack: PackInfo) -> Json:
    """A regulation pack as used; `age_days` where it is stale, `checked_by` where an attestation moved its day."""
    document_: Json = {
        "id": pack.id,
        "version": pack.version,
        "last_checked_on": pack.last_checked_on.isoformat(),
        "sha256": pack.sha256,
        "stale": pack.stale,
    }
    if pack.stale:
        document_["age_days"] = pack.age_days
    if pack.checked_by:
        document_["checked_by"] = pack.checked_by
    return document_


def law_question_json(question: LawQuestion) -> Json:
    """What is open about the law, with its branches (rule Z3)."""
    branches = [{"id": branch.id, "label": branch.label_en} for branch in question.branches]
    return {"id": question.id, "question": question.question_en, "branches": branches}


def issue_json(issue: Issue) -> Json:
    """An issue with its place; table, row and column are absent where the issue has none, subject where it has none."""
    document_: Json = {"severity": issue.severity.value, "code": issue.code}
    place = {"table": issue.table, "row": issue.row, "column": issue.column}
    document_ |= {key: value for key, value in place.items() if value}
    document_ |= {"message": issue.message, "remedy": issue.remedy}
    if issue.subject:
        document_["subject"] = issue.subject
    return document_


def part_json(part: PartAnswer) -> Json:
    """A shipped part with what is known of its content."""
    result: Json = {
        "part_id": part.part_id,
        "name": part.name,
        "kind": part.kind or None,
        "entries": list(part.entries),
        "possible_entries": list(part.possible_entries),
        "made_in": part.made_in or None,
        "origin": part.origin or None,
        "unit_value": part.unit_value or None,
        "shipments": part.shipments,
    }
    if part.share is not None:
        result["share"] = {
            "low": share_number(part.share_low, up=False),
            "high": share_number(part.share_high, up=True),
            "threshold": share_number(part.threshold, up=True),
            "by_basis": bases_json(part.share, part.ledger),
            "leaves": [leaf_json(leaf) for leaf in part.share.leaves],
        }
    return result


def summary(assessment: Assessment) -> Json:
    """Counts, the questions of the widest reach, and what was and was not examined (rule S3)."""
    first = first_counts(assessment)
    severities = Counter(issue.severity for issue in assessment.issues)
    underlying: Counter[Verdict] = Counter()
    for alike in assessment.alike:
        underlying[alike.line.determination.underlying] += alike.count
    every = {} if assessment.every is None else {"patterns": assessment.every.judged}
    return {
        "portfolio": assessment.portfolio,
        "run_on": assessment.run_on.isoformat(),
        "lines": assessment.total,
        **every,
        "not_judged": assessment.not_judged,
        "verdicts": {verdict.value: count for verdict, count in assessment.counts.items()},
        "underlying": {verdict.value: underlying[verdict] for verdict in Verdict},
        "branches": _branch_counts(assessment),
        "ask_first": first.certain,
        "ask_first_possible": first.possible,
        "issues": {severity.value: severities[severity] for severity in Severity},
        "questions": [question_json(question) for question in asked(assessment.alike)[:TOP_QUESTIONS]],
        "assumptions": list(assessment.assumptions),
        "exploratory": list(assessment.exploratory),
        "examined": [item.id for item in examined_texts(assessment)],
        "not_examined": [
            {"id": item.id, "title": item.title, "note": item.note}
            for item in assessment.examined
            if not item.examined and item.published
        ],
        "not_yet_published": [item.id for item in later_texts(assessment)],
    }


def _branch_counts(assessment: Assessment) -> Json:
    """Verdicts counted per branch of the open question of law."""
    counts: dict[str, Counter[Verdict]] = {}
    for alike in assessment.alike:
        for branch in alike.line.determination.branches:
            counts.setdefault(branch.id, Counter())[branch.verdict] += alike.count
    return {name: {verdict.value: counter[verdict] for verdict in Verdict} for name, counter in counts.items()}


def question_json(question: AskedQuestion) -> Json:
    """A question with its reach, in both languages."""
    return {
        "fact": question.question.fact,
        "subject": question.question.subject,
        "question": question.question.en,
        "question_zh": question.question.zh,
        "who": question.question.who,
        "lines": question.reach,
        "settles_alone": question.settled,
    }
