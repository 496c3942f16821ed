"""What is open, in a few words: the facts and readings that a deciding set asks for, and their answers."""

from __future__ import annotations

from monazite.reporting.words import Pair

FIRST_CONDITIONS: dict[str, Pair] = {
    "item.origin": ("it is of Chinese origin", "如原产于中国"),
    "item.acquired.end_user_undertaking": ("an undertaking was given to the supplier", "如曾向供应商作出承诺"),
}
"""What a possible duty to ask first hangs on, by question."""

SHORT_READINGS: dict[str, str] = {
    "numerator": "what is added up for 0.1 %",
    "numerator_origin": "whose origin counts for 0.1 %",
    "numerator_items": "which contents count for 0.1 %",
    "valuation": "which value counts",
    "assembly_scope": "how far “assembly” reaches",
    "technology_limb": "what the technology limb asks",
    "embedded_technology": "whether technology passes up",
    "metal_origin": "where smelted metal originates",
    "special_regions": "status of HK, MO, TW",
    "affiliation": "how 50 % holdings are counted",
    "listed": "whether suspended listings count",
    "article_5_rank": "rank of the relief exemption",
    "late_report": "effect of a late report",
    "suspension_end": "last day of the suspension",
    "after_suspension": "whether No. 61 binds now",
    "annex1_part2_text": "full text of Annex 1 Part 2",
    "no18_alloy_list": "whether No. 18's alloys are all",
    "technology_catalogue": "the technology catalogue",
    "undertaking_reach": "how far an undertaking reaches",
}
SHORT_FACTS: dict[str, str] = {
    "item.contents": "what it contains",
    "item.contents.value": "value of its Dy, Tb, Sm ...",
    "item.contents.origin": "origin of its Dy, Tb, Sm ...",
    "item.unit_value": "its value",
    "item.origin": "its origin",
    "item.made_in": "where it was made",
    "item.kind": "part, assembly or product",
    "item.entries": "its list entries",
    "item.technologies": "technology used to make it",
    "item.equipment.parameters": "its technical parameters",
    "item.acquired.end_user_undertaking": "whether an undertaking was given to the supplier",
    "end_use": "end use",
    "end_users": "who the end users are",
    "end_users.military": "whether an end user is military",
    "end_users.listings": "whether an end user is listed",
    "end_users.owners": "who owns the end users",
    "importer": "who imports it",
    "exporter.country": "where the exporter is",
    "exporter.nationality": "nationality of the exporter",
    "exporter_knows_end_use": "what the exporter knows",
}


def question_name(fact: str) -> str:
    """A few words for a deciding fact: ``law:after_suspension`` is "whether No. 61 binds now"; several, separated by
    commas, are named one by one.
    """
    if ", " in fact:
        return "; ".join(dict.fromkeys(question_name(each) for each in fact.split(", ")))
    if fact.startswith("law:"):
        name = fact.removeprefix("law:")
        return SHORT_READINGS.get(name, f"law: {name.replace('_', ' ')}")
    return SHORT_FACTS.get(fact, fact.replace(".", ": ", 1).replace("_", " "))


def answer_words(answer: str, alone: bool) -> str:
    """An answer of a deciding set: ``item.origin: CN`` is "CN" where the set asks nothing else (``alone``), otherwise
    "its origin: CN". Several answers are separated by semicolons.
    """
    pieces = []
    for piece in answer.split("; "):
        fact, colon, option = piece.rpartition(": ")
        pieces.append(option if alone or not colon else f"{question_name(fact)}: {option}")
    return "; ".join(pieces)
