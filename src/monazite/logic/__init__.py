"""Truth over conditions: the language of rules, evaluation over completions, proofs and deciding sets.

This room knows no law. It asks a backend for the truth of an atom and learns which unknown facts stood in the way.
"""
