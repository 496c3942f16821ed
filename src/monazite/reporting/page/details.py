"""What unfolds beneath a line, as compact JSON inside the page: equal parts of proofs are stored once.

A page of ten thousand lines repeats the same rules, citations and conditions; they live in a pool and lines name them
by number. ``details.js`` builds the elements from it when a line is opened, by text nodes only, so that nothing from
outside is ever read as markup.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial

from monazite.model.citation import Citation
from monazite.model.determination import DecidingSet, Determination, Finding, ProofNode, ShareReport, Verdict
from monazite.model.ledger import LedgerRow
from monazite.model.share import ShareLeaf
from monazite.model.truth import Truth
from monazite.reporting import licence_words, words
from monazite.reporting.answers import shown, shown_with_duty
from monazite.reporting.json_line import Json
from monazite.reporting.labels import PAGE
from monazite.reporting.ledger_words import (
    content_lines,
    flip_lines,
    headroom_words,
    pair_name,
    plain_number,
    range_of,
    share_words,
    side_words,
    value_words,
    verdict_words,
)
from monazite.reporting.names import line_name, place_name, provision_name
from monazite.reporting.numbers import money
from monazite.reporting.page.bounds import chart
from monazite.reporting.question_words import answer_words, question_name
from monazite.reporting.scope import nothing_found, source_words
from monazite.reporting.text import sound, visible
from monazite.services.assessment import Assessment, LineAnswer

Stored = tuple[Hashable, ...]
"""A value of the pool."""


@dataclass(slots=True)
class Pool:
    """Values stored once each; `add` gives the number by which a value is known.

    ``drawn`` remembers the drawings of shares, which many lines have in common.
    """

    assessment: Assessment
    items: list[object] = field(default_factory=list)
    index: dict[Hashable, int] = field(default_factory=dict)
    drawn: dict[Hashable, tuple[int, int]] = field(default_factory=dict)
    _added: dict[int, tuple[object, int]] = field(default_factory=dict)
    _listed: dict[tuple[int, ...], tuple[object, list[int]]] = field(default_factory=dict)

    def once(self, thing: object, value: Callable[[], Hashable]) -> int:
        """The number of the ``value`` of a thing that many lines share, made when the thing is first met."""
        known = self._added.get(id(thing))
        if known is None:
            known = self._added[id(thing)] = thing, self.add(value())  # the thing is kept, so that its id stays its own
        return known[1]

    def each(self, things: tuple[tuple[object, ...], ...], values: Callable[[], list[int]]) -> list[int]:
        """The numbers of the ``values`` of tuples that many lines share, made when these are first met."""
        key = tuple(map(id, things))
        known = self._listed.get(key)
        if known is None:
            known = self._listed[key] = things, values()
        return known[1]

    def add(self, value: Hashable) -> int:
        """The number of ``value``, made of texts, numbers and tuples; it is stored if it is new."""
        number = self.index.setdefault(value, len(self.items))
        if number == len(self.items):
            self.items.append(value)
        return number

    def share(self, report: ShareReport) -> tuple[int, int]:
        """The numbers of the drawing of a share and of what widens it."""
        key = (report.low, report.high, report.threshold, report.tight, id(report.share))
        if key not in self.drawn:
            self.items.append(asdict(chart(report)))
            self.drawn[key] = len(self.items) - 1, self.add(_leaves(report))
        return self.drawn[key]


def details(assessment: Assessment, lines: Sequence[LineAnswer], proofs: dict[tuple[str, str], str]) -> Json:
    """The data of all ``lines`` for ``details.js``; ``proofs`` are the paths of the proofs that are kept."""
    pool = Pool(assessment)
    rows = [_line(line, pool, proofs.get((line.shipment_id, line.line), "")) for line in lines]
    return {
        "words": PAGE,
        "truths": [[words.TRUTH_SIGNS[truth], words.say(words.TRUTHS[truth])] for truth in Truth],
        "nothing": nothing_found(assessment),
        "pool": pool.items,
        "lines": rows,
    }


def embedded(data: Json) -> str:
    """JSON that may stand inside a script element: no ``<``, no separators that end a line of script."""
    text = sound(json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _line(line: LineAnswer, pool: Pool, proof: str) -> Json:
    answer = line.determination
    row: Json = {
        "name": visible(line_name(line.shipment_id, line.line)),
        "facts": _facts(line, pool),
        "sets": pool.each((answer.deciding,), partial(_sets, answer, pool)),
        "tried": pool.each((answer.findings, answer.tried), partial(_tried, answer, pool)),
        "branches": pool.each((answer.branches,), partial(_branches, answer, pool)),
        "readings": pool.each((answer.other_readings,), partial(_readings, answer, pool)),
        "duties": [
            pool.add(
                (visible(d.title or d.id), provision_name(d.provision), d.due or "", d.provisional, d.certain, d.id)
            )
            for d in answer.duties
        ],
        "holds": answer.holds_until or "",
        "ends": [visible(text) for text in answer.ends_if],
        "issues": [visible(str(issue)) for issue in answer.issues],
        "free": answer.verdict is Verdict.NO_LICENCE_REQUIRED,
        "complete": answer.complete,
        "proof": proof,
    }
    if answer.share is not None:
        row["chart"], row["leaves"] = pool.share(answer.share)
        row["ledger"] = [pool.once(own, partial(_ledger, own)) for own in answer.share.ledger]
    return {key: value for key, value in row.items() if value not in ("", [], False)}


def _sets(answer: Determination, pool: Pool) -> list[int]:
    return [pool.once(deciding, partial(_deciding, deciding, pool)) for deciding in answer.deciding]


def _tried(answer: Determination, pool: Pool) -> list[int]:
    return [pool.once(finding, partial(_finding, finding, pool)) for finding in _everything_tried(answer)]


def _branches(answer: Determination, pool: Pool) -> list[int]:
    return [
        pool.add((visible(b.label), _verdict(answer, b.verdict, b.possible), words.review_words(b.review)))
        for b in answer.branches
    ]


def _readings(answer: Determination, pool: Pool) -> list[int]:
    return [
        pool.add((visible(o.reading), visible(o.alternative), _verdict(answer, o.verdict, o.possible)))
        for o in answer.other_readings
    ]


def _everything_tried(answer: Determination) -> tuple[Finding, ...]:
    """Every rule tried, those of the answer first where the list of the tried ones leaves them out."""
    seen = {(finding.provision, finding.rule) for finding in answer.tried}
    return (*(f for f in answer.findings if (f.provision, f.rule) not in seen), *answer.tried)


def _facts(line: LineAnswer, pool: Pool) -> list[int]:
    answer = line.determination
    pairs = (
        ("Answer", shown(answer).text),
        ("Why", words.grounds_words(answer.grounds)),
        ("Review", words.review_words(answer.review)),
        ("Substance", shown_with_duty(answer, answer.underlying, answer.underlying_possible).text),
        ("Item", f"{line.part_name} ({line.part_id})" if line.part_id else line.part_name),
        ("Route", f"{place_name(line.from_country)} → {place_name(line.to_country)}"),
        ("Judged on", f"{answer.as_of}" + (f", as known on {answer.known_at}" if answer.known_at else "")),
        ("Quantity", line.quantity),
        ("End users", ", ".join(line.end_users) or "not stated"),
        ("End use", line.end_use or "not stated"),
        ("Confidence", words.say(words.CONFIDENCES[answer.confidence])),
        *licence_words.pairs(answer),
    )
    return [pool.add((name, visible(value))) for name, value in pairs if value]


def _verdict(answer: Determination, verdict: Verdict, possible: tuple[Verdict, ...]) -> Stored:
    said = shown_with_duty(answer, verdict, possible)
    return said.kind.value, said.sign, said.text


def _deciding(deciding: DecidingSet, pool: Pool) -> Stored:
    """The numbers of the questions, the answers with what they lead to, whether each settles, and what is settled."""
    answers = tuple(
        (visible(answer_words(answer, len(deciding.questions) == 1)), visible(words.outcome(verdict)))
        for answer, verdict in deciding.settles.items()
    )
    questions = tuple(pool.add(tuple(map(visible, (q.en, q.zh, q.who)))) for q in deciding.questions)
    return questions, answers, deciding.guaranteed, deciding.aspect


def _leaves(report: ShareReport) -> Stored:
    leaves = report.share.leaves if report.share is not None else ()
    return tuple(
        (visible(leaf.label), provision_name(leaf.entry), _amounts(leaf), visible(leaf.why)) for leaf in leaves
    )


def _ledger(row: LedgerRow) -> Stored:
    """Name of the pair of bases, share, side with its words, answer alone, facts, what N is made of, flip points."""
    facts = (
        ("N: Part 1 items of Chinese origin", range_of(row.low_n, row.high_n, row.currency)),
        ("V: value of one unit", value_words(row)),
        ("Headroom", headroom_words(row)),
        ("Rates", "; ".join(f"1 {r.base} = {plain_number(r.rate)} {r.quote} ({r.date})" for r in row.rates)),
    )
    return (
        visible(pair_name(row)),
        share_words(row),
        row.side.value,
        side_words(row),
        verdict_words(row),
        tuple((name, visible(text)) for name, text in facts if text),
        tuple(visible(line) for line in content_lines(row)),
        tuple(visible(line) for line in flip_lines(row)),
    )


def _amounts(leaf: ShareLeaf) -> str:
    return f"{money(leaf.low_n, up=False)} to {money(leaf.high_n, up=True)}"


def _finding(finding: Finding, pool: Pool) -> Stored:
    """Truth, provision, title, state, force, what it asks for and what displaces it, confidence, citations, proof."""
    asks = words.say(words.SHORT_VERDICTS[finding.verdict]) if finding.verdict else ""
    review = words.say(words.REVIEWS[finding.review]) if finding.review else ""
    return (
        int(finding.truth),
        provision_name(finding.provision),
        visible(finding.title),
        words.say(words.STATES[finding.state]),
        int(finding.force),
        ", ".join(word for word in (asks, review) if word),
        provision_name(finding.displaced_by) if finding.displaced_by else "",
        words.say(words.CONFIDENCES[finding.confidence]),
        tuple(pool.add(_citation(citation, pool)) for citation in finding.citations),
        pool.add(_node(finding.proof, pool)) if finding.proof is not None else -1,
    )


def _citation(citation: Citation, pool: Pool) -> Stored:
    return (
        visible(source_words(pool.assessment, citation)),
        visible(citation.article),
        words.say(words.READ[citation.read]),
    )


def _node(node: ProofNode, pool: Pool) -> Stored:
    """Text, truth (-1: a value), value, source, confidence, question, note, children; empty tails cut off."""
    parts: list[Hashable] = [
        visible(node.text),
        -1 if node.truth is None else int(node.truth),
        visible(node.value),
        visible(node.source),
        words.say(words.CONFIDENCES[node.confidence]) if node.confidence is not None else "",
        question_name(node.question) if node.question else "",
        visible(node.note),
        tuple(pool.add(_node(child, pool)) for child in node.children),
    ]
    while parts and parts[-1] in ("", ()):
        parts.pop()
    return tuple(parts)
