"""The proof of one line as a self-contained page (``monazite explain --format html``), in the style of the report.

The script of the page unfolds the same structure as the report; without scripts the page shows the proof as text.
"""

from __future__ import annotations

from dataclasses import replace

from markupsafe import Markup

from monazite.reporting.answers import shown, what_decides
from monazite.reporting.names import line_name
from monazite.reporting.page.details import details, embedded
from monazite.reporting.page.render import page
from monazite.reporting.page.timeline import timeline
from monazite.reporting.proof_text import proof_text
from monazite.reporting.words import Lang
from monazite.services.assessment import Assessment, LineAnswer


def proof_page(assessment: Assessment, line: LineAnswer, lang: Lang = Lang.EN) -> str:
    """The text of the page; ``lang`` is the language of the answer and of the text shown without scripts."""
    alone = replace(assessment, lines=(line,))
    data = embedded(details(alone, [line], {}))
    return page(
        "proof.html.j2",
        ("details.js", "proof.js"),
        a=assessment,
        line=line,
        name=line_name(line.shipment_id, line.line),
        answer=shown(line.determination),
        answer_zh=shown(line.determination, Lang.ZH),
        decides=what_decides(line.determination),
        text=proof_text(assessment, line, lang),
        data=Markup(data),
        timeline=timeline(alone),
    )
