"""A condition as a proof: the same tree, with the truth of each part and what was read (rule A5)."""

from __future__ import annotations

from monazite.law.judge import Judge
from monazite.law.proof_attested import attested_in
from monazite.logic.evaluate import Scope, evaluate
from monazite.logic.syntax import And, Call, Compare, Defined, Name, Node, Not, Or, Quantified
from monazite.logic.world import Judged, Probe
from monazite.model.bounds import Bounds
from monazite.model.citation import Confidence, best, weakest
from monazite.model.determination import ProofNode
from monazite.model.fact import ByReading, CodeSet, EntrySet, Fact, PartyFacts, TechnologyUse
from monazite.model.rounding import finite
from monazite.model.share import Lens, RememberedShare
from monazite.model.truth import Truth


def prove(node: Node, judge: Judge, scope: Scope | None = None, words: bool = True) -> ProofNode:
    """The proof of ``node`` in the situation of ``judge``, with nothing assumed about what is unknown.

    ``words`` false gives its truth and confidence alone, in a node without text, values and children.
    """
    return _Proving(judge, words).prove(node, scope or {})


class _Proving:
    """Proves the nodes of conditions in one situation."""

    def __init__(self, judge: Judge, words: bool) -> None:
        self.judge, self.words = judge, words

    def prove(self, node: Node, scope: Scope) -> ProofNode:
        match node:
            case And(items):
                return self._chain("all of", [self.prove(item, scope) for item in items])
            case Or(items):
                return self._chain("any of", [self.prove(item, scope) for item in items])
            case Not(item):
                child = self.prove(item, scope)
                return self._made("not", (child.truth or Truth.FALSE).negate(), child.confidence, [child])
            case Defined() if not scope:
                key = ("proof", node.name, self.words)
                return self.judge.remember(key, lambda: self._defined(node, scope))
            case Defined():
                return self._defined(node, scope)
            case Quantified():
                return self._quantified(node, scope)
            case _:
                return self._atom(node, scope)

    def _made(
        self, text: str, truth: Truth, confidence: Confidence | None, children: list[ProofNode], note: str = ""
    ) -> ProofNode:
        if not self.words:
            return ProofNode("", truth, confidence=confidence)
        return ProofNode(text, truth, confidence=confidence, note=note, children=tuple(children))

    def _chain(self, text: str, children: list[ProofNode]) -> ProofNode:
        truths = [c.truth for c in children if c.truth is not None]
        every = text == "all of"
        truth = Truth.all(truths) if every else Truth.any(truths)
        confidence = (all_confidence if every else any_confidence)(children, truth)
        return self._made(text, truth, confidence, children)

    def _defined(self, node: Defined, scope: Scope) -> ProofNode:
        """A named condition, with the parts of its body as its own."""
        child = self.prove(node.body, scope)
        inner = child.children if child.text in ("all of", "any of") else (child,)
        note = "" if len(inner) < 2 else child.text
        return self._made(node.meaning or node.name, child.truth or Truth.FALSE, child.confidence, list(inner), note)

    def _quantified(self, node: Quantified, scope: Scope) -> ProofNode:
        judge = self.judge
        members = judge.backend.members(node, scope, judge.probe())
        if isinstance(members, Judged):
            return ProofNode(str(node), members.truth, "unknown", "", Confidence.UNKNOWN, _names(members))
        children = []
        for member in members:
            child = self.prove(node.body, {**scope, node.variable: member})
            children.append(_member(node, judge, member, child))
        judged = evaluate(node, judge.backend, judge.probe(), scope)
        confidence = any_confidence(children, judged.truth) if children else _member_confidence(node, judge)
        if not self.words:
            return ProofNode("", judged.truth, confidence=confidence)
        what = "some" if node.kind == "any" else "every"
        text = f"{what} of {node.collection}: {node.body}" if not children else f"{what} of {node.collection}"
        value = "" if children else "there is none"
        return ProofNode(text, judged.truth, value, "", confidence, _names(judged), children=tuple(children))

    def _atom(self, node: Node, scope: Scope) -> ProofNode:
        judge = self.judge
        judge.backend.read = {}
        judged = evaluate(node, judge.backend, judge.probe(), scope)
        facts = [fact for fact in judge.backend.read.values() if fact is not None]
        facts += _member_facts(node, scope)
        attested = attested_in(node, facts, judge)
        sure = [f.confidence for f in facts] + ([Confidence.USER_ATTESTED] if attested else [])
        confidence = Confidence.UNKNOWN if judged.truth is Truth.UNKNOWN else weakest(sure)
        if not self.words:
            return ProofNode("", judged.truth, confidence=confidence)
        value = "; ".join(dict.fromkeys(describe(fact) for fact in facts)) or _silent(node, judge)
        source = "; ".join(filter(None, (*dict.fromkeys(str(fact.source) for fact in facts), attested)))
        return ProofNode(str(node), judged.truth, value, source, confidence, _names(judged))


