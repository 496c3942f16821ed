"""What a run rests on, sorted for people: texts examined, texts that no rule here models, open points within
the former, sources in words (rules S1, S3).
"""

from __future__ import annotations

from monazite.model.citation import Citation
from monazite.reporting import words
from monazite.reporting.names import instrument_name
from monazite.reporting.words import Lang
from monazite.services.assessment import Assessment, Examined

_WITHIN = ": "
"""Stands in the id of an open point between the instrument and the point: ``cn/mofcom-2025-61: aggregation``."""


def examined_texts(assessment: Assessment) -> list[Examined]:
    """The texts whose rules were tried."""
    return [item for item in assessment.examined if item.examined and item.published]


def missing_texts(assessment: Assessment) -> list[Examined]:
    """The texts that exist and were not tried."""
    return [item for item in assessment.examined if item.published and not item.examined and _WITHIN not in item.id]


def later_texts(assessment: Assessment) -> list[Examined]:
    """The texts published after the day as known on which the run judges: neither examined nor missing."""
    return [item for item in assessment.examined if not item.published]


def open_points(assessment: Assessment) -> dict[str, list[Examined]]:
    """What nobody could find out about the texts examined, by short name of the instrument."""
    found: dict[str, list[Examined]] = {}
    for item in assessment.examined:
        instrument, within, _ = item.id.partition(_WITHIN)
        if within and not item.examined:
            found.setdefault(instrument_name(instrument), []).append(item)
    return found


def source_words(assessment: Assessment, citation: Citation) -> str:
    """The source of a citation: its title and address where the run knows its key, otherwise as given."""
    info = assessment.sources.get(citation.source)
    if info is None:
        return citation.source
    return f"{info.title}, {info.address}" if info.address else info.title


def short_title(item: Examined) -> str:
    """The title up to its first colon: "No. 56 of 2025"."""
    return item.title.partition(": ")[0]


def missing_words(assessment: Assessment, limit: int | None = None) -> str:
    """The texts not examined by short title, at most ``limit`` of them by name, and how many points are open within the
    others.
    """
    missing = [short_title(item) for item in missing_texts(assessment)]
    named = missing[:limit]
    if len(missing) > len(named):
        named.append(f"{len(missing) - len(named)} more texts")
    points = open_points(assessment)
    if points:
        counts = ", ".join(f"{name} ({len(items)})" for name, items in points.items())
        named.append(f"open points within {counts}")
    return "; ".join(named) or "nothing known to be missing"


def examined_words(assessment: Assessment) -> str:
    """The texts examined, as one phrase."""
    return "; ".join(short_title(item) for item in examined_texts(assessment)) or "nothing"


def later_words(assessment: Assessment, lang: Lang = Lang.EN) -> str:
    """The texts not yet published on the day as known on which the run judges, as a sentence; empty without any."""
    titles = "; ".join(short_title(item) for item in later_texts(assessment))
    return words.say(words.NOT_YET_PUBLISHED, lang).format(titles=titles) if titles else ""


def nothing_found(assessment: Assessment, lang: Lang = Lang.EN) -> str:
    """The only words for a line without duty: under which texts we looked, and under which not (rule A3)."""
    template = words.NOTHING_FOUND_ZH if lang is Lang.ZH else words.NOTHING_FOUND
    said = template.format(examined=examined_words(assessment), not_examined=missing_words(assessment))
    return ("" if lang is Lang.ZH else " ").join(text for text in (said, later_words(assessment, lang)) if text)
