"""Made-up assessments that look like real ones: a drone, its motor, a magnet; every verdict; the open law question."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from tests.reporting.factory_law import (
    CITES_18,
    CITES_61,
    EXAMINED,
    N18,
    N61,
    PACKS,
    QUESTION,
    TIMELINE,
)

from monazite.model.citation import Confidence
from monazite.model.dates import Moment
from monazite.model.determination import (
    BranchVerdict,
    DecidingSet,
    Determination,
    Duty,
    Finding,
    ForceState,
    OtherReading,
    ProofNode,
    Question,
    Review,
    ShareReport,
    Verdict,
)
from monazite.model.issue import Issue, Severity
from monazite.model.share import BasisView, Lens, Pin, ShareLeaf, ShareView
from monazite.model.truth import Truth
from monazite.services.assessment import Assessment, LineAnswer, PartAnswer

NONE, REPORT, LICENCE, PROHIBITED, OPEN = Verdict
TODAY = date(2026, 11, 22)
THRESHOLD = Fraction(1, 1000)


@dataclass(frozen=True)
class MadeShare:
    """A value share with fixed bounds."""

    low_n: Fraction
    high_n: Fraction
    value: Fraction
    by_basis: tuple[BasisView, ...] = ()
    leaves: tuple[ShareLeaf, ...] = ()
    readings: frozenset[str] = frozenset()
    questions: tuple[str, ...] = ("item.contents.value",)
    confidence: Confidence = Confidence.ASSUMPTION

    def view(self, lens: Lens, pins: Mapping[str, Pin]) -> ShareView:
        return ShareView(self.low_n, self.high_n, self.value, self.value, Truth.UNKNOWN)

    def reaches(self, lens: Lens, pins: Mapping[str, Pin], threshold: Fraction) -> Truth:
        return self.view(lens, pins).reaches(threshold)

    def contains(self, lens: Lens, pins: Mapping[str, Pin]) -> Truth:
        return self.view(lens, pins).contains


def made_share(low: str, high: str, value: str = "560.50") -> MadeShare:
    """Bounds in per cent of ``value``, by two bases, the European one four times dearer."""
    worth = Fraction(value)
    low_n, high_n = Fraction(low) / 100 * worth, Fraction(high) / 100 * worth
    flip = "crosses 0.1 % when dysprosium oxide costs 289.41 USD/kg or more (now 239)"
    usgs = BasisView(
        "usgs_average", "standard_cost", min(low_n, high_n / 4), high_n / 4, worth, worth, "USD", flip, "2025-12-31"
    )
    europe = BasisView("europe_spot", "standard_cost", low_n, high_n, worth, worth, "USD", "", "2026-09-30",
                       ("metal from oxide, factor 1.1477 (inferred)",))  # fmt: skip
    leaves = (
        ShareLeaf("4 × motor 2810, magnets: dysprosium", "cn/mofcom-2025-61/part1.2", low_n, high_n * 4 / 5,
                  "item.contents.value", "nobody has stated the magnets' content"),
        ShareLeaf("4 × motor 2810, magnets: terbium", "cn/mofcom-2025-61/part1.4", Fraction(0), high_n / 5,
                  "item.contents.origin", "origin unknown"),
    )  # fmt: skip
    return MadeShare(low_n, high_n, worth, (usgs, europe), leaves)


def report(share: MadeShare) -> ShareReport:
    low, high = float(share.low_n / share.value), float(share.high_n / share.value)
    return ShareReport(low, high, 0.001, round(0.001 - high, 12), True, share)


CONTENT = Question(
    "item.contents.value", "part:M2810", "What mass of dysprosium and terbium do the magnets of motor 2810 contain?",
    "2810型电机磁体中镝和铽的质量是多少？", "the motor's maker or its magnet supplier",
)  # fmt: skip
ORIGIN = Question(
    "item.contents.origin", "part:M2810", "Is the dysprosium in the magnets of motor 2810 of Chinese origin?",
    "2810型电机磁体所含镝的原产地是否为中国？", "the magnet supplier",
)  # fmt: skip
LAW = Question(
    "law:after_suspension", "law:after_suspension", QUESTION.question_en, QUESTION.question_zh,
    "counsel, or the next MOFCOM announcement",
)  # fmt: skip
SCOPE = Question(
    "law:assembly_scope", "law:assembly_scope",
    "Is a finished drone a “part, component or assembly” of Annex 1 Part 2?",
    "无人机整机是否属于附件1第二部分的“零件、部件、组件”？", "counsel",
)  # fmt: skip
END_USE = Question(
    "end_use", "shipment:S-0107/1", "What will the drones be used for?", "无人机的最终用途是什么？", "the buyer"
)


def node(text: str, truth: Truth, value: str = "", source: str = "", *children: ProofNode, **more: object) -> ProofNode:
    return ProofNode(text, truth, value, source, children=children, **more)  # type: ignore[arg-type]


def value_limb(truth: Truth, share: MadeShare | None, to: str, made_in: str) -> Finding:
    """The value limb as tried, with its proof."""
    bounds = (
        "unknown"
        if share is None
        else (f"{float(share.low_n):.6f} to {float(share.high_n):.4f} USD of {float(share.value):.2f} USD")
    )
    inside = node("value_share(item, 'part1', origin='CN') >= param('value_share_threshold')", truth, bounds,
                  "rollup: bom.csv, contents.csv, prices.csv", confidence=Confidence.ASSUMPTION,
                  question="item.contents.value" if truth is Truth.UNKNOWN else "",
                  note="Threshold 0.001 since 2025-10-09. Never divided: N >= 0.001 × V.")  # fmt: skip
    proof = node("reaches_abroad and listed(item, 'part2') and value_share(...) >= 0.1 %", truth, "", "",
                 node("exporter.country != 'CN'", Truth.TRUE, "KR", "table: shipments.csv row 4"),
                 node("shipment.to != 'CN'", Truth.of(to != "CN"), to, "table: shipments.csv row 4"),
                 node("item.made_in != 'CN'", Truth.of(made_in != "CN"), made_in, "table: parts.csv row 2"),
                 inside)  # fmt: skip
    return Finding(N61, f"{N61}#1.1", "value_limb", "Value limb: Chinese Part 1 items worth 0.1 % or more", truth,
                   Truth.UNKNOWN, ForceState.UNKNOWN, LICENCE, Review.ORDINARY, LICENCE, Confidence.TWO_SOURCES,
                   CITES_61, proof=proof)  # fmt: skip


def other_limbs() -> tuple[Finding, ...]:
    """Rules that were tried and did not hold."""

    def tried(provision: str, rule: str, title: str, proof: ProofNode, instrument: str = N61) -> Finding:
        state = ForceState.IN_FORCE if instrument == N18 else ForceState.SUSPENDED
        force = Truth.of(instrument == N18)
        return Finding(instrument, provision, rule, title, Truth.FALSE, force, state, LICENCE,
                       Review.ORDINARY, NONE, Confidence.TWO_SOURCES, CITES_18 if instrument == N18 else CITES_61,
                       proof=proof)  # fmt: skip

    technology = node("any(item.technologies, t -> t.origin == 'CN')", Truth.FALSE, "none stated of Chinese origin",
                      "table: technologies.csv row 2", confidence=Confidence.ONE_SOURCE)  # fmt: skip
    origin = node("item.origin == 'CN'", Truth.FALSE, "KR", "table: parts.csv row 2")
    return (
        tried(f"{N61}#1.2", "technology_limb", "Technology limb: made with Chinese technology", technology),
        tried(f"{N61}#1.3", "origin_limb", "Origin limb: Annex 1 item of Chinese origin", origin),
        tried(f"{N18}/1C905.a.4", "entry", "Dysprosium magnets leaving China",
              node("shipment.from == 'CN'", Truth.FALSE, "KR", "table: shipments.csv row 4"), N18),
    )  # fmt: skip


def military() -> Finding:
    proof = node("limb and any(end_users, p -> p.military)", Truth.TRUE, "yes", "evidence: E-17 (end-user statement)")
    return Finding(N61, f"{N61}#2", "military_user", "Overseas military users: denied in principle", Truth.TRUE,
                   Truth.TRUE, ForceState.IN_FORCE, LICENCE, Review.DENIED_IN_PRINCIPLE, LICENCE,
                   Confidence.TWO_SOURCES, CITES_61, proof=proof)  # fmt: skip


def determination(verdict: Verdict, possible: tuple[Verdict, ...] = (), **more: object) -> Determination:
    """A determination with plain values for whatever is not given."""
    default: dict[str, object] = {
        "subject": "shipment:S1/1", "as_of": Moment.parse("2026-11-22"), "known_at": None, "verdict": verdict,
        "possible": possible or (verdict,), "review": (), "grounds": None, "underlying": verdict,
        "underlying_possible": possible or (verdict,), "confidence": Confidence.TWO_SOURCES, "findings": (),
        "tried": other_limbs(), "branches": (), "other_readings": (), "duties": (), "deciding": (), "complete": True,
        "share": None, "holds_until": None, "ends_if": (),
    }  # fmt: skip
    return Determination(**{**default, **more})  # type: ignore[arg-type]


def branches(
    revived: tuple[Verdict, ...], review: tuple[Review, ...] = (Review.ORDINARY,)
) -> tuple[BranchVerdict, ...]:
    settled = revived[0] if len(revived) == 1 else OPEN
    return (
        BranchVerdict("revived", QUESTION.branches[0].label_en, settled, revived, review if LICENCE in revived else ()),
        BranchVerdict("extended", QUESTION.branches[1].label_en, NONE, (NONE,), ()),
    )


def settles(*questions: Question, guaranteed: bool = False, **answers: str) -> DecidingSet:
    return DecidingSet(questions, {key.replace("_", " "): value for key, value in answers.items()}, guaranteed)


def open_today(share: MadeShare, to: str = "DE", made_in: str = "KR") -> Determination:
    """A drone after the suspension: the law is open, the scope is open, the content is open."""
    limb = value_limb(Truth.UNKNOWN, share, to, made_in)
    return determination(
        OPEN, (NONE, LICENCE), review=(Review.ORDINARY,), underlying=OPEN, findings=(limb,),
        tried=(limb, *other_limbs()), branches=branches((NONE, LICENCE)), share=report(share),
        confidence=Confidence.ASSUMPTION,
        deciding=(
            settles(LAW, revived="undetermined", extended="no_licence_required"),
            settles(CONTENT, below_0_0012_g_per_motor="no_licence_required"),
            settles(SCOPE, CONTENT, materials_only="no_licence_required"),
        ),
        other_readings=(OtherReading("assembly_scope", "parts_and_assemblies", NONE, (NONE,), ()),),
        ends_if=("dysprosium oxide passes 289.41 USD/kg", "the declaration of the magnet supplier expires"),
    )  # fmt: skip


def licence(share: MadeShare) -> Determination:
    limb = replace(value_limb(Truth.TRUE, share, "DE", "JP"), force=Truth.TRUE, state=ForceState.IN_FORCE)
    duty = Duty("compliance_notice_to_next_recipient", f"{N61}#7", "Give the next recipient a compliance notice")
    return determination(LICENCE, review=(Review.ORDINARY,), findings=(limb,), tried=(limb, *other_limbs()),
                         share=report(share), duties=(duty,))  # fmt: skip


def denied(share: MadeShare) -> Determination:
    base = licence(share)
    return replace(base, review=(Review.DENIED_IN_PRINCIPLE,), findings=(*base.findings, military()),
                   tried=(military(), *base.tried))  # fmt: skip


def suspended(share: MadeShare) -> Determination:
    limb = replace(value_limb(Truth.TRUE, share, "DE", "JP"), force=Truth.FALSE, state=ForceState.SUSPENDED)
    return determination(NONE, grounds="suspended", underlying=LICENCE, underlying_possible=(LICENCE,),
                         findings=(limb,), tried=(limb, *other_limbs()), share=report(share),
                         holds_until="2026-11-10", ends_if=("the suspension by No. 70 ends",))  # fmt: skip


def below(share: MadeShare) -> Determination:
    limb = value_limb(Truth.FALSE, share, "DE", "KR")
    return determination(NONE, grounds="below_threshold", tried=(limb, *other_limbs()), share=report(share),
                         branches=branches((NONE,)), ends_if=("dysprosium oxide passes 289.41 USD/kg",))  # fmt: skip


def ask_first(share: MadeShare) -> Determination:
    duty = Duty("ask_mofcom_before_transfer", "cn/decree-792#24", "Ask MOFCOM before passing the goods on")
    return replace(below(share), duties=(duty,))


def relief() -> Determination:
    duty = Duty("report_within_10_working_days", f"{N61}#5", "Report to MOFCOM with an undertaking", "2026-12-04", True)
    limb = replace(value_limb(Truth.TRUE, made_share("0.5", "0.5"), "TR", "KR"), displaced_by=f"{N61}#5",
                   force=Truth.TRUE, state=ForceState.IN_FORCE)  # fmt: skip
    freed = Finding(N61, f"{N61}#5", "relief", "Emergency and relief uses: report instead of licence", Truth.TRUE,
                    Truth.TRUE, ForceState.IN_FORCE, REPORT, None, REPORT, Confidence.ONE_SOURCE, CITES_61)  # fmt: skip
    return determination(REPORT, duties=(duty,), findings=(freed, limb), tried=(freed, limb, *other_limbs()),
                         underlying=LICENCE, underlying_possible=(LICENCE,))  # fmt: skip


def banned() -> Determination:
    proof = node("listed_end_user and dual_use(item)", Truth.TRUE, "cl-2026-23", "table: listings.csv row 2")
    finding = Finding("cn/cl-2026-23", "cn/cl-2026-23", "control_list", "Control List notice of 2026-06-22", Truth.TRUE,
                      Truth.TRUE, ForceState.IN_FORCE, PROHIBITED, None, PROHIBITED, Confidence.ONE_SOURCE, CITES_18,
                      proof=proof)  # fmt: skip
    return determination(PROHIBITED, findings=(finding,), tried=(finding, *other_limbs()))


def line(shipment: str, part: tuple[str, str], day: str, route: str, answer: Determination, number: str = "1",
         users: tuple[str, ...] = ("Alpenvermessung GmbH",), use: str = "civil") -> LineAnswer:  # fmt: skip
    start, to = route.split(">")
    dated = replace(answer, subject=f"shipment:{shipment}/{number}", as_of=Moment.parse(day))
    return LineAnswer(shipment, number, *part, day, start, to, users, use, "10 pc", dated)


DRONE, MOTOR, MAGNET = ("ODY-1", "Odyssey drone"), ("M2810", "Motor 2810"), ("MAG-7", "Dy-NdFeB magnet 含镝钕铁硼")


def thirty_lines() -> tuple[LineAnswer, ...]:
    """Thirty lines on both sides of every date, of every verdict."""
    drone, motor, magnet = (
        made_share("0.0002", "0.34"),
        made_share("0.0012", "2.2", "22"),
        made_share("0.5", "0.5", "80"),
    )
    cheap = made_share("0.0002", "0.086")
    special = [
        line("S-0101", MAGNET, "2025-11-01", "JP>DE", replace(suspended(magnet), grounds="not_yet_effective")),
        line("S-0102", MAGNET, "2025-12-05", "JP>DE", suspended(magnet)),
        line("S-0103", MAGNET, "2026-11-22", "JP>DE", replace(open_today(magnet), underlying=LICENCE, branches=branches(
            (LICENCE,)), underlying_possible=(LICENCE,), deciding=(settles(LAW, guaranteed=True, revived=LICENCE.value,
            extended=NONE.value),))),
        line("S-0104", MAGNET, "2025-12-05", "JP>DE", licence(magnet)),
        line("S-0105", MOTOR, "2025-12-05", "KR>PL", denied(motor), users=("Wojskowe Zakłady",), use="military"),
        line("S-0106", DRONE, "2026-11-22", "KR>DE", ask_first(cheap)),
        line("S-0107", DRONE, "2026-11-22", "KR>UA", replace(open_today(drone, "UA"), deciding=(settles(END_USE,
             CONTENT), settles(LAW)), complete=False, review=tuple(Review)), use=""),
        line("S-0108", DRONE, "2026-11-22", "KR>TR", relief(), use="disaster_relief"),
        line("S-0109", MAGNET, "2026-09-01", "CN>JP", banned(), users=("MP Materials Corp.",)),
    ]  # fmt: skip
    more = []
    for index in range(21):
        part, share = ((DRONE, drone), (MOTOR, motor), (DRONE, cheap))[index % 3]
        answer = below(share) if share is cheap else open_today(share)
        day = f"2026-{11 + index % 2}-{10 + index % 18:02d}"
        more.append(line(f"S-02{index:02d}", part, day, ("KR>DE", "KR>US", "JP>FR")[index % 3], answer))
    return (*special, *more)


ISSUES = (
    Issue(Severity.ERROR, "duplicate_key", "Part P-88 stands in rows 8 and 19.", "Keep one of them.", "parts", 19,
          "part_id", "part:P-88"),
    Issue(Severity.WARNING, "price_zero", "The price is 0.00; it is taken as unknown.",
          "State the price, or free_issue.", "parts", 12, "unit_value", "part:M2810"),
    Issue(Severity.WARNING, "rate_missing", "No rate from EUR to USD on or before 2026-11-22.", "Add a row to rates.",
          "rates", 0, "", ""),
    Issue(Severity.INFO, "unknown_column", "The column “colour” is kept and not used.", "", "parts", 1, "colour", ""),
)  # fmt: skip


def parts() -> tuple[PartAnswer, ...]:
    made = (
        (DRONE, "product", (), (f"{N61}/part2.I.parts",), "560.50 USD (standard cost)", made_share("0.0002", "0.34")),
        (MOTOR, "part", (f"{N61}/part2.I.parts",), (), "22 USD (standard cost)", made_share("0.0012", "2.2", "22")),
        (MAGNET, "material", (f"{N61}/part2.I.3", f"{N18}/1C905.a.4"), (), "80 USD", made_share("0.5", "0.5", "80")),
    )  # fmt: skip
    return tuple(
        PartAnswer(*part, kind, entries, possible, "KR", "", worth, float(share.low_n / share.value),
                   float(share.high_n / share.value), 0.001, share, 10)
        for part, kind, entries, possible, worth, share in made
    )  # fmt: skip


def assessment(lines: tuple[LineAnswer, ...] | None = None, **more: object) -> Assessment:
    """The whole run: thirty lines unless others are given."""
    default: dict[str, object] = {
        "portfolio": "examples/odyssey-drone", "as_of": None, "known_at": None, "run_on": TODAY, "packs": PACKS,
        "inputs_sha256": "5c" * 32, "positions": {"assembly_scope": "parts_and_assemblies"}, "exploratory": (),
        "assumptions": ("part:*.composition = complete (approved classes)",
                        "550 to 6 500 mg Dy per kg of motor: range of studies, EV motors 2020"),
        "law_questions": (QUESTION,), "timeline": TIMELINE, "issues": ISSUES,
        "lines": thirty_lines() if lines is None else lines, "parts": parts(), "examined": EXAMINED,
    }  # fmt: skip
    return Assessment(**{**default, **more})  # type: ignore[arg-type]
