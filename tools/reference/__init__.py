"""Makes the generated pages and tables of ``docs/`` from the code and the regulation packs.

``bash scripts/reference`` writes them, ``bash scripts/reference --check`` compares and fails when one is stale. A page
is either generated whole (its first line says so), or it is written by hand and holds generated blocks between two
marks.
"""
