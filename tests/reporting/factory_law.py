"""The law of the made-up assessments: packs, timeline, open question, what was examined."""

from __future__ import annotations

from datetime import date

from monazite.model.citation import Citation, Confidence, HowRead
from monazite.services.assessment import Examined, LawBranch, LawEvent, LawQuestion, PackInfo

N61 = "cn/mofcom-2025-61"
N18 = "cn/mofcom-2025-18"
N70 = "cn/mofcom-2025-70"
OFFICIAL_61 = "https://www.mofcom.gov.cn/zwgk/zcfb/art/2025/art_7fc9bff0fb4546ecb02f66ee77d0e5f6.html"
PRESS_61 = "https://politics.neamco.com/2025-10/09/content_38329670.htm"
PRESS_70 = "https://www.worldjournal.com/wj/story/121474/9125678"
STATEMENT = "https://www.news.cn/world/20260928/218d41a6ec924cf88bf3085936ef0c91/c.html"

CITES_61 = (
    Citation(OFFICIAL_61, "art. 1(1)", HowRead.NOT_READ),
    Citation(PRESS_61, "第一条第一项", HowRead.COPY),
)
CITES_18 = (Citation("https://gtic.007swz.com/xinxi/cmerpta.html", "1C905.a.4", HowRead.COPY),)
CITES_70 = (Citation(PRESS_70, "", HowRead.SUMMARY),)

PACKS = (
    PackInfo(N61, "Overseas rare-earth items", "公布对境外相关稀土物项实施出口管制的决定", "2026.10.1",
             date(2026, 10, 8), "3f" * 32, True, 45),
    PackInfo(N18, "Certain medium and heavy rare-earth items",
             "公布对部分中重稀土相关物项实施出口管制的决定", "2026.10.1",
             date(2026, 10, 10), "a9" * 32, False, 43),
    PackInfo(N70, "Suspension of six announcements", "暂停实施六项公告", "2026.10.1",
             date(2026, 10, 8), "77" * 32, True, 45),
)  # fmt: skip


def _event(provision: str, kind: str, start: date, end: date | None = None, nature: str = "legal", label: str = "",
           by: str = "", instrument: str = N61) -> LawEvent:  # fmt: skip
    cites = CITES_70 if kind == "suspended" else CITES_61
    return LawEvent(instrument, provision, kind, start, end, by, min(start, date(2025, 11, 7)), nature, label, cites)


TIMELINE = (
    _event("", "issued", date(2025, 10, 9), label="No. 61 is published"),
    _event(f"{N61}#1.1", "effective", date(2025, 12, 1), label="value limb takes effect"),
    _event(f"{N61}#1.3", "effective", date(2025, 10, 9), label="origin limb takes effect"),
    _event("", "suspended", date(2025, 11, 7), date(2026, 11, 10), label="suspended by No. 70", by=N70),
    _event("", "extension_stated", date(2026, 11, 11), date(2027, 1, 10), "stated",
           "MOFCOM (Americas) speaks of 2027-01-10, without an instrument"),
    _event("", "issued", date(2025, 4, 4), instrument=N18),
    _event("", "effective", date(2025, 4, 4), label="No. 18 takes effect", instrument=N18),
    _event("", "issued", date(2025, 11, 7), instrument=N70, label="No. 70 is published"),
    _event("", "effective", date(2025, 11, 7), instrument=N70),
)  # fmt: skip

QUESTION = LawQuestion(
    "after_suspension",
    "The suspension of No. 61 by No. 70 ran to 2026-11-10. MOFCOM's reading of 2026-09-28 speaks of 2027-01-10, but no "
    "instrument is known. Does No. 61 bind today?",
    "第70号公告的暂停期至2026年11月10日。商务部2026年9月28日的解读提到2027年1月10日，但未见正式公告。第61号公告现在是否有效？",
    (
        LawBranch("revived", "No. 61 binds again since 2026-11-11", "第61号公告自2026年11月11日起恢复施行"),
        LawBranch("extended", "The suspension was extended to 2027-01-10", "暂停期延长至2027年1月10日"),
    ),
    (Citation(STATEMENT, "para. 8", HowRead.SUMMARY), Citation(PRESS_70, "", HowRead.SUMMARY)),
)

EXAMINED = (
    Examined(N61, "No. 61 of 2025 (arts. 1 to 8)", True, "", Confidence.TWO_SOURCES),
    Examined(N18, "No. 18 of 2025 (77 entries)", True, "", Confidence.TWO_SOURCES),
    Examined(N70, "No. 70 of 2025", True, "", Confidence.TWO_SOURCES),
    Examined("cn/mofcom-2025-61/part2", "Annex 1 Part 2 beyond magnets and the targets named", False,
             "The annex was not found in full; what it does not name is unknown, not clean.", Confidence.UNKNOWN),
    Examined("cn/mofcom-2025-56", "Nos. 55 to 58 of 2025", False, "In a later pack.", Confidence.UNKNOWN),
    Examined("us/ear", "Law of other countries (EAR, EU dual-use)", False, "Not Chinese law.", Confidence.UNKNOWN),
)  # fmt: skip
