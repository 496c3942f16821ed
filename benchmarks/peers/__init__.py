"""The conditions of the benchmark in four other engines: OpenFisca-core, zen-engine, Polars and NumPy."""
