"""Readers and writers of what people have: workbooks, CSV, Parquet."""
