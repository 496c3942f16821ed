"""From a determination to something read: page, workbook, document, table, proof.

`write_reports` leaves everything in a folder; `print_assessment` shows it in the terminal; `proof_text`, `proof_page`
and `proof_document` show why one line got its answer. All of them read one `monazite.services.assessment.Assessment`
and compute nothing of the law.
"""

from monazite.reporting.files import write_reports
from monazite.reporting.json_document import document, schema, text
from monazite.reporting.json_proof import proof_document
from monazite.reporting.page import render_report
from monazite.reporting.proof_page import proof_page
from monazite.reporting.proof_text import proof_text
from monazite.reporting.terminal import make_console, print_assessment
from monazite.reporting.words import Lang

__all__ = [
    "Lang",
    "document",
    "make_console",
    "print_assessment",
    "proof_document",
    "proof_page",
    "proof_text",
    "render_report",
    "schema",
    "text",
    "write_reports",
]
