"""From a determination to something read: report, workbook, plots."""
