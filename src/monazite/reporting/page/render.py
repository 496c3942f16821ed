"""Puts the page together: template, style and script inlined, with a policy that forbids everything else."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from monazite import __version__
from monazite.reporting import labels, product_words, words
from monazite.reporting.answers import parts_by_concern, shown, what_decides
from monazite.reporting.attested import attested_words
from monazite.reporting.branches import law_fact, law_reading
from monazite.reporting.names import instrument_name, place_name, provision_name
from monazite.reporting.numbers import money, percent_range
from monazite.reporting.page.bounds import part_chart
from monazite.reporting.page.details import details, embedded
from monazite.reporting.page.timeline import event_name, timeline
from monazite.reporting.page.view import ISSUES_SHOWN, view
from monazite.reporting.product_words import most_serious_products
from monazite.reporting.scope import later_texts, missing_texts, nothing_found, open_points, source_words
from monazite.reporting.text import sound, visible
from monazite.services.assessment import Assessment

PARTS_SHOWN = 200
PRODUCTS_SHOWN = 200
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})")


def render_report(assessment: Assessment, proofs: dict[tuple[str, str], str] | None = None) -> str:
    """The text of ``report.html``; ``proofs``: (shipment, line) -> path of the proofs that are kept beside it."""
    made, lines = view(assessment)
    data = embedded(details(assessment, lines, proofs or {}))
    parts = parts_by_concern(assessment)
    return page(
        "report.html.j2",
        ("details.js", "report.js"),
        a=assessment,
        view=made,
        data=Markup(data),
        timeline=timeline(assessment),
        nothing=nothing_found(assessment),
        parts=parts[:PARTS_SHOWN],
        products=most_serious_products(assessment.products, PRODUCTS_SHOWN),
        more_parts=max(len(parts) - PARTS_SHOWN, 0),
        issues=assessment.issues[:ISSUES_SHOWN],
    )


def page(template: str, scripts: tuple[str, ...], **values: object) -> str:
    """A self-contained page of ``template``: style and scripts stand in it, and a content security policy names them
    by their digests, so that no other script, style or address is ever used, whatever the data holds.
    """
    style, script = file_text("style.css"), "\n".join(file_text(name) for name in scripts)
    allowed = f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    policy = f"default-src 'none'; {allowed}; base-uri 'none'; form-action 'none'"
    text = (
        environment()
        .get_template(template)
        .render(style=Markup(style), script=Markup(script), policy=policy, version=__version__, **values)
    )
    return sound(text)


@cache
def environment() -> Environment:
    """The template environment: everything is escaped unless the code here says otherwise."""
    made = Environment(
        loader=PackageLoader("monazite.reporting.page", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "visible": visible,
        "place": place_name,
        "dated": dated,
        "event": event_name,
        "law_fact": law_fact,
        "law_reading": law_reading,
        "provision": provision_name,
        "instrument": instrument_name,
        "say": words.say,
    }
    made.globals |= {
        "labels": labels,
        "words": words,
        "attested_words": attested_words,
        "missing_texts": missing_texts,
        "later_texts": later_texts,
        "open_points": open_points,
        "source_words": source_words,
        "percent_range": percent_range,
        "money": money,
        "part_chart": part_chart,
        "shown": shown,
        "what_decides": what_decides,
        "group_words": product_words.group_words,
        "limb_mark": product_words.limb_mark,
        "limb_state": product_words.limb_state,
        "limb_facts": product_words.limb_facts,
        "product_headroom": product_words.product_headroom,
        "row_name": product_words.row_name,
        "width_words": product_words.width_words,
        "exposure_headline": product_words.headline,
    }
    return made


def dated(text: str) -> Markup:
    """``text`` escaped, with dates that do not break at their hyphens."""
    pieces = _DAY.split(visible(text))
    spans = [
        Markup('<span class="nb">{}</span>').format(piece) if odd % 2 else escape(piece)
        for odd, piece in enumerate(pieces)
    ]
    return Markup("").join(spans)


@cache
def file_text(name: str) -> str:
    """A style or script of the page."""
    return (resources.files("monazite.reporting.page") / "templates" / name).read_text("utf-8")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
