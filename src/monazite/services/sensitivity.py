"""`monazite headroom`: how far products are from the threshold, and what would carry them across."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monazite.law.share_atoms import lenses_of
from monazite.model.dates import Moment
from monazite.model.fact import Situation
from monazite.model.sensitivity import Headroom
from monazite.services.assess import Assessor
from monazite.services.ledgers import rolled
from monazite.services.product_view import as_product, product_row, products_of
from monazite.supply.sensitivity import row_flips


def subjects(run: Assessor) -> tuple[str, ...]:
    """What is looked at where nobody names a part: every shipped part, or every product where nothing is shipped."""
    shipped = dict.fromkeys(row.text("part_id") for row in run.portfolio.rows("shipments"))
    day = (run.options.as_of or Moment.parse(run.options.run_on.isoformat())).day
    return tuple(name for name in shipped if name) or products_of(run.portfolio, day)


def headrooms(run: Assessor, names: Sequence[str]) -> Iterator[Headroom]:
    """One for each part (by its own values) or shipment line (``S1/1``, by those of the line too).

    What no roll-up knows is left out, and so is a line without a day.
    """
    for name in names:
        situation = _situation(run, name)
        share = None if situation is None else rolled(situation)
        if situation is None or share is None:
            continue
        threshold = run.determiner.rulebook.parameter("value_share_threshold", situation.as_of.day)
        lenses = lenses_of(share, run.determiner.readings_of(situation))
        rows, more = row_flips(share, lenses, threshold)
        node = share.roll.network.nodes[share.index]
        part_name = node.part_id if node.part is None or not node.part.name else node.part.name
        yield Headroom(name, node.part_id, part_name, str(situation.as_of), threshold, rows, more)


def _situation(run: Assessor, name: str) -> Situation | None:
    """That of a line, or of a part as if it were exported from abroad."""
    if name in run.rows:
        return run.situation(name)
    moment = run.options.as_of or Moment.parse(run.options.run_on.isoformat())
    row = product_row(name, "abroad", moment.day)
    return as_product(run.maker.situation(row, moment, run.options.known_at), row)
