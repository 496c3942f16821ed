"""Every fixed phrase that people read, in English and, where a proof is asked for in Chinese, in Chinese.

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
FIRST_CONDITIONS: dict[str, Pair] = {
    "item.origin": ("it is of Chinese origin", "如原产于中国"),
    "item.acquired.end_user_undertaking": ("an undertaking was given to the supplier", "如曾向供应商作出承诺"),
}
"""What a possible duty to ask first hangs on, by question."""

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
JOINTS: dict[str, Pair] = {"all of": ("all of", "须全部满足"), "any of": ("any of", "满足其一即可")}
"""Notes of a proof that only say how the steps below are joined."""

LABELS: dict[str, Pair] = {
    "proof": ("Proof", "论证"),
    "answer": ("Answer", "结论"),
    "why": ("Why: rules that hold", "理由：成立的规则"),
    "may": ("Rules that may hold", "可能成立的规则"),
    "dormant": ("Rules whose condition holds, but which are not in force", "条件成立但未生效的规则"),
    "not_held": ("Rules that did not hold", "不成立的规则"),
    "unknown": ("What is open, and what would settle it", "尚未确定的事实及其解决方式"),
    "branches": ("If the open question of law is settled", "若法律未决问题得以明确"),
    "readings": ("Other readings that would change the answer", "会改变结论的其他解释"),
    "duties": ("Duties", "义务"),
    "licence": ("Licences", "许可证件"),
    "licence_held": ("Licence named", "所列许可证件"),
    "licence_why": ("Why", "原因"),
    "licence_other": ("Another licence", "其他许可证件"),
    "may_cover": ("may be covered by", "或可适用"),
    "licence_kinds": ("Kinds", "种类"),
    "kinds_open": ("may be applied for:", "可申请："),
    "kinds_barred": ("barred:", "不得申请："),
    "kinds_unknown": ("open:", "不明："),
    "time_limit": ("Time to decide", "审查期限"),
    "share": ("Value share of counted content", "计入物项的价值比例"),
    "sources": ("Sources of the law", "法律来源"),
    "not_examined": ("Not examined", "未审查"),
    "examined": ("Examined", "已审查"),
    "later": ("Not yet published on that day", "当日尚未公布"),
    "assumptions": ("Assumptions and positions taken", "所作假设与立场"),
    "issues": ("Issues of the input that touch this line", "涉及本行的数据问题"),
    "holds": ("How long this holds", "结论有效期"),
    "line": ("Line", "货运行"),
    "item": ("Item", "物项"),
    "route": ("Route", "路线"),
    "day": ("Day", "日期"),
    "known_at": ("As known on", "已知截至"),
    "end_users": ("End users", "最终用户"),
    "end_use": ("End use", "最终用途"),
    "confidence": ("Confidence", "可信度"),
    "review": ("Review", "审查方式"),
    "underlying": (
        "Substance, were Nos. 18, 56, 57, 61 and 62 all in force",
        "若第18、56、57、61、62号公告均有效的实质结论",
    ),
    "threshold": ("threshold", "阈值"),
    "settles": ("settles", "可确定"),
    "who": ("who would know", "知情方"),
    "guaranteed": ("every answer settles it", "任何答案均可确定"),
    "may_settle": ("some answers settle it", "部分答案可确定"),
    "nothing": ("nothing", "无"),
    "source": ("source", "来源"),
    "displaced": ("displaced by", "被其取代"),
    "due": ("due", "期限"),
    "provisional": ("provisional: no official calendar yet", "暂定：官方日历未公布"),
    "possible": ("possible", "可能"),
    "ends_if": ("ends if", "在下列情况终止"),
    "until": ("until", "至"),
    "incomplete": ("The search for such sets was cut short; there may be more.", "搜索未穷尽，可能还有其他组合。"),
    "above": ("as above", "同上"),
    "points": ("open points within the text, listed in the report", "个文本内未决问题，见报告"),
    "everything": ("everything the packs know", "法规包所知的全部"),
}
PAGE: dict[str, str] = {
    "nofound": "What this rests on",
    "settle": "What would settle it",
    "settle_review": "What would settle the review",
    "or": "or",
    "and": "and",
    "who": "Who would know",
    "then": "then",
    "guaranteed": "Every answer settles it.",
    "partial": "Some answers settle it.",
    "cut": "The search for such questions was cut short; there may be more.",
    "share": "Value of Chinese Part 1 content, against the threshold",
    "leaves": "What widens the bounds",
    "per_unit": "value per unit of the item",
    "ledger": "By each price basis and value basis alone",
    "alone": "answer:",
    "turns": "Where it turns, all else as it is",
    "proof": "Proof: every rule that was tried",
    "asks": "asks for",
    "displaced": "displaced by",
    "confidence": "confidence",
    "cites": "Sources",
    "read": "",
    "source": "from",
    "settled_by": "would be settled by",
    "branches": "If the question of law is settled",
    "readings": "Other readings that would change the answer",
    "duties": "Duties",
    "due": "due",
    "provisional": "provisional: no official calendar yet",
    "perhaps": "in some cases",
    "holds": "How long this holds",
    "until": "Until",
    "ends": "Ends if",
    "issues": "Issues of the input that touch this line",
    "file": "This proof as a file",
    "open_all": "Unfold all steps",
    "close_all": "Fold all steps",
    "scale_log": "logarithmic scale",
    "scale_lin": "linear scale",
    "crossing": "The dashed line is the threshold; what lies right of it, or on it, counts.",
    "shown": "lines shown",
    "none": "No line matches.",
}
"""What the script of the page says; the template holds its own headings."""

NOTHING_FOUND = "No Chinese licence duty found under: {examined}. Not examined: {not_examined}."
NOTHING_FOUND_ZH = "在下列规定下未发现中国许可义务：{examined}。未审查：{not_examined}。"
NOT_YET_PUBLISHED: Pair = ("Not yet published on that day: {titles}.", "当日尚未公布：{titles}。")


def say(pair: Pair, lang: Lang = Lang.EN) -> str:
    """The phrase in ``lang``."""
    return pair[1] if lang is Lang.ZH else pair[0]


def label(key: str, lang: Lang = Lang.EN) -> str:
    """The label ``key`` in ``lang``."""
    return say(LABELS[key], lang)


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


def answer_words(answer: str, alone: bool) -> str:
    """An answer of a deciding set: ``item.origin: CN`` is "CN" where the set asks nothing else (``alone``), otherwise
    "its origin: CN". Several answers are separated by semicolons.
    """
    pieces = []
    for piece in answer.split("; "):
        fact, colon, option = piece.rpartition(": ")
        pieces.append(option if alone or not colon else f"{question_name(fact)}: {option}")
    return "; ".join(pieces)


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
