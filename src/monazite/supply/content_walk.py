"""Counted value in a contents tree under one lens and some pins, for one value of the item (cases' README, 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from monazite.model.exact import Fraction
from monazite.model.share import Lens, Pin, ShareLeaf
from monazite.model.truth import Truth
from monazite.supply.amounts import ANY, ZERO_F, Amounts, by_origin, hidden_content, total, whole_or_within
from monazite.supply.case_content import CaseContent
from monazite.supply.scope import NO_ENTRY, ShareScope, full_entry

CONTENTS = "item.contents"
ORIGIN = "item.contents.origin"
VALUE = "item.contents.value"
UNIT_VALUE = "item.unit_value"

Span = tuple[Fraction, Fraction]


@dataclass(slots=True)
class ContentWalk:
    """One evaluation. ``any_origin`` counts every Part 1 item whole whatever its origin (reading `all_part1`); what is
    of home origin is then still seen by a second walk without it. ``open_names`` collects the questions met,
    ``leaves`` the widths met.
    """

    scope: ShareScope
    lens: Lens
    pins: Mapping[str, Pin]
    any_origin: bool = False
    open_names: set[str] = field(default_factory=set)
    leaves: list[ShareLeaf] = field(default_factory=list)

    def item(self, contents: tuple[CaseContent, ...] | None, complete: bool, value: Fraction) -> Amounts:
        """Counted value in an item worth ``value``; an absent or incomplete list may hide up to that value."""
        inside = total(self._content(content, (value, value)) for content in contents or ())
        if contents is None or not complete:
            hidden = self._hidden((value, value), (CONTENTS,), "the item", "nobody has said what else it contains")
            inside = total((inside, hidden))
        return inside.capped(value)

    def _content(self, content: CaseContent, container: Span) -> Amounts:
        """Counted value of one content inside something worth ``container``."""
        value, certain, wide = self._worth(content, container)
        entry = None if content.entry is None else full_entry(content.entry)
        if content.contents is None:
            within = None
        else:
            within = total(self._content(inner, value) for inner in content.contents).capped(value[1])
        if entry == NO_ENTRY:
            return within or Amounts()
        if entry is None:
            return self._unnamed(content, value, within)
        carried = self.lens.numerator_items == "part1_and_part2" and self.scope.carries(entry)
        if not self.scope.counts(entry) and not carried:
            if within is not None:
                return within
            why = "it is not said what it contains"
            return self._hidden(value, (VALUE,), content.label, why, entry)
        if within is None:
            within = Amounts() if self.scope.counts(entry) else self._hidden(value, (VALUE,), content.label, "", entry)
        share = content.home_share(self.lens, self.scope.home)
        if self.any_origin and not carried:
            share = (Fraction(1), Fraction(1))
        amounts = self._split(entry, value, certain, share, within)
        if wide and share[1] > 0:
            self._noted((VALUE,), content.label, entry, amounts, "its value is not stated exactly")
        elif share[0] < share[1]:
            self._noted((ORIGIN,), content.label, entry, amounts, "its origin is not stated exactly")
        return amounts

    def _split(self, entry: str, value: Span, certain: Fraction, share: Span, within: Amounts) -> Amounts:
        """A counted thing, whole or through its contents, with the question of its origin pinned or open."""
        least, most = share
        if least == most and (least in (0, 1) or not within.high):
            return whole_or_within(entry, value, certain, share, within)
        self.open_names.add(ORIGIN)
        return by_origin(entry, value, certain, share, within, self.pins.get(ORIGIN))

    def _unnamed(self, content: CaseContent, value: Span, within: Amounts | None) -> Amounts:
        """A content of unknown entry: whole if it is a counted item of home origin, else through its contents."""
        if within is None:
            return self._hidden(value, (CONTENTS, VALUE), content.label, "its list entry is not stated")
        share = content.home_share(self.lens, self.scope.home)
        most = Fraction(1) if self.any_origin else share[1]
        if most == 0:
            return within
        self.open_names.add(CONTENTS)
        pin = self.pins.get(CONTENTS)
        low_share = most if pin is Pin.HIGH else ZERO_F
        high_share = most if pin in (None, Pin.HIGH) else ZERO_F
        amounts = whole_or_within(ANY, value, value[1], (low_share, high_share), within)
        if pin is Pin.TRACE:
            amounts = replace(amounts, contains=Truth.TRUE)
        self._noted((CONTENTS,), content.label, "", amounts, "its list entry is not stated")
        return amounts

    def _hidden(self, value: Span, names: tuple[str, ...], label: str, why: str, entry: str = "") -> Amounts:
        """Content that nobody has described: from nothing up to the whole value, of any entry and any origin."""
        self.open_names.update(names)
        pin = next((self.pins[name] for name in names if name in self.pins), None)
        amounts = hidden_content(value, pin)
        if why and pin is None:
            self._noted(names, label, entry, amounts, why)
        return amounts

    def _worth(self, content: CaseContent, container: Span) -> tuple[Span, Fraction, bool]:
        """Value of a content under the pins, the part of it that is stated, and whether it is wide."""
        stated_low, stated_high = content.worth(self.lens) or (ZERO_F, None)
        low = content.least_worth(self.lens)
        high = max(low, container[1]) if stated_high is None else stated_high
        certain = stated_low if stated_high is None else stated_high
        wide = low < high or stated_high is None
        pin = self.pins.get(VALUE)
        if wide:
            self.open_names.add(VALUE)
        if wide and pin is Pin.HIGH:
            low = max(low, container[0]) if stated_high is None else high
        elif wide and pin is not None:
            high = low
        return (low, high), min(certain, high), wide

    def _noted(self, names: tuple[str, ...], label: str, entry: str, amounts: Amounts, why: str) -> None:
        """Remember a width for `ContentsShare.leaves`."""
        if amounts.high > amounts.low:
            self.leaves.append(ShareLeaf(label, entry, amounts.low, amounts.high, names[0], why))
