"""What the law and its answers are called, in English and, where a proof is asked for in Chinese, in Chinese.

Law has its own words: a line is never called free. Where nothing was found, we say under which texts we looked and
which we did not examine (rules A2, A3, S3).
"""

from __future__ import annotations

from enum import StrEnum

from monazite.model.citation import Confidence, HowRead
from monazite.model.determination import ForceState, Review, Verdict
from monazite.model.truth import Truth


class Lang(StrEnum):
    """Language of labels; names and texts of the packs stay as they are."""

    EN = "en"
    ZH = "zh"


Pair = tuple[str, str]

VERDICTS: dict[Verdict, Pair] = {
    Verdict.NO_LICENCE_REQUIRED: ("No duty found", "未发现许可义务"),
    Verdict.EXEMPT_WITH_REPORT: ("Report, no licence", "免许可，须报告"),
    Verdict.LICENCE_REQUIRED: ("Licence required", "须申请许可"),
    Verdict.PROHIBITED: ("Prohibited", "禁止"),
    Verdict.UNDETERMINED: ("Open", "未定"),
}
SHORT_VERDICTS: dict[Verdict, Pair] = {
    Verdict.NO_LICENCE_REQUIRED: ("none found", "未发现"),
    Verdict.EXEMPT_WITH_REPORT: ("report", "报告"),
    Verdict.LICENCE_REQUIRED: ("licence", "许可"),
    Verdict.PROHIBITED: ("prohibited", "禁止"),
    Verdict.UNDETERMINED: ("open", "未定"),
}
ASK_FIRST: Pair = ("Ask MOFCOM first", "须先征得商务部同意")
MAY_ASK_FIRST: Pair = ("Perhaps ask MOFCOM first", "可能须先征得商务部同意")
IF_UNDERTAKING: Pair = ("if an undertaking was given to the supplier", "如曾向供应商作出承诺")
REVIEWS: dict[Review, Pair] = {
    Review.ORDINARY: ("ordinary review", "一般审查"),
    Review.CASE_BY_CASE: ("case by case", "逐案审批"),
    Review.DENIED_IN_PRINCIPLE: ("denied in principle", "原则上不予许可"),
}
TRUTHS: dict[Truth, Pair] = {
    Truth.TRUE: ("held", "成立"),
    Truth.UNKNOWN: ("may hold", "可能成立"),
    Truth.FALSE: ("did not hold", "不成立"),
}
TRUTH_SIGNS: dict[Truth, str] = {Truth.TRUE: "✓", Truth.UNKNOWN: "?", Truth.FALSE: "✗"}

STATES: dict[ForceState, Pair] = {
    ForceState.IN_FORCE: ("in force", "有效"),
    ForceState.NOT_YET_EFFECTIVE: ("not yet effective", "尚未施行"),
    ForceState.SUSPENDED: ("suspended", "暂停实施"),
    ForceState.STOPPED: ("stopped", "停止实施"),
    ForceState.REPEALED: ("repealed", "已废止"),
    ForceState.UNKNOWN: ("force unknown", "效力不明"),
}
CONFIDENCES: dict[Confidence, Pair] = {
    Confidence.OFFICIAL_TEXT: ("official text", "官方文本"),
    Confidence.TWO_SOURCES: ("two sources", "两个来源"),
    Confidence.USER_ATTESTED: ("attested by you", "用户声明"),
    Confidence.ONE_SOURCE: ("one source", "单一来源"),
    Confidence.INFERRED: ("inferred", "推断"),
    Confidence.ASSUMPTION: ("assumption", "假设"),
    Confidence.STALE: ("law check is stale", "法规核对已过期"),
    Confidence.UNKNOWN: ("unknown", "不明"),
}
READ: dict[HowRead, Pair] = {
    HowRead.FULL: ("text read in full", "全文已阅"),
    HowRead.COPY: ("read in a copy", "阅读副本"),
    HowRead.SUMMARY: ("read in a summary", "仅阅摘要"),
    HowRead.NOT_READ: ("not read", "未阅"),
}
GROUNDS: dict[str, Pair] = {
    "suspended": ("suspended on the day", "当日暂停实施"),
    "not_yet_effective": ("not yet effective on the day", "当日尚未施行"),
    "excluded": ("excluded by the law or an official answer", "被法规或官方答复排除"),
    "not_in_scope": ("not in scope of the texts examined", "不在所审查规定的范围内"),
    "below_threshold": ("Chinese content below the threshold", "中国原产含量低于阈值"),
    "no_limb_met": ("on the list, but no condition met", "列管但不符合任何条件"),
}
SHORT_GROUNDS: dict[str, str] = {
    "suspended": "suspended on the day",
    "not_yet_effective": "not yet effective",
    "excluded": "excluded by law or official answer",
    "not_in_scope": "not in scope",
    "below_threshold": "below the threshold",
    "no_limb_met": "listed, but no condition met",
}
KINDS: dict[str, Pair] = {
    "issued": ("issued", "发布"),
    "effective": ("in force", "施行"),
    "suspended": ("suspended", "暂停"),
    "resumed": ("in force again", "恢复"),
    "stopped": ("stopped", "停止"),
    "repealed": ("repealed", "废止"),
    "open": ("open: branches differ", "未定"),
}
STATE_WORDS: dict[str, str] = {
    "waiting": "issued, not yet effective",
    "in_force": "in force",
    "suspended": "suspended",
    "ended": "ended",
    "unknown": "unknown",
}

NOTHING_FOUND = "No Chinese licence duty found under: {examined}. Not examined: {not_examined}."
NOTHING_FOUND_ZH = "在下列规定下未发现中国许可义务：{examined}。未审查：{not_examined}。"
NOT_YET_PUBLISHED: Pair = ("Not yet published on that day: {titles}.", "当日尚未公布：{titles}。")


def say(pair: Pair, lang: Lang = Lang.EN) -> str:
    """The phrase in ``lang``."""
    return pair[1] if lang is Lang.ZH else pair[0]


def grounds_words(grounds: str | None, lang: Lang = Lang.EN) -> str:
    """Why no duty was found, in words."""
    if grounds is None:
        return ""
    return say(GROUNDS[grounds], lang) if grounds in GROUNDS else grounds.replace("_", " ")


def range_words(possible: tuple[Verdict, ...], lang: Lang = Lang.EN) -> str:
    """What is possible, from the mildest to the strictest: ``none found or licence``, ``none found to prohibited``."""
    words = [say(SHORT_VERDICTS[verdict], lang) for verdict in possible]
    if len(words) < 2:
        return "".join(words)
    glue = ("或", "至") if lang is Lang.ZH else (" or ", " to ")
    return f"{words[0]}{glue[len(words) > 2]}{words[-1]}"


def outcome(text: str, lang: Lang = Lang.EN) -> str:
    """What an answer leads to: a verdict or a review in words, other text as it is."""
    if text in set(Verdict):
        return say(VERDICTS[Verdict(text)], lang)
    if text in set(Review):
        return say(REVIEWS[Review(text)], lang)
    return text


def review_words(review: tuple[Review, ...], lang: Lang = Lang.EN) -> str:
    """The review, or the reviews possible."""
    glue = "或" if lang is Lang.ZH else " or "
    return glue.join(say(REVIEWS[each], lang) for each in review)
