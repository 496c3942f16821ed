"""The licence side of an answer in words: the licence named, others that may cover the line, kinds, time limit.

It stands in the extras of a determination (`monazite.services.licence_answer`) where a licence is or may be asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from monazite.model.determination import Determination
from monazite.reporting.labels import label
from monazite.reporting.words import Lang, Pair, say

KEYS = ("licence_held", "licence_kinds", "time_limit", "covered_by")
"""Names of the extras, which are also the keys of the JSON."""

STATES: dict[str, Pair] = {
    "usable": ("usable", "可用"),
    "not_usable": ("not usable", "不可用"),
    "unknown": ("open whether usable", "是否可用不明"),
}
_KINDS: dict[str, Pair] = {
    "single": ("single licence", "单项许可"),
    "general": ("general licence", "通用许可"),
    "registration_voucher": ("registration voucher", "登记凭证"),
}
_LIMITS: dict[str | None, Pair] = {
    "45_working_days": ("45 working days from acceptance", "自受理之日起45个工作日"),
    "none": ("none (watch-listed party)", "无（涉关注名单主体）"),
    None: ("open: whether a party is watch-listed is not known", "不明：是否涉及关注名单主体未知"),
}


def held_words(answer: Determination, lang: Lang = Lang.EN) -> str:
    """``L-2026-1: usable``; empty where the line names no licence or none is asked for."""
    cover = _cover(answer)
    if "licence_no" not in cover:
        return ""
    return f"{cover['licence_no']}: {say(STATES[str(cover['state'])], lang)}"


def others_words(answer: Determination, lang: Lang = Lang.EN) -> str:
    """``may be covered by L-2026-2``; empty where no other licence fits."""
    others = _texts(_cover(answer).get("may_be_covered_by"))
    return f"{label('may_cover', lang)} {', '.join(others)}" if others else ""


def reasons(answer: Determination) -> tuple[str, ...]:
    """What keeps the licence named from being usable."""
    return _texts(_cover(answer).get("reasons"))


def kinds_words(answer: Determination, lang: Lang = Lang.EN) -> str:
    """Which kinds may be applied for, which may not, and which is open."""
    kinds = answer.extras.get("licence_kinds")
    if not isinstance(kinds, Mapping):
        return ""
    found = ((key, _texts(kinds.get(key))) for key in ("open", "barred", "unknown"))
    parts = (f"{label(f'kinds_{key}', lang)} {', '.join(say(_KINDS[k], lang) for k in ks)}" for key, ks in found if ks)
    return ("；" if lang is Lang.ZH else "; ").join(parts)


def limit_words(answer: Determination, lang: Lang = Lang.EN) -> str:
    """The time within which MOFCOM decides; empty where no licence is asked for."""
    if "time_limit" not in answer.extras:
        return ""
    limit = answer.extras["time_limit"]
    return say(_LIMITS[None if limit is None else str(limit)], lang)


def pairs(answer: Determination, lang: Lang = Lang.EN) -> Iterator[tuple[str, str]]:
    """Label and words of everything there is to say; nothing where no licence is asked for."""
    for key, words in (
        ("licence_held", held_words(answer, lang)),
        ("licence_why", "; ".join(reasons(answer))),
        ("licence_other", others_words(answer, lang)),
        ("licence_kinds", kinds_words(answer, lang)),
        ("time_limit", limit_words(answer, lang)),
    ):
        if words:
            yield label(key, lang), words


def _cover(answer: Determination) -> Mapping[str, object]:
    found = answer.extras.get("covered_by")
    return found if isinstance(found, Mapping) else {}


def _texts(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list | tuple) else ()
