"""Exact rational numbers: every mass, price, value and share is one.

`Fraction` is `quicktions.Fraction`: the class of the standard library compiled, equal to it in value, hash and text,
and some seven times as fast. Sums of a bill of materials are nothing but such numbers.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fractions import Fraction
else:
    from quicktions import Fraction

__all__ = ["Fraction"]
