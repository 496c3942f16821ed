"""Bill-of-material graphs for benchmarks, and what others do with them."""