def _member(node: Quantified, judge: Judge, member: object, child: ProofNode) -> ProofNode:
    """What a member contributes; where it is open whether it belongs, that stands beside it."""
    belongs = judge.backend.belongs(member, judge.probe())
    if belongs.truth is Truth.TRUE or child.truth is None:
        return ProofNode(_label(member), child.truth, "", "", child.confidence, children=(child,))
    some = node.kind == "any"
    truth = Truth.all((belongs.truth, child.truth)) if some else Truth.any((belongs.truth.negate(), child.truth))
    confidence = child.confidence if truth is child.truth else Confidence.UNKNOWN
    return ProofNode(_label(member), truth, "", "", confidence, _names(belongs), children=(child,))


def _member_confidence(node: Quantified, judge: Judge) -> Confidence:
    fact = judge.situation.facts.get(str(node.collection))
    return fact.confidence if fact else Confidence.TWO_SOURCES


def _silent(node: Node, judge: Judge) -> str:
    """What an atom without a fact rests on: a reading, the force of a provision, or nothing known."""
    if isinstance(node, Compare) and isinstance(node.left, Call) and node.left.function == "reading":
        reading = str(node.left.arguments[0]).strip("'")
        taken = judge.reading_of(reading, Probe({}))
        return f"reading {reading}: {taken or 'open'}"
    if isinstance(node, Call) and node.function == "in_force":
        provision = str(node.arguments[0]).strip("'")
        return f"{provision} is {judge.view.state(provision, Probe({})).state.value}"
    return "unknown"


def _member_facts(node: Node, scope: Scope) -> list[Fact]:
    names = [part for part in (getattr(node, "left", None), node) if isinstance(part, Name)]
    if isinstance(node, Call) and node.arguments and isinstance(node.arguments[0], Name):
        wanted = {"named_on": "listings", "affiliated": "affiliation"}.get(node.function)
        member = scope.get(node.arguments[0].path[0])
        fact = member.facts.get(wanted) if isinstance(member, PartyFacts) and wanted else None
        return [fact] if fact else []
    found = []
    for name in names:
        member = scope.get(name.path[0])
        if isinstance(member, PartyFacts):
            fact = member.facts.get(".".join(name.path[1:]))
            if fact is not None:
                found.append(fact)
    return found


def _label(member: object) -> str:
    if isinstance(member, PartyFacts):
        return member.label or member.key
    record = getattr(member, "record", member)
    return describe_value(record)


def describe(fact: Fact) -> str:
    """A fact in words: its name and value."""
    return f"{fact.attribute} = {describe_value(fact.value)}"


def describe_value(value: object) -> str:
    """A value in words."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Bounds(low, high):
            top = "?" if high is None else f"{float(high):g}"
            return f"{float(low):g}" if low == high else f"{float(low):g} to {top}"
        case EntrySet(stated, possible, excluded, complete):
            parts = [", ".join(stated) or "none"]
            parts += [f"perhaps {', '.join(possible)}"] if possible else []
            parts += [f"excluded {', '.join(excluded)}"] if excluded else []
            return "; ".join(parts) + ("" if complete else "; perhaps others")
        case CodeSet(codes):
            return ", ".join(code if number is None else f"{code}:{number}" for code, number in codes) or "none"
        case TechnologyUse(activity, origin, name):
            return f"{name or activity or 'a technology'} of {origin or 'unknown'} origin"
        case ByReading(reading, values):
            return f"by the reading {reading}: " + ", ".join(f"{k}: {v or 'unknown'}" for k, v in values.items())
        case RememberedShare():
            return _share(value)
        case tuple():
            return ", ".join(describe_value(item) for item in value) or "none"
    return str(value)


def _share(share: RememberedShare) -> str:
    """Numerator and denominator per unit, in the currency of the bases; the widest leaves by name."""
    view = share.view(Lens(), {})
    most, top = finite(view.high_n), finite(view.high_v)
    high_n = "no upper bound" if most is None else f"{float(most):.6g}"
    low_v = 0.0 if view.low_v is None else float(view.low_v)
    high_v = "no upper bound" if top is None else f"{float(top):.6g}"
    worth = f"{low_v:.6g}" if view.low_v == view.high_v else f"{low_v:.6g} to {high_v}"
    leaves = ", ".join(f"{leaf.label} {leaf.entry.rsplit('/', 1)[-1]}" for leaf in share.leaves[:3])
    inside = f"; widest: {leaves}" if leaves else ""
    return f"{float(view.low_n):.6g} to {high_n} of a value of {worth}{inside}"


def _names(judged: Judged) -> str:
    return ", ".join(sorted({variable.name for variable in judged.open}))


def all_confidence(parts: list[ProofNode], truth: Truth) -> Confidence:
    """Rule S2: TRUE-and: its weakest; FALSE-and: its best false conjunct; open: unknown."""
    known = [(p.truth, p.confidence or Confidence.UNKNOWN) for p in parts]
    if truth is Truth.TRUE:
        return weakest([c for _, c in known])
    return best([c for t, c in known if t is Truth.FALSE]) if truth is Truth.FALSE else Confidence.UNKNOWN


def any_confidence(parts: list[ProofNode], truth: Truth) -> Confidence:
    """Rule S2: TRUE-or: its best true branch; FALSE-or: its weakest; open: unknown."""
    known = [(p.truth, p.confidence or Confidence.UNKNOWN) for p in parts]
    if truth is Truth.TRUE:
        return best([c for t, c in known if t is Truth.TRUE])
    return weakest([c for _, c in known]) if truth is Truth.FALSE else Confidence.UNKNOWN
