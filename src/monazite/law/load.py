"""Loading packs: text and names in, packs and issues out. Strict and kind: all issues at once, with file and line.

The caller reads the files; this module sees names (`cn/mofcom-2025-61/rules.yaml`) and texts only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from monazite.law.check import check_law
from monazite.law.designation import DesignationsFile
from monazite.law.effects import EffectsFile
from monazite.law.form_words import fault_words
from monazite.law.pack import Entry, Law, Pack
from monazite.law.schema_rules import FactLine, FactsFile, ReadingsFile, RequirementsFile, RulesFile
from monazite.law.schema_text import (
    CoverageFile,
    InstrumentFile,
    ListFile,
    OutsideFile,
    OutsideLine,
    ParametersFile,
    ProvisionsFile,
    SourceLine,
    SourcesFile,
    StatusFile,
)
from monazite.law.yaml_text import read_yaml
from monazite.model.issue import Issue, Severity

M = TypeVar("M", bound=BaseModel)

#: File names of a pack and their models; `lists/*.yaml` come beside them.
PACK_FILES: Mapping[str, type[BaseModel]] = {
    "instrument.yaml": InstrumentFile,
    "status.yaml": StatusFile,
    "provisions.yaml": ProvisionsFile,
    "parameters.yaml": ParametersFile,
    "rules.yaml": RulesFile,
    "readings.yaml": ReadingsFile,
    "requirements.yaml": RequirementsFile,
    "coverage.yaml": CoverageFile,
    "designations.yaml": DesignationsFile,
    "effects.yaml": EffectsFile,
}
COUNTRY_FILES: Mapping[str, type[BaseModel]] = {
    "sources.yaml": SourcesFile,
    "facts.yaml": FactsFile,
    "coverage.yaml": OutsideFile,
}


def load_law(files: Mapping[str, str]) -> Law:
    """Load every pack in ``files`` (name -> text).

    Names are `cn/sources.yaml`, `cn/PACK/rules.yaml`, `cn/PACK/lists/X.yaml`.
    What cannot be read is left out and reported in ``Law.issues``; the rest is loaded. Case files (`cases/`) are not
    looked at here.
    """
    issues: list[Issue] = []
    read: dict[str, BaseModel] = {}
    for name in sorted(files):
        if name.endswith(".yaml") and "/cases/" not in name:
            model = _read(name, files[name], issues)
            if model is not None:
                read[name] = model
    packs = _packs(files, read, issues)
    law = Law(
        packs=packs,
        sources=_merged(read, SourcesFile),
        facts=_facts(read),
        outside=_outside(read),
        entries={entry.id: entry for pack in packs.values() for entry in _entries(pack)},
        readings={line.id: line for pack in packs.values() for line in pack.readings},
        notices={n.id: n for p in packs.values() if p.designations for n in p.designations.notices},
    )
    return Law(**{f: getattr(law, f) for f in Law.__slots__ if f != "issues"}, issues=(*issues, *check_law(law, files)))


def _model_for(name: str) -> type[BaseModel] | None:
    parts = name.split("/")
    if len(parts) == 2:
        return COUNTRY_FILES.get(parts[1])
    if len(parts) == 3:
        return PACK_FILES.get(parts[2])
    return ListFile if len(parts) == 4 and parts[2] == "lists" else None


def _read(name: str, text: str, issues: list[Issue]) -> BaseModel | None:
    model = _model_for(name)
    if model is None:
        issues.append(
            Issue(Severity.ERROR, "unknown_pack_file", "a pack has no file of this name", "see docs/packs.md", name, 1)
        )
        return None
    located, found = read_yaml(text, name)
    issues.extend(found)
    if located is None:
        return None
    try:
        return model.model_validate(located.data)
    except ValidationError as error:
        for fault in error.errors():
            line, remedy = located.line(tuple(fault["loc"])), "see docs/packs.md for the form"
            issues.append(Issue(Severity.ERROR, "pack_format", fault_words(fault), remedy, name, line))
    return None


def _packs(files: Mapping[str, str], read: Mapping[str, BaseModel], issues: list[Issue]) -> dict[str, Pack]:
    packs: dict[str, Pack] = {}
    folders = sorted({"/".join(name.split("/")[:2]) for name in files if name.count("/") >= 2})
    for folder in folders:
        instrument = read.get(f"{folder}/instrument.yaml")
        if not isinstance(instrument, InstrumentFile):
            issues.append(
                Issue(Severity.ERROR, "pack_without_instrument", "no readable instrument.yaml; the pack is left out",
                      "add or mend instrument.yaml", f"{folder}/instrument.yaml", 1)
            )  # fmt: skip
            continue
        if instrument.id != folder:
            issues.append(
                Issue(Severity.ERROR, "pack_folder", f"the id {instrument.id} does not match the folder",
                      "name the folder after the id", f"{folder}/instrument.yaml", 1)
            )  # fmt: skip
        packs[instrument.id] = _pack(folder, instrument, files, read)
    return packs


def _pack(folder: str, instrument: InstrumentFile, files: Mapping[str, str], read: Mapping[str, BaseModel]) -> Pack:
    digest = hashlib.sha256()
    for name in sorted(name for name in files if name.startswith(f"{folder}/")):
        digest.update(f"{name}\0{files[name]}\0".encode())

    def part(file: str, kind: type[M]) -> M | None:
        found = read.get(f"{folder}/{file}")
        return found if isinstance(found, kind) else None

    status, provisions = part("status.yaml", StatusFile), part("provisions.yaml", ProvisionsFile)
    parameters, readings = part("parameters.yaml", ParametersFile), part("readings.yaml", ReadingsFile)
    requirements, coverage = part("requirements.yaml", RequirementsFile), part("coverage.yaml", CoverageFile)
    return Pack(
        instrument=instrument,
        sha256=digest.hexdigest(),
        events=status.events if status else (),
        provisions=provisions.provisions if provisions else (),
        parameters=parameters.parameters if parameters else (),
        lists=tuple(
            model for name, model in read.items() if name.startswith(f"{folder}/lists/") and isinstance(model, ListFile)
        ),
        rules=part("rules.yaml", RulesFile) or RulesFile(),
        readings=readings.readings if readings else (),
        requirements=requirements.requirements if requirements else (),
        gaps=coverage.gaps if coverage else (),
        designations=part("designations.yaml", DesignationsFile),
        effects=part("effects.yaml", EffectsFile) or EffectsFile(),
    )


def _entries(pack: Pack) -> list[Entry]:
    return [
        Entry(pack.entry_id(control_list, line), pack.id, control_list.list, line)
        for control_list in pack.lists
        for line in control_list.entries
    ]


def _merged(read: Mapping[str, BaseModel], kind: type[SourcesFile]) -> dict[str, SourceLine]:
    return {key: line for model in read.values() if isinstance(model, kind) for key, line in model.sources.items()}


def _facts(read: Mapping[str, BaseModel]) -> dict[str, FactLine]:
    return {key: line for model in read.values() if isinstance(model, FactsFile) for key, line in model.facts.items()}


def _outside(read: Mapping[str, BaseModel]) -> tuple[OutsideLine, ...]:
    return tuple(line for model in read.values() if isinstance(model, OutsideFile) for line in model.instruments)
