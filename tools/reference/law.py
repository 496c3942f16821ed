"""What the docs say about the law, from the packs: facts, readings, sources, force by date, what is modelled."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from monazite.law.effects import RoleLine
from monazite.law.pack import Law, Pack
from monazite.law.schema import Cite
from monazite.law.schema_rules import FactLine, ReadingLine
from monazite.model.dates import Moment
from monazite.model.determination import ForceState
from monazite.services.law_status import ProvisionStatus, status_of
from monazite.wiring import law
from tools.reference.markdown import both, code, header, table

GROUPS = (
    ("shipment", "The shipment"),
    ("exporter", "The exporter"),
    ("end_use", "End use"),
    ("end_users", "End users and importer"),
    ("importer", ""),
    ("item", "The thing shipped"),
    ("technology", "Technology"),
    ("service", "Services"),
    ("licence", "A licence held"),
    ("law:", "Questions about the law"),
)
FACTS_ABOUT = """\
# Facts

The vocabulary: every fact that a rule may read or that a law case may state, with the question that is asked when it is
unknown and who would know. `{subject}` stands for the part, party or shipment. A fact that nobody has stated is
unknown; it is never taken as no, none or zero (rule T1).

Questions about contents ask for bands or for yes and no. They never ask for a recipe or a price.

