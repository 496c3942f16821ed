"""The JSON document of `monazite law diff`: ``monazite/law-diff/1``."""

from __future__ import annotations

from collections.abc import Sequence

from monazite import __version__
from monazite.model.dates import Moment
from monazite.model.determination import Determination
from monazite.reporting.json_line import Json, branch_json
from monazite.reporting.law_diff_words import by_cause
from monazite.services.flips import Flip, PortfolioDiff
from monazite.services.law_diff import ForceChange, LawDiff, Standing, Step


def law_diff_document(diff: LawDiff, days: tuple[Moment, Moment], known_at: Moment | None) -> Json:
    """The law alone. ``causes`` group the changes by the events behind them."""
    return {
        "schema": "monazite/law-diff/1",
        "monazite": __version__,
        "from": str(days[0]),
        "to": str(days[1]),
        "known_at": str(known_at) if known_at else None,
        "causes": [
            _cause(number, cause, found) for number, (cause, found) in enumerate(by_cause(diff.changes).items())
        ],
        "parameters": [
            {"instrument": p.instrument, "parameter": p.parameter, "before": p.before, "after": p.after}
            for p in diff.parameters
        ],
    }


def portfolio_diff_document(
    diff: PortfolioDiff, name: str, days: tuple[Moment, Moment], known_at: Moment | None
) -> Json:
    """The same with the lines that flip; each names its causes by their place in ``causes``."""
    causes = list(by_cause(diff.law.changes))
    return {
        **law_diff_document(diff.law, days, known_at),
        "portfolio": name,
        "judged": diff.judged,
        "not_judged": diff.not_judged,
        "flips": [_flip(flip, causes) for flip in diff.flips],
    }


def _cause(number: int, cause: str, changes: Sequence[ForceChange]) -> Json:
    return {
        "id": number,
        "cause": cause,
        "events": [_step(step) for step in dict.fromkeys(step for change in changes for step in change.steps)],
        "changes": [
            {
                "instrument": change.instrument,
                "provisions": list(change.provisions),
                "before": _standing(change.before),
                "after": _standing(change.after),
            }
            for change in changes
        ],
    }


def _step(step: Step) -> Json:
    return {
        "id": step.id,
        "kind": step.kind,
        "start": step.start.isoformat(),
        "until": step.until.isoformat() if step.until else None,
        "runs_out": step.ends,
        "by": step.by or None,
        "nature": step.nature,
        "known_on": step.known_on.isoformat(),
        "confidence": step.confidence.value,
        "attested": step.attested or None,
        "citations": [{"source": c.source, "article": c.article, "read": c.read.value} for c in step.citations],
    }


def _standing(standing: Standing) -> Json:
    branches = [{"question": q, "option": o, "state": s.value} for q, o, s in standing.branches]
    return {"state": standing.state.value, "branches": branches}


def _flip(flip: Flip, causes: list[str]) -> Json:
    shipment, _, line = flip.subject.rpartition("/")
    return {
        "shipment_id": shipment,
        "line": line,
        "part_id": flip.part_id or None,
        "before": answer_json(flip.before),
        "after": answer_json(flip.after),
        "causes": [causes.index(cause) for cause in by_cause(flip.by_law)],
        "facts": list(flip.facts),
        "cause_known": bool(flip.by_law or flip.facts),
    }


def answer_json(answer: Determination) -> Json:
    """An answer in short, per branch of what is open about the law."""
    return {
        "verdict": answer.verdict.value,
        "possible": [verdict.value for verdict in answer.possible],
        "review": [review.value for review in answer.review],
        "confidence": answer.confidence.value,
        "branches": [branch_json(branch) for branch in answer.branches],
    }
