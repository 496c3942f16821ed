"""Builds services from settings: the only module that knows every adapter."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from monazite.engines.columnar import bulk
from monazite.engines.columnar.every_line import every_line, full_lines, part_answers
from monazite.engines.columnar.representatives import only
from monazite.exchange.portfolio import read_portfolio
from monazite.exchange.single import read_cell
from monazite.exchange.stated_facts import check_facts
from monazite.law.attest import with_attestations
from monazite.law.attestation import AttestationLine, read_attestations, signed_after
from monazite.law.load import load_law
from monazite.law.pack import Law
from monazite.model.dates import Moment
from monazite.model.issue import Issue, Severity
from monazite.reporting.answers import SHOWN_LINES, most_serious
from monazite.reporting.json_document import MAX_LINES
from monazite.services.assess import Assessor, Options, Progress
from monazite.services.assessment import Assessment, EveryLine
from monazite.services.assumptions import Assumption, parse_assumption
from monazite.services.class_use import with_classes
from monazite.services.entries import KnownEntries
from monazite.services.library import Library, read_library
from monazite.services.run_record import RunRecord
from monazite.services.tables import Portfolio
from monazite.storage.attestation_file import append, attestation_path, read_text
from monazite.storage.pack_files import packs_in, shipped_packs
from monazite.storage.profile_files import shipped_profiles
from monazite.storage.run_record_file import read_packs


@cache
def law(folder: Path | None = None) -> Law:
    """The packs that ship with monazite, or those of a folder (`cn/PACK/instrument.yaml`, ...)."""
    return load_law(pack_texts(folder))


def pack_texts(folder: Path | None = None) -> dict[str, str]:
    """The texts of the packs that ship, or of those of a folder."""
    return shipped_packs() if folder is None else packs_in(folder)


@cache
def known_entries(packs: Path | None = None) -> KnownEntries:
    """Every list entry of the packs, with the names that input may use."""
    loaded = law(packs)
    aliases = {alias: entry.id for entry in loaded.entries.values() for alias in entry.line.aliases}
    return KnownEntries(loaded.entries, aliases)


@cache
def library() -> Library:
    """The material classes that ship with monazite."""
    return read_library(shipped_profiles())


def read(path: Path, packs: Path | None = None) -> Portfolio:
    """A portfolio, its facts read by the vocabulary, with the material classes that it names or that were approved.
    Raises as `read_portfolio`.
    """
    found = read_portfolio(path, known_entries(packs), shipped={"profiles": frozenset(library().classes)})
    return with_classes(check_facts(found, law(packs).facts, known_entries(packs)), library())


def assumption(text: str, packs: Path | None = None) -> Assumption:
    """Read one `--assume`. Raises `AssumptionFault`."""
    entries = known_entries(packs)
    return parse_assumption(text, lambda table, column, value: read_cell(table, column, value, entries))


def assessor(
    portfolio: Path,
    options: Options,
    packs: Path | None = None,
    attestations: Path | None = None,
    shipment: str = "",
) -> Assessor:
    """Everything that answers about one portfolio, with what was attested beside it (or in the file ``attestations``).

    ``shipment``: the only one that will be asked about; of a large portfolio the others are then left out. Raises
    FileNotFoundError when there is no portfolio at the path.
    """
    read, known = _read(portfolio, options, packs, attestations)
    return Assessor(only(read, shipment) if shipment else read, known, options)


def run_over(portfolio: Path, options: Options, packs: Path | None = None, attestations: Path | None = None) -> Run:
    """What assesses a whole portfolio: line by line, or a large one over columns. Raises as `assessor`."""
    read, known = _read(portfolio, options, packs, attestations)
    if bulk.fits(read, known, options):
        return LargeRun(read, known, options)
    run = Assessor(read, known, options)
    return run if read.frame("bom") is None else BoundedRun(run)


def _read(portfolio: Path, options: Options, packs: Path | None, attestations: Path | None) -> tuple[Portfolio, Law]:
    found = read(portfolio, packs)
    parties = frozenset(party for _, (party,) in found.texts("parties", "party_id"))
    file = attestations or attestation_path(portfolio)
    return found, law_as_attested(file, options.run_on, options.known_at, packs, parties)


def party_names(portfolio: Path, packs: Path | None = None) -> dict[str, str]:
    """The parties of a portfolio: id -> name."""
    read = read_portfolio(portfolio, known_entries(packs))
    return {party: name for _, (party, name) in read.texts("parties", "party_id", "name")}


class LargeRun:
    """One run over a portfolio whose lines are told over columns (`monazite.engines.columnar`)."""

    def __init__(self, portfolio: Portfolio, law: Law, options: Options) -> None:
        self._portfolio, self._law, self._options = portfolio, law, options

    def run(self, progress: Progress | None = None) -> Assessment:
        """All lines; of more than the document holds (`MAX_LINES`) only the most serious are given in full.

        ``progress`` counts the kinds of line.
        """
        answered = bulk.answer(self._portfolio, self._law, self._options, progress)
        every = every_line(answered)
        few = every.table.height <= MAX_LINES
        places = range(every.table.height) if few else most_serious(every, SHOWN_LINES)
        shown = full_lines(answered, every.table, places, every.threshold)
        parts = part_answers(answered, SHOWN_LINES)
        days = answered.judged.lines["law_day"].unique().to_list()
        answered.run.issues.append(_one_of_each_kind(every))
        bounds = _part_bounds(self._portfolio, answered.run)
        assessment = answered.run.gathered(tuple(shown), parts, days)
        aside = sum(1 for found in self._portfolio.set_aside if found.row.table == "shipments")
        return replace(
            assessment,
            every=None if few else every,
            not_judged=aside + answered.undated,
            part_bounds=bounds,
        )


class BoundedRun:
    """One run line by line over a portfolio with a large bill of materials: the bounds of all its parts beside it."""

    def __init__(self, run: Assessor) -> None:
        self._run = run

    def run(self, progress: Progress | None = None) -> Assessment:
        """All lines. ``progress`` is told how many of how many are done."""
        bounds = _part_bounds(self._run.portfolio, self._run)
        return replace(self._run.run(progress), part_bounds=bounds)


Run = Assessor | LargeRun | BoundedRun


def _part_bounds(portfolio: Portfolio, run: Assessor) -> pl.DataFrame | None:
    """Bounds of all parts as of the day of the run, where the bill of materials is a large one."""
    if portfolio.frame("bom") is None:
        return None
    options = run.options
    day = options.as_of.day if options.as_of else options.run_on
    from monazite.engines.columnar.bounds.part_bounds import part_bounds  # noqa: PLC0415 compiles: only if needed

    found = part_bounds(portfolio, run.law, run.determiner.rulebook, day, options.basis)
    run.issues.extend(map(_endless, found.loops))
    return found.table


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Look for circles among young objects only: what a run keeps lives to its end, and looking through a large one
    again and again takes a third of the time.
    """
    before = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(2_000_000, 10_000, 10_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


def _endless(parts: tuple[str, ...]) -> Issue:
    message = f"The parts {' -> '.join(parts[:20])} contain one another in quantities that feed themselves."
    remedy = "Correct the quantities; until then each of them may contain anything up to its own value."
    return Issue(Severity.ERROR, "loop_gain", message, remedy, "bom", 0, subject=f"part:{parts[0]}")


def _one_of_each_kind(every: EveryLine) -> Issue:
    message = f"{every.table.height:,} lines were judged by one of each kind; the issues name those, and stand for all"
    remedy = "nothing to do; the column issues of determinations.parquet says which lines an issue is about"
    return Issue(Severity.INFO, "one_of_each_kind", message, remedy, "shipments")


def assessor_as_of_record(
    portfolio: Path, record: RunRecord, path: Path, run: Assessor, attestations: Path | None = None
) -> Assessor | None:
    """The portfolio of ``run`` under the law of the run that ``record`` (kept at ``path``) is of; None where its packs
    are not at hand. The same packs and attestations: ``run`` itself.
    """
    used = {line.id: line.digest for line in run.law.attestations}
    if record.packs == {pack.id: pack.sha256 for pack in run.law.packs.values()} and record.attestations == used:
        return run
    texts = read_packs(path)
    if texts is None:
        return None
    old = load_law(texts)
    if {pack.id: pack.sha256 for pack in old.packs.values()} != record.packs:
        return None
    lines, _ = attested(attestations or attestation_path(portfolio))
    then = tuple(line for line in lines if record.attestations.get(line.id) == line.digest)
    if len(then) != len(record.attestations):
        return None
    return Assessor(run.portfolio, with_attestations(old, then, run.options.run_on), run.options)


def attested(file: Path) -> tuple[tuple[AttestationLine, ...], list[Issue]]:
    """The attestations of a file, and what is wrong with them; none where there is no file."""
    try:
        return read_attestations(read_text(file), file.name)
    except (OSError, UnicodeDecodeError) as error:
        remedy = "see whether you may read it, and whether it is UTF-8 text"
        return (), [Issue(Severity.ERROR, "attestations_unreadable", f"{file.name}: {error}", remedy, file.name)]


def law_as_attested(
    file: Path,
    run_on: date,
    known_at: Moment | None = None,
    packs: Path | None = None,
    parties: frozenset[str] | None = None,
) -> Law:
    """The packs together with the attestations of ``file`` (rules Z4, Z5); faulty ones are issues of the law."""
    lines, issues = attested(file)
    known = with_attestations(law(packs), lines, run_on, known_at.day if known_at else None, file.name, parties)
    return replace(known, issues=(*known.issues, *issues))


def attest(file: Path, line: AttestationLine) -> AttestationLine:
    """Sign an attestation and append it to ``file``; returns it as written. Raises OSError."""
    lines, _ = attested(file)
    signed = signed_after(line, lines)
    append(file, signed)
    return signed


def case_texts(paths: tuple[Path, ...]) -> tuple[dict[str, str], list[tuple[str, str]]]:
    """Texts of case files by name, and the files that could not be read with the reason.

    A folder stands for every `*.yaml` in it, at any depth. The schema and packs' other files are not cases: of a pack
    only its `cases/` folder is taken.
    """
    texts: dict[str, str] = {}
    unreadable: list[tuple[str, str]] = []
    for path in paths:
        files = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        packed = any(file.name == "instrument.yaml" for file in files)
        for file in files:
            if packed and file.parent.name != "cases":
                continue
            try:
                texts[str(file)] = file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                unreadable.append((str(file), str(error)))
    return texts, unreadable