A portfolio states most facts in its tables ([portfolio](portfolio.md)); whatever has no column goes into the table
`facts`, under its name here without the part before the first dot (`article`, `possible_entries`,
`exporter_knows_end_use`). The facts about technology, services, licences and equipment belong to instruments that are
not modelled yet ([coverage](coverage.md)): they can be stated and decide nothing so far. Questions that are readings
stand in [readings](readings.md)."""


@cache
def packs() -> Law:
    """The packs that ship."""
    return law()


# -- facts


def facts_page() -> str:
    """``docs/facts.md``."""
    blocks = [header("src/monazite/packs/cn/facts.yaml"), FACTS_ABOUT, ""]
    named = {name: _group(name) for name in packs().facts}
    for key, title in GROUPS:
        rows = [_fact(name, packs().facts[name]) for name, group in named.items() if group == key]
        if rows and title:
            blocks += [f"## {title}", ""]
        if rows:
            blocks += [table(("fact", "holds", "meaning", "question", "who would know"), rows), ""]
    return "\n".join(blocks)


def _group(name: str) -> str:
    found = [key for key, _ in GROUPS if name.startswith(key)]
    return max(found, key=len) if found else "exporter"


def _fact(name: str, line: FactLine) -> tuple[str, ...]:
    holds = ", ".join(code(value) for value in line.values) or line.type.replace("_", " ")
    question = both(line.question.en, line.question.zh)
    return code(name), holds, both(line.meaning.en, line.meaning.zh), question, both(line.who.en, line.who.zh)


# -- readings


def readings() -> str:
    """One table per pack: the question, the alternatives and what is taken when nobody has decided."""
    blocks = []
    for pack in packs().packs.values():
        if pack.readings:
            head = ("reading", "question", "alternatives", "when nobody decides", "why it is open")
            blocks.append(
                f"### {pack.instrument.short.en}\n\n{table(head, [_reading(line) for line in pack.readings])}"
            )
    return "\n\n".join(blocks)


def _reading(line: ReadingLine) -> tuple[str, ...]:
    marks = {line.lenient: "lenient", line.strict: "strict"}
    alternatives = "<br>".join(
        f"{code(a.id)}: {a.label.en}{f' ({marks[a.id]})' if a.id in marks else ''}" for a in line.alternatives
    )
    default = code(line.default)
    if line.default == "open" and line.open_range:
        default += f": {' or '.join(code(a) for a in line.open_range)}"
    if line.branches:
        default += "; its alternatives are the **branches** of every answer"
    why = f"{line.why.en} ({line.confidence.value}; {cites(line.cite)})"
    return code(line.id), both(line.question.en, line.question.zh), alternatives, default, why


def cites(found: Iterable[Cite]) -> str:
    """Citations as keys of sources, with the article."""
    return "; ".join(f"{code(cite.source)}{f' {cite.article}' if cite.article else ''}" for cite in found)


# -- sources


def sources() -> str:
    """Every source with how it was read."""
    rows = []
    for key, line in packs().sources.items():
        address = line.address if " " in line.address or "(" in line.address else f"<{line.address}>"
        title = f"{line.title}<br>{address}" + (f"<br>{line.note}" if line.note else "")
        rows.append(
            (code(key), title, line.kind.replace("_", " "), f"**{line.read.value}**", line.checked_on.isoformat())
        )
    head = ("key", "what and where", "kind", "how read", "looked at")
    counts = ", ".join(
        f"{sum(r[3] == f'**{word}**' for r in rows)} {word}" for word in ("full", "copy", "summary", "not_read")
    )
    return f"{len(rows)} sources: {counts}.\n\n{table(head, rows)}"


# -- force by date

DAYS = (
    "2024-11-30", "2024-12-01", "2025-04-03", "2025-04-04", "2025-10-08", "2025-10-09", "2025-11-06", "2025-11-07",
    "2025-11-30", "2025-12-01", "2026-11-10", "2026-11-11", "2027-01-10", "2027-01-11",
)  # fmt: skip
WATCHED = (
    ("cn/decree-792#24", "Decree 792"),
    ("cn/mofcom-2025-18#list", "No. 18, the list"),
    ("cn/mofcom-2025-61#1.1", "No. 61 art. 1(1) value and 1(2) technology"),
    ("cn/mofcom-2025-61#1.3", "No. 61 art. 1(3) origin"),
    ("cn/mofcom-2025-61#5", "No. 61 arts. 2 to 8"),
)
WORDS = {
    ForceState.IN_FORCE: "in force",
    ForceState.NOT_YET_EFFECTIVE: "not yet",
    ForceState.SUSPENDED: "suspended",
    ForceState.STOPPED: "stopped",
    ForceState.REPEALED: "repealed",
    ForceState.UNKNOWN: "**open**",
}
KNOWN = ("2025-10-15", "2026-06-01", "")


def force() -> str:
    """The state of the provisions on every day around an edge, as known now and as it looked earlier."""
    _all_edges_are_watched()
    blocks = []
    for known_at in KNOWN:
        title = f"As known on {known_at}" if known_at else "As the packs know it"
        rows = [(day, *(_state(provision, day, known_at) for provision, _ in WATCHED)) for day in DAYS]
        blocks.append(f"**{title}**\n\n{table(('day of the export', *(name for _, name in WATCHED)), rows)}")
    return "\n\n".join(blocks)


def _state(provision: str, day: str, known_at: str) -> str:
    known = Moment.parse(known_at) if known_at else None
    found = status_of(packs(), provision, Moment.parse(day), known)
    if len(found) != 1:
        raise ValueError(f"{provision} is not one provision")
    return _status(found[0])


def _status(status: ProvisionStatus) -> str:
    if status.event is None:
        return "not known of"
    if status.state is not ForceState.UNKNOWN:
        return WORDS[status.state]
    branches = [f"{choice.split('= ')[1]}: {WORDS[state]}" for choice, state in status.by_branch]
    return f"{WORDS[ForceState.UNKNOWN]} ({'; '.join(branches)})"


def _all_edges_are_watched() -> None:
    """The days of the table must hold every edge of every event of what it shows; a new event needs new rows."""
    shown = [packs().packs[provision.partition("#")[0]] for provision, _ in WATCHED]
    edges = {event.moment.day.isoformat() for pack in shown for event in pack.events}
    edges |= {e.until.isoformat() for pack in shown for e in pack.events if e.until is not None}
    missing = edges - set(DAYS)
    if missing:
        raise ValueError(f"tools/reference/law.py: DAYS lacks {', '.join(sorted(missing))}")


def events() -> str:
    """Every event of the packs."""
    rows = []
    for pack in packs().packs.values():
        for event in pack.events:
            where = ", ".join(f"#{name}" for name in event.provisions) or "all"
            until = f" until {event.until}" if event.until else ""
            what = f"{event.kind.replace('_', ' ')}{f' by {event.by}' if event.by else ''}"
            rows.append(
                (pack.instrument.short.en, where, f"{event.start}{until}", what, event.nature,
                 event.known_on.isoformat(), f"{event.confidence.value}; {cites(event.cite)}")
            )  # fmt: skip
    return table(("instrument", "provisions", "operates", "event", "nature", "known on", "support"), rows)


# -- conditions


def definitions() -> str:
    """Every named condition of the packs."""
    rows = [
        (code(line.id), line.meaning.en, pack.instrument.short.en)
        for pack in packs().packs.values()
        for line in pack.rules.definitions
    ]
    return table(("name", "holds when", "defined in"), rows)


# -- coverage


def coverage_page() -> str:
    """``docs/coverage.md``: what is modelled, its numbers, what is not, and every gap (rule S3)."""
    blocks = [
        header("the packs (instrument, parameters and coverage files)"),
        "# What is modelled, and what is not",
        "",
        "An answer speaks of the instruments of the first table and of nothing else (rule S3). Gaps are data: they are",
        "never filled from imagination, and every report lists them.",
        "",
        "## Modelled",
        "",
        table(
            ("id", "instrument", "issued", "last checked", "stale after", "articles, entries, rules", "support"),
            [_instrument(pack) for pack in packs().packs.values()],
        ),
        "",
        "Support is that of the instrument as a whole; every article, entry, date and number has its own",
        "([sources](sources.md)).",
        "",
        "## Numbers of the law",
        "",
        table(("parameter", "meaning", "unit", "from", "value", "support"), list(_parameters())),
        "",
        "## Known to exist, not modelled",
        "",
        table(("id", "instrument", "status", "what is known"), [
            (code(line.id), both(line.title.en, line.title.zh), line.status.replace("_", " "), line.note)
            for line in packs().outside
        ]),
        "",
        "## Gaps in what is modelled",
        "",
        "`not found`: nobody could find it. `not read`: the text is known to exist and was not read. `disputed`:",
        "sources contradict one another. `not modelled`: known and left out.",
        "",
    ]  # fmt: skip
    for pack in packs().packs.values():
        rows = [
            (code(gap.id), gap.question.en, gap.status.replace("_", " "), gap.why_it_matters, cites(gap.cite))
            for gap in pack.gaps
        ]
        if rows:
            head = ("gap", "question", "status", "why it matters", "where to look")
            blocks += [f"### {pack.instrument.short.en}", "", table(head, rows), ""]
    return "\n".join(blocks)


def _instrument(pack: Pack) -> tuple[str, ...]:
    line = pack.instrument
    entries = sum(len(control_list.entries) for control_list in pack.lists)
    counts = f"{len(pack.provisions)}, {entries}, {len(pack.rules.rules)}"
    title = both(f"{line.short.en}: {line.title.en}", line.title.zh)
    issued = line.issued.isoformat() if line.issued else "unknown"
    return (
        code(pack.id), title, issued, line.last_checked_on.isoformat(), f"{line.stale_after_days} days", counts,
        line.confidence.value,
    )  # fmt: skip


def _parameters() -> Iterable[tuple[str, ...]]:
    for pack in packs().packs.values():
        for line in pack.parameters:
            for value in line.values:
                yield (
                    code(line.id), both(line.meaning.en, line.meaning.zh), line.unit, value.start.isoformat(),
                    value.value, f"{value.confidence.value}; {cites(value.cite)}",
                )  # fmt: skip


# -- roles and lists


def roles() -> str:
    """What a role of the table `roles` counts as, by the packs."""
    rows = [
        (code(line.role), _words(line.counts_as), _unless(line), f"{line.confidence.value}; {cites(line.cite)}")
        for pack in packs().packs.values()
        for line in pack.effects.roles
    ]
    return table(("role", "counts as", "as long as none is stated", "support"), rows)


def _unless(line: RoleLine) -> str:
    taken = f"is taken to be the {_words(line.stands_in_for)}" if line.stands_in_for else ""
    return f"may be the {_words(line.may_be)}" if line.may_be else taken


def effects() -> str:
    """Which role of a named party each list binds, and on whom."""
    rows = [
        (", ".join(code(name) for name in line.lists), line.acts.en, _words(line.persons),
         code(line.from_notice) if line.from_notice else "every one", ", ".join(_words(r) for r in line.binds),
         ", ".join(_words(r) for r in line.silent_on), f"{line.confidence.value}; {cites(line.cite)}")
        for pack in packs().packs.values()
        for line in pack.effects.effects
    ]  # fmt: skip
    heads = ("list", "acts", "binds whom", "from which notice on", "for a named", "text is silent on", "support")
    return table(heads, rows)


def _words(key: str) -> str:
    return key.replace("_", " ")
