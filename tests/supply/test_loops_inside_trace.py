"""Loops, containment and technology bits, the trace, and the small tools beneath them."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import numpy as np
import pytest
from tests.supply.portfolio import DY, P2, TB, content, line, num, part, price, roll, span, value

from monazite.model.share import Lens, Pin
from monazite.model.truth import Truth
from monazite.supply.chemistry import oxide_per_metal, symbol_of
from monazite.supply.cycles import gains
from monazite.supply.flips import crossing
from monazite.supply.graph import Technology
from monazite.supply.inside import contains, technology_inside, uses_technology
from monazite.supply.order import components
from monazite.supply.rollup import RollUp
from monazite.supply.trace import trace

MAGNETS = (f"{P2}.I", f"{P2}.II")


def recycling(share: str) -> RollUp:
    """A kilogram of magnet powder takes ``share`` kg of reclaimed powder, which is magnet powder again."""
    return roll(
        part("MAGNET"),
        part("POWDER", unit="kg"),
        part("RECLAIMED", unit="kg"),
        line("MAGNET", "POWDER", 2),
        line("POWDER", "RECLAIMED", share),
        line("RECLAIMED", "POWDER"),
        content("POWDER", DY, "0.01", origin="CN", scope="added"),
        price(DY, 100),
        value("MAGNET", 500),
        value("POWDER", 30),
    )


def test_a_loop_with_gain_below_one_is_solved_exactly() -> None:
    of = recycling("0.25")
    view = of.share("MAGNET").view(Lens(), {})
    assert view.low_n == view.high_n == Fraction(2) * 1 / (1 - Fraction(1, 4))
    assert of.issues == ()
    assert not of.share("MAGNET").tight


@pytest.mark.parametrize("share", ["1", "1.5"])
def test_a_loop_with_gain_of_one_is_refused_and_its_members_keep_their_cap(share: str) -> None:
    of = recycling(share)
    view = of.share("MAGNET").view(Lens(), {})
    assert (view.low_n, view.high_n) == (num(0), num(60))
    assert [issue.code for issue in of.issues] == ["loop_gain"]
    assert "POWDER" in of.issues[0].message
    assert of.share("MAGNET").questions == ("item.contents", "item.contents.value")[:1]
    assert of.share("MAGNET").view(Lens(), {"item.contents": Pin.LOW}).high_n == 0


def test_gains_against_numpy() -> None:
    rng = Random(7)
    for _ in range(60):
        size = rng.randint(1, 4)
        matrix = [[Fraction(rng.randint(0, 6), 10) for _ in range(size)] for _ in range(size)]
        radius = max(abs(np.linalg.eigvals(np.array(matrix, dtype=float))))
        solved = gains(matrix)
        if abs(radius - 1) > 1e-9:
            assert (solved is not None) == (radius < 1)
        if solved is not None:
            inverse = np.linalg.inv(np.eye(size) - np.array(matrix, dtype=float))
            assert np.allclose(np.array(solved, dtype=float), inverse)


def test_components_come_children_first() -> None:
    assert components([[1], [2], [0, 3], []]) == [[3], [0, 1, 2]]
    assert components([[1, 2], [2], []]) == [[2], [1], [0]]
    assert len(components([[i + 1] for i in range(50_000)] + [[]])) == 50_001


def test_containment_of_a_magnet() -> None:
    of = roll(
        part("CAR"),
        part("MOTOR"),
        part("MAGNET", kind="part", control_entries=(f"{P2}.I.3",)),
        part("SCREW", control_entries=()),
        part("BOX", None, control_entries=()),
        part("EITHER"),
        line("CAR", "MOTOR"),
        line("CAR", "SCREW", 10),
        line("MOTOR", "MAGNET", 8),
        line("EITHER", "MAGNET", alt_group="g"),
        line("EITHER", "SCREW", alt_group="g"),
        line("BOX", "GHOST"),
        content("SCREW", "none"),
        content("BOX", DY, "1"),
    )
    found = {name: contains(of.network, name, MAGNETS) for name in ("CAR", "MOTOR", "MAGNET", "SCREW", "BOX", "EITHER")}
    assert found == {
        "CAR": Truth.TRUE,
        "MOTOR": Truth.TRUE,
        "MAGNET": Truth.FALSE,
        "SCREW": Truth.FALSE,
        "BOX": Truth.UNKNOWN,
        "EITHER": Truth.UNKNOWN,
    }
    assert contains(of.network, "CAR", (f"{P2}.II",)) is Truth.FALSE


def test_an_unclassified_magnet_may_be_listed_however_fully_its_content_is_stated() -> None:
    of = roll(
        part("MOTOR"), part("FROM_METAL"), part("PLAIN"), part("SCREW", control_entries=()),
        part("STATED"), part("MADE"), part("BARE"), part("METAL", kind="material", control_entries=(DY,)),
        line("MOTOR", "STATED"), line("FROM_METAL", "MADE"), line("MADE", "METAL"), line("PLAIN", "BARE"),
        line("PLAIN", "SCREW"), content("STATED", DY, "0.1"), content("BARE", "none"),
    )  # fmt: skip
    found = {name: contains(of.network, name, MAGNETS) for name in ("MOTOR", "FROM_METAL", "PLAIN")}
    assert found == {"MOTOR": Truth.UNKNOWN, "FROM_METAL": Truth.UNKNOWN, "PLAIN": Truth.FALSE}


def test_technology_of_the_part_and_of_what_is_inside() -> None:
    rows = (Technology("MAGNET", "magnet_making", "CN"), Technology("CAR", "none"), Technology("SCREW", "other", "CN"))
    of = roll(part("CAR"), part("MAGNET"), part("SCREW"), part("BLANK"), line("CAR", "MAGNET"), *rows)
    five = ("mining", "separation", "metal_smelting", "magnet_making", "recycling")
    own = {name: uses_technology(rows, name, five, "CN") for name in ("CAR", "MAGNET", "SCREW", "BLANK")}
    assert own == {"CAR": Truth.FALSE, "MAGNET": Truth.TRUE, "SCREW": Truth.FALSE, "BLANK": Truth.UNKNOWN}
    assert technology_inside(of.network, rows, "CAR", five, "CN") is Truth.TRUE
    assert technology_inside(of.network, rows, "MAGNET", five, "CN") is Truth.FALSE


def test_trace_follows_content_to_its_leaves() -> None:
    of = roll(
        part("A"),
        part("B", None, name="motor", mass_kg=span("0.5")),
        line("A", "B", 4),
        content("B", DY, "0.1", origin="CN", evidence="E1"),
        content("B", TB, span("0.1", "0.2")),
        price(DY, 10),
        price(TB, 100),
        value("B", 50),
        value("A", 999),
    )
    root = trace(of, "A")
    assert (root.kind, root.value, root.value_any) == ("part", span(4, 200), span(44, 200))
    assert dict(root.masses)[DY].low == num("0.4")
    (motor,) = root.children
    assert (motor.quantity, motor.in_root, motor.label) == (span(4), span(4), "B (motor)")
    dy, tb, residual = motor.children
    assert (dy.kind, dy.origin, dy.evidence, dy.value) == ("content", "CN", "E1", span(4))
    assert (tb.origin, tb.value, tb.value_any) == ("unknown", span(0, 80), span(40, 80))
    assert (residual.kind, residual.value, dict(residual.masses)["*"]) == ("residual", span(0, 200), span(0, 2))


def test_trace_of_a_loop_ends() -> None:
    kinds = []
    stack = [trace(recycling("0.25"), "MAGNET")]
    while stack:
        node = stack.pop()
        kinds.append(node.kind)
        stack += node.children
    assert "loop" in kinds


def test_oxide_factors() -> None:
    assert oxide_per_metal("Dy") == num("1.1477")
    assert oxide_per_metal("Tb") == num("1.1762")
    assert oxide_per_metal("Sm") == num("1.1596")
    assert symbol_of("Dysprosium") == symbol_of("dy") == "Dy"
    assert symbol_of("iron") is None


def test_crossing_is_exact_on_pieces() -> None:
    def bent(price: Fraction) -> Fraction:
        return min(3 * price, 10 + price / 7) - 11

    assert crossing(bent, Fraction(0), Fraction(1000)) == 7
    assert crossing(bent, Fraction(0), Fraction(6)) is None
