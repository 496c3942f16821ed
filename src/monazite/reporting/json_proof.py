"""The proof of one line as JSON: ``monazite/proof/1`` (rule A5; schema in ``schemas/``).

It holds everything that the text and the page of a proof show, so that an auditor needs neither the program nor the
portfolio: every rule tried with its condition tree, the values read, their sources, the law as it was known.
"""

from __future__ import annotations

from monazite import __version__
from monazite.model.citation import Citation
from monazite.model.determination import DecidingSet, Finding, ProofNode
from monazite.reporting.answers import shown
from monazite.reporting.attested import attestations_json
from monazite.reporting.json_line import Json, deciding_json, duty_json, finding_json, jsonable, leaf_json, line_json
from monazite.reporting.scope import nothing_found
from monazite.reporting.words import Lang
from monazite.services.assessment import Assessment, LineAnswer

PROOF_SCHEMA = "monazite/proof/1"


def proof_document(assessment: Assessment, line: LineAnswer) -> Json:
    """The proof of ``line``, with the law and the assumptions of the run that it belongs to."""
    answer = line.determination
    determination = line_json(line, None)
    determination["findings"] = [proved_finding(finding, assessment) for finding in answer.findings]
    determination["duties"] = [{**duty_json(duty), "title": duty.title} for duty in answer.duties]
    determination["deciding_facts"] = [_deciding(deciding) for deciding in answer.deciding]
    if answer.share is not None and answer.share.share is not None:
        determination["leaves"] = [leaf_json(leaf) for leaf in answer.share.share.leaves]
    if answer.extras:
        determination["extras"] = jsonable(answer.extras)
    return {
        "schema": PROOF_SCHEMA,
        "monazite": __version__,
        "answer": {"en": shown(answer).text, "zh": shown(answer, Lang.ZH).text},
        "scope": {"en": nothing_found(assessment), "zh": nothing_found(assessment, Lang.ZH)}
        if answer.grounds is not None
        else None,
        "known_at": str(answer.known_at) if answer.known_at else None,
        "line": {
            "part_name": line.part_name,
            "from": line.from_country or None,
            "to": line.to_country or None,
            "end_users": list(line.end_users),
            "end_use": line.end_use or None,
            "quantity": line.quantity or None,
        },
        "determination": determination,
        "tried": [proved_finding(finding, assessment) for finding in answer.tried],
        "positions": dict(sorted(assessment.positions.items())),
        "exploratory": list(assessment.exploratory),
        "assumptions": list(assessment.assumptions),
        "examined": [
            {
                "id": item.id,
                "title": item.title,
                "examined": item.examined,
                "published": item.published,
                "note": item.note,
                "confidence": item.confidence.value,
            }
            for item in assessment.examined
        ],
        "packs": [
            {"id": pack.id, "version": pack.version, "sha256": pack.sha256, "stale": pack.stale}
            for pack in assessment.packs
        ],
        **attestations_json(assessment.attestations),
        "inputs_sha256": assessment.inputs_sha256,
    }


def proved_finding(finding: Finding, assessment: Assessment) -> Json:
    """A rule as tried, with its title, the state of its provision, its citations and its condition tree."""
    document = finding_json(finding)
    document |= {
        "rule": finding.rule,
        "title": finding.title,
        "state": finding.state.value,
        "citations": [citation_json(citation, assessment) for citation in finding.citations],
    }
    if finding.proof is not None:
        document["proof"] = node_json(finding.proof)
    return document


def citation_json(citation: Citation, assessment: Assessment) -> Json:
    """A pointer to the text, with how it was read; title and address where the run knows the source."""
    document: Json = {"source": citation.source, "article": citation.article, "read": citation.read.value}
    info = assessment.sources.get(citation.source)
    return document if info is None else {**document, "title": info.title, "address": info.address}


def node_json(node: ProofNode) -> Json:
    """One step of a proof; keys without a value are left out, ``truth`` is null for a value that is no condition."""
    document: Json = {"text": node.text, "truth": None if node.truth is None else node.truth.name.lower()}
    said = {"value": node.value, "source": node.source, "question": node.question, "note": node.note}
    document |= {key: value for key, value in said.items() if value}
    if node.confidence is not None:
        document["confidence"] = node.confidence.value
    if node.children:
        document["children"] = [node_json(child) for child in node.children]
    return document


def _deciding(deciding: DecidingSet) -> Json:
    """A deciding set with the Chinese question and who would know."""
    document = deciding_json(deciding)
    document["set"] = [
        {
            "fact": question.fact,
            "subject": question.subject,
            "question": question.en,
            "question_zh": question.zh,
            "who": question.who,
        }
        for question in deciding.questions
    ]
    return document
