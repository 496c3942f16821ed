"""The proof of one line as text that reads like an argument (``monazite explain``): the answer, why, what did not hold,
what is open and who could settle it, the branches, the sources, and what was not examined.

At most 100 columns. In Chinese the labels are Chinese; titles, questions and values come as the packs and the
portfolio give them, in Chinese where they have it. The structure is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from monazite.model.citation import Citation
from monazite.model.determination import DecidingSet, Finding, ProofNode, Verdict
from monazite.model.truth import Truth
from monazite.reporting import licence_words, words
from monazite.reporting.answers import FIRST_DUTY, first_condition, shown, shown_with_duty
from monazite.reporting.attested import attested_words
from monazite.reporting.json_line import basis_share
from monazite.reporting.labels import JOINTS, label
from monazite.reporting.ledger_words import paragraphs
from monazite.reporting.names import line_name, place_name, provision_name
from monazite.reporting.numbers import percent, percent_range
from monazite.reporting.question_words import answer_words, question_name
from monazite.reporting.scope import later_texts, missing_texts, nothing_found, open_points, source_words
from monazite.reporting.text import visible, wrapped
from monazite.reporting.words import Lang, say
from monazite.services.assessment import Assessment, LineAnswer

WIDTH = 100


def proof_text(assessment: Assessment, line: LineAnswer, lang: Lang = Lang.EN) -> str:
    """The whole argument for ``line``; ends with a line break."""
    writer = _Writer(lang)
    for part in (_head, _why, _unknown, _branches, _share, _duties, _licence, _basis, _sources):
        part(writer, assessment, line)
    return "\n".join(writer.lines) + "\n"


@dataclass(slots=True)
class _Writer:
    """Lines of text, wrapped, with a mark in front and what follows behind it."""

    lang: Lang
    lines: list[str] = field(default_factory=list)
    shown: set[ProofNode] = field(default_factory=set)

    def title(self, key: str) -> None:
        self.lines += ["", label(key, self.lang).upper() if self.lang is Lang.EN else f"【{label(key, self.lang)}】"]

    def put(self, text: str, first: str = "  ", rest: str | None = None) -> None:
        self.lines += wrapped(text, WIDTH, first, rest)

    def pair(self, key: str, text: str) -> None:
        if text:
            self.put(text, f"  {label(key, self.lang)}: ", "    ")

    def join(self, texts: Iterable[str]) -> str:
        return ("；" if self.lang is Lang.ZH else "; ").join(text for text in texts if text)


def _head(out: _Writer, assessment: Assessment, line: LineAnswer) -> None:
    answer, lang = line.determination, out.lang
    said = shown(answer, lang)
    out.lines.append(f"{label('proof', lang)}: {visible(line_name(line.shipment_id, line.line))}")
    out.put(f"{line.part_name} ({line.part_id})" if line.part_id else line.part_name, f"  {label('item', lang)}: ")
    out.pair("route", f"{place_name(line.from_country)} → {place_name(line.to_country)}")
    out.pair("day", str(answer.as_of))
    out.pair("known_at", str(answer.known_at) if answer.known_at else label("everything", lang))
    out.pair("end_users", ", ".join(line.end_users) or "?")
    out.pair("end_use", line.end_use or "?")
    for attested in attested_words(assessment):
        out.put(attested)
    out.title("answer")
    out.put(f"{said.sign} {said.text}")
    if answer.grounds is not None:
        out.put(words.grounds_words(answer.grounds, lang))
    if answer.verdict is Verdict.NO_LICENCE_REQUIRED:
        out.put(nothing_found(assessment, lang))
    out.pair("review", words.review_words(answer.review, lang))
    beneath = shown_with_duty(answer, answer.underlying, answer.underlying_possible, lang)
    out.pair("underlying", beneath.text)
    out.pair("confidence", say(words.CONFIDENCES[answer.confidence], lang))
    until = f"{label('until', lang)} {answer.holds_until}" if answer.holds_until else ""
    ends = out.join(answer.ends_if)
    out.pair("holds", out.join([until, f"{label('ends_if', lang)} {ends}" if ends else ""]))


def _why(out: _Writer, assessment: Assessment, line: LineAnswer) -> None:
    """Rules that hold, then those that sleep, then those that may hold, then those that do not, each once."""
    answer = line.determination
    seen = {(finding.provision, finding.rule) for finding in answer.tried}
    tried = [*(f for f in answer.findings if (f.provision, f.rule) not in seen), *answer.tried]
    groups: tuple[tuple[str, Callable[[Finding], bool]], ...] = (
        ("why", lambda f: f.truth is Truth.TRUE and f.force is Truth.TRUE),
        ("dormant", lambda f: f.truth is Truth.TRUE and f.force is not Truth.TRUE),
        ("may", lambda f: f.truth is Truth.UNKNOWN),
        ("not_held", lambda f: f.truth is Truth.FALSE),
    )
    for key, belongs in groups:
        members = [finding for finding in tried if belongs(finding)]
        if members or key == "why":
            out.title(key)
            if not members:
                out.put(label("nothing", out.lang))
        for finding in members:
            _finding(out, finding)


def _finding(out: _Writer, finding: Finding) -> None:
    lang = out.lang
    sign, word = words.TRUTH_SIGNS[finding.truth], say(words.TRUTHS[finding.truth], lang)
    out.put(f"{provision_name(finding.provision)}: {finding.title} [{say(words.STATES[finding.state], lang)}]",
            f"  {sign} {word}  ", "      ")  # fmt: skip
    if finding.verdict is not None and finding.truth is not Truth.FALSE:
        asks = [
            say(words.VERDICTS[finding.verdict], lang),
            say(words.REVIEWS[finding.review], lang) if finding.review else "",
        ]
        displaced = f"{label('displaced', lang)} {provision_name(finding.displaced_by)}" if finding.displaced_by else ""
        out.put(out.join([*asks, displaced, say(words.CONFIDENCES[finding.confidence], lang)]), "      → ")
    if finding.proof is not None:
        _node(out, finding.proof, 3)


def _node(out: _Writer, node: ProofNode, depth: int) -> None:
    """A step and what bears it out: its sign and condition, what was read and where, what would settle it.

    Of a step that is open, parts that hold or do not hold stand without their own steps; of one that is settled, parts
    that do not matter are left out. What was shown above is not shown again. The page and the JSON hold everything.
    """
    pad = "  " * min(depth, 12)
    joint = node.note in JOINTS
    again = bool(node.children) and node in out.shown
    sign = "·" if node.truth is None else words.TRUTH_SIGNS[node.truth]
    notes = [f" ({_joint(node.note, out.lang)})" if joint else "", f" ({label('above', out.lang)})" if again else ""]
    text = _joint(node.text, out.lang)
    out.put(f"{text}{f': {node.value}' if node.value else ''}{_from(out, node)}{''.join(notes)}",
            f"{pad}{sign} ", f"{pad}    ")  # fmt: skip
    if node.question and not node.children:
        out.put(f"{label('settles', out.lang)}: {question_name(node.question)}", f"{pad}    ? ")
    if node.note and not joint:
        out.put(node.note, f"{pad}    ")
    if again:
        return
    if node.children:
        out.shown.add(node)
    bearing = [child for child in node.children if child.truth is node.truth or child.truth is None] or node.children
    for child in node.children:
        if child in bearing:
            _node(out, child, depth + 1)
        elif node.truth is Truth.UNKNOWN and child.text not in JOINTS:
            _node(out, replace(child, children=()), depth + 1)


def _joint(text: str, lang: Lang) -> str:
    """How steps are joined, in words; any other text as it is."""
    return say(JOINTS[text], lang) if text in JOINTS else text


def _from(out: _Writer, node: ProofNode) -> str:
    """Where a value was read and how well it is supported, in brackets; nothing for a step that rests on others."""
    known = node.confidence is not None and (not node.children or node.source) and node.truth is not Truth.UNKNOWN
    support = say(words.CONFIDENCES[node.confidence], out.lang) if known and node.confidence is not None else ""
    said = out.join([node.source, support])
    return f"  [{said}]" if said else ""


def _unknown(out: _Writer, assessment: Assessment, line: LineAnswer) -> None:
    answer = line.determination
    if not answer.deciding:
        return
    out.title("unknown")
    for number, deciding in enumerate(answer.deciding, start=1):
        _deciding(out, deciding, number)
    if not answer.complete:
        out.put(label("incomplete", out.lang))


def _deciding(out: _Writer, deciding: DecidingSet, number: int) -> None:
    lang = out.lang
    for index, question in enumerate(deciding.questions):
        mark = f"  {number}. " if index == 0 else "   + "
        out.put(question.zh if lang is Lang.ZH and question.zh else question.en, mark, "     ")
        who = f"{label('who', lang)}: {question.who}" if question.who else ""
        out.put(out.join([who, question.fact, question.subject if question.subject != question.fact else ""]), "     ")
    for answer, leads in deciding.settles.items():
        said = answer_words(answer, len(deciding.questions) == 1)
        out.put(f"{said} → {words.outcome(leads, lang)}", "       ")
    out.put(label("guaranteed" if deciding.guaranteed else "may_settle", lang), "     ")


def _branches(out: _Writer, assessment: Assessment, line: LineAnswer) -> None:
    answer, lang = line.determination, out.lang
    chinese = {branch.id: branch.label_zh for question in assessment.law_questions for branch in question.branches}
    if answer.branches:
        out.title("branches")
    for branch in answer.branches:
        said = shown_with_duty(answer, branch.verdict, branch.possible, lang)
        name = chinese.get(branch.id) or branch.label if lang is Lang.ZH else branch.label
        out.put(out.join([f"{name} → {said.sign} {said.text}", words.review_words(branch.review, lang)]), "  ", "    ")
    if answer.other_readings:
        out.title("readings")
    for other in answer.other_readings:
        said = shown_with_duty(answer, other.verdict, other.possible, lang)
        out.put(out.join([f"{other.reading} = {other.alternative} → {said.sign} {said.text}",
                          words.review_words(other.review, lang)]), "  ", "    ")  # fmt: skip


def _share(out: _Writer, assessment: Assessment, line: LineAnswer) -> None:
    report = line.determination.share
    if report is None:
        return
    out.title("share")
    limit = f"{label('threshold', out.lang)} {percent(report.threshold, up=True)}"
    out.put(f"{percent_range(report.low, report.high, report.threshold)} ({limit})")
    for row in report.ledger:
        for indent, texts in paragraphs(row, out.lang):
            out.put(out.join(texts), indent, " " * (len(indent) + 2))
    if report.ledger:
        return
    for view in report.share.by_basis if report.share is not None else ():
        low, high = basis_share(view)
        name = f"{view.price_basis} {view.price_date}".strip() + f" / {view.value_basis}"
        bounds = percent_range(low, high, report.threshold)
        out.put(out.join([f"{name}: {bounds}", view.flip, *view.notes]), "  · ")


def _duties(out: _Writer, assessment: Assessment, line: LineAnswer) -> None:
    answer, lang = line.determination, out.lang
    if answer.duties:
        out.title("duties")
    for duty in answer.duties:
        due = f"{label('due', lang)} {duty.due}" if duty.due else ""
        early = label("provisional", lang) if duty.provisional else ""
        perhaps = "" if duty.certain else label("possible", lang)
        if duty.id == FIRST_DUTY and not duty.certain:
            perhaps = f"{perhaps}, {first_condition(duty, lang)}"
        out.put(out.join([f"{duty.title or duty.id} ({provision_name(duty.provision)})", due, early, perhaps]), "  · ")
        for question in duty.questions:
            out.put(question.zh if lang is Lang.ZH and question.zh else question.en, "    ? ")
    if answer.issues:
        out.title("issues")
    for issue in answer.issues:
        out.put(str(issue), "  · ")


def _licence(out: _Writer, assessment: Assessment, line: LineAnswer) -> None:
    found = list(licence_words.pairs(line.determination, out.lang))
    if found:
        out.title("licence")
    for name, text in found:
        out.put(visible(text), f"  {name}: ", "    ")


def _basis(out: _Writer, assessment: Assessment, line: LineAnswer) -> None:
    if assessment.assumptions or assessment.positions:
        out.title("assumptions")
    for reading, choice in sorted(assessment.positions.items()):
        out.put(f"{reading} = {choice}", "  · ")
    for text in assessment.assumptions:
        out.put(text, "  · ")
    out.title("not_examined")
    missing = missing_texts(assessment)
    for item in missing:
        out.put(item.title, "  · ")
    for name, points in open_points(assessment).items():
        out.put(f"{name}: {len(points)} {label('points', out.lang)}", "  · ")
    if not missing:
        out.put(label("nothing", out.lang))
    later = later_texts(assessment)
    if later:
        out.title("later")
    for item in later:
        out.put(item.title, "  · ")


def _sources(out: _Writer, assessment: Assessment, line: LineAnswer) -> None:
    """Every citation of the rules that hold or may hold, once, with how it was read; then the packs."""
    answer = line.determination
    cited = [c for f in (*answer.findings, *answer.tried) if f.truth is not Truth.FALSE for c in f.citations]
    if answer.branches:
        cited += [citation for question in assessment.law_questions for citation in question.citations]
    out.title("sources")
    for citation in _once(cited):
        read = say(words.READ[citation.read], out.lang)
        out.put(f"{source_words(assessment, citation)} {citation.article}".strip() + f" [{read}]", "  · ")
    for pack in assessment.packs:
        title = pack.title_zh if out.lang is Lang.ZH and pack.title_zh else pack.title_en
        out.put(f"{pack.id} {title} ({pack.version}, {pack.last_checked_on}, sha256 {pack.sha256[:16]}…)", "  · ")


def _once(citations: Sequence[Citation]) -> list[Citation]:
    return list(dict.fromkeys(citations))
