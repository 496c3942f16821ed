"""Millions of bill-of-material lines at the speed of memory: a graph made ready once, and passes over it.

`prepare` orders the parts so that every part follows what it is made of; `masses` and `values` roll bounds up in that
order; `push` carries one change to the parts above it. Sums are float64 and come with a bound of their rounding
(rule N1): where it matters, the exact roll-up of `monazite.supply.rollup` has the last word. `oracle` says the same
with SciPy, for tests.

Numba compiles on first use and keeps the result beside the code, so the first run on a machine takes some seconds more.
"""
