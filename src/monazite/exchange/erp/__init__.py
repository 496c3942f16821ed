"""Tables that people take out of their ERP, read as they come, as tables of a portfolio. See docs/import.md.

`importer` is the door. A file goes through `encodings`, `framing` or `sheets` (text to cells), `recognise` (which SAP
table, which column), `conventions` (decimal marks, dates), `values` (cells to plain text), and then into `parts`,
`boms`, `trade` and `parties`, which make the tables that `writing` puts into the portfolio. What the data do not say
is asked at the `desk` and remembered by `memory`; it is never guessed.
"""
