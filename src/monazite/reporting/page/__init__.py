"""The page ``report.html``: one self-contained file that needs no network, no server and no other file."""

from monazite.reporting.page.render import render_report

__all__ = ["render_report"]
