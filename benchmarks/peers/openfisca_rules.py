"""The conditions in OpenFisca-core: an entity of N lines, a variable per fact and condition, vectorised formulas."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from peers.conditions import CONDITIONS
from peers.numpy_rules import Formula, formulas

PERIOD = "2026-01"
"""OpenFisca reckons by periods. All lines stand in one, and their days are a column: they differ within a run."""


def system(facts: list[str]) -> TaxBenefitSystem:
    """The law as OpenFisca holds it."""
    line = build_entity(key="line", plural="lines", label="A shipment line", is_person=True)
    shared = {"value_type": int, "entity": line, "definition_period": DateUnit.MONTH}
    law = TaxBenefitSystem([line])
    law.add_variables(*(type(name, (Variable,), {**shared, "label": name}) for name in facts))
    for name, formula in formulas().items():
        own = {"label": CONDITIONS[name], "formula": _formula(formula)}
        law.add_variable(type(name, (Variable,), {**shared, **own}))
    return law


def _formula(formula: Formula) -> Any:
    def compute(population: Any, period: Any) -> np.ndarray:
        return formula(lambda name: population(name, period))

    return compute


def evaluate(law: TaxBenefitSystem, facts: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """The truths of all conditions, in a simulation of its own."""
    simulation = SimulationBuilder().build_default_simulation(law, count=len(next(iter(facts.values()))))
    for name, column in facts.items():
        simulation.set_input(name, PERIOD, column)
    return {name: simulation.calculate(name, PERIOD) for name in CONDITIONS}
