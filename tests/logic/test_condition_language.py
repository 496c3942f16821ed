"""The condition language (design, section 4): a whitelist; all else is refused with line and column."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monazite.logic.parser import FUNCTIONS, ConditionFault, parse
from monazite.logic.syntax import Among, And, Call, Compare, Defined, Literal, Name, Node, Not, Or, Place, Quantified

AT = Place(1, 1)

#: text, line, column, a word of the message
REFUSED = [
    ("", 1, 1, "the end"),
    ("   # only a remark", 1, 19, "the end"),
    ("item.origin is null", 1, 13, "is"),
    ("item.origin is unknown", 1, 13, "is"),
    ("is_unknown(item.origin)", 1, 1, "no function"),
    ("len(end_users) > 0", 1, 1, "no function"),
    ("item.origin.lower() == 'cn'", 1, 1, "no function"),
    ("__import__('os')", 1, 1, "no function"),
    ("item['origin'] == 'CN'", 1, 5, "["),
    ("(item.origin == 'CN'", 1, 21, "')'"),
    ("item.origin == 'CN')", 1, 20, "left over"),
    ("any(end_users, p -> p.military", 1, 31, "')'"),
    ("any(end_users)", 1, 14, "','"),
    ("any(end_users, p)", 1, 17, "->"),
    ("any(end_users, a.b -> a.b.military)", 1, 16, "variable"),
    ("any('end_users', p -> p.military)", 1, 5, "collection"),
    ("any(all, p -> p.military)", 1, 5, "collection"),
    ("param()", 1, 1, "1 to 1"),
    ("listed(item)", 1, 1, "2 to 2"),
    ("listed(item, 'part1', 'part2')", 1, 1, "2 to 2"),
    ("listed(item, 'part1', except='part2')", 1, 23, "except"),
    ("listed(item, 'part2', but='a', but='b')", 1, 32, "twice"),
    ("listed(item 'part1')", 1, 13, "','"),
    ("listed('item', 'part1')", 1, 8, "name"),
    ("listed(item, part1)", 1, 14, "text"),
    ("listed(item, 5)", 1, 14, "text"),
    ("use(wmd)", 1, 5, "text"),
    ("item.origin == 'CN' == 'JP'", 1, 21, "left over"),
    ("item.made_in == item.origin == 'CN'", 1, 29, "left over"),
    ("'CN' == item.origin", 1, 1, "left"),
    ("(item.origin == 'CN') == yes", 1, 2, "cannot be compared"),
    ("listed(item, 'part1') == yes", 1, 1, "cannot be compared"),
    ("listed(item, 'part1') in (yes)", 1, 1, "only a fact"),
    ("item.origin > 'CN'", 1, 1, "means nothing"),
    ("value_share(item, 'part1') < param('t')", 1, 1, ">="),
    ("value_share(item, 'part1') >= 'a tenth'", 1, 31, "cannot be compared"),
    ("value_share(item, 'part1')", 1, 1, "value"),
    ("reading('listed') > 'open'", 1, 1, "means nothing"),
    ("reading('listed')", 1, 1, "value"),
    ("'CN'", 1, 1, "no condition"),
    ("5", 1, 1, "no condition"),
    ("item.unit_value > -1", 1, 19, "-"),
    ("item.unit_value > 1e5", 1, 20, "left over"),
    ("item.unit_value > .5", 1, 19, "'.'"),
    ("item.unit_value + 1 > 2", 1, 17, "+"),
    ("item.origin == ‘CN’", 1, 16, "‘"),
    ('item.origin == "CN"', 1, 16, '"'),
    ("item.origin == 'CN", 1, 16, "'"),
    ("item.origin == 'C\nN'", 1, 16, "'"),
    ("item.origin ＝ 'CN'", 1, 13, "＝"),
    ("item.origin === 'CN'", 1, 15, "="),
    ("item.origin <> 'CN'", 1, 14, ">"),
    ("item.origin = 'x'; drop table facts", 1, 18, ";"),
    ("item.origin = 'x' -- or 1=1", 1, 19, "-"),
    ("item.origin = 'x' or 1=1", 1, 22, "cannot be compared"),
    ("item.origin in ('CN' union select 1)", 1, 22, "union"),
    ("item.origin in ()", 1, 17, "found"),
    ("item.origin in ('CN', item.made_in)", 1, 23, "expected a text"),
    ("item.origin in 'CN'", 1, 16, "'('"),
    ("item.origin not 'CN'", 1, 17, "'in'"),
    ("item.origin like 'C%'", 1, 13, "like"),
    ("item.origin AND item.made_in", 1, 13, "AND"),
    ("item.origin == 'CN' && yes", 1, 21, "&"),
    ("not", 1, 4, "the end"),
    ("yes and", 1, 8, "the end"),
    ("or yes", 1, 1, "or"),
    ("item. origin", 1, 5, "."),
    ("item..origin", 1, 5, "."),
    ("yes and\n  no and\n    lenght(item) > 1", 3, 5, "no function"),
    ("yes and # 'remark'\n  item.origin == CN'", 2, 20, "'"),
    ("(" * 60 + "yes" + ")" * 60, 1, 51, "deep"),
    ("not " * 60 + "yes", 1, 201, "deep"),
    ("item.unit_value > ٥", 1, 19, "٥"),
]


@pytest.mark.parametrize(("text", "line", "column", "word"), REFUSED, ids=[repr(row[0])[:40] for row in REFUSED])
def test_what_does_not_belong_is_refused_with_its_place(text: str, line: int, column: int, word: str) -> None:
    """Design, section 4: everything else is refused with line and column; no operator inspects ignorance (T3)."""
    with pytest.raises(ConditionFault, match=re.escape(word)) as caught:
        parse(text)
    assert (caught.value.place.line, caught.value.place.column) == (line, column)
    assert f"line {line}, column {column}" in str(caught.value)


def test_yes_and_no_are_truths_and_texts_stay_texts() -> None:
    assert parse("yes") == Literal(True, place=AT)
    assert parse("item.x == no") == Compare("==", Name(("item", "x"), place=AT), Literal(False, place=AT), place=AT)
    assert parse("item.x == 'NO'") == Compare("==", Name(("item", "x"), place=AT), Literal("NO", place=AT), place=AT)


def test_numbers_are_exact_decimals() -> None:
    node = parse("item.x >= 0.1000000000000000055511151231257827")
    assert isinstance(node, Compare)
    assert isinstance(node.right, Literal)
    assert node.right.value == Fraction("0.1000000000000000055511151231257827")


def test_and_binds_closer_than_or_and_not_closer_than_and() -> None:
    a, b, c = (Name((name,), place=AT) for name in "abc")
    assert parse("a or b and not c") == Or((a, And((b, Not(c, place=AT)), place=AT)), place=AT)
    assert parse("(a or b) and c") == And((Or((a, b), place=AT), c), place=AT)
    assert parse("not a == 'x'") == Not(Compare("==", a, Literal("x", place=AT), place=AT), place=AT)


def test_places_count_lines_and_columns_across_remarks() -> None:
    node = parse("yes # first\n  and any(end_users, p ->\n    p.military)")
    assert isinstance(node, And)
    quantified = node.items[1]
    assert isinstance(quantified, Quantified)
    assert quantified.place == Place(2, 7)
    assert quantified.body.place == Place(3, 5)


def test_a_definition_is_expanded_by_its_bare_name_only() -> None:
    goods = Defined("goods", parse("shipment.kind == 'goods'"), place=AT)
    node = parse("goods and item.goods", {"goods": goods})
    assert node == And((goods, Name(("item", "goods"), place=AT)), place=AT)
    with pytest.raises(ConditionFault, match="cannot be compared"):
        parse("goods == yes", {"goods": goods})


# -- round trip

_names = st.sampled_from(("item.origin", "shipment.to", "p.military", "goods", "end_use")).map(
    lambda text: Name(tuple(text.split(".")), place=AT)
)
_texts = st.text('abcXYZ 中文/.-_"#()', max_size=8).map(lambda text: Literal(text, place=AT))
_numbers = st.decimals(min_value=0, max_value=10**6, places=20, allow_nan=False).map(
    lambda number: Literal(Fraction(number), place=AT)
)
_yes_no = st.booleans().map(lambda value: Literal(value, place=AT))


def _call(name: str) -> st.SearchStrategy[Call]:
    fewest, most, named = FUNCTIONS[name]
    first = name in ("listed", "contains", "named_on", "affiliated", "value_share", "excluded", "parameters_met")
    return st.builds(
        lambda head, texts, extra: Call(name, (*((head,) if first else ()), *texts), extra, place=AT),
        _names,
        st.lists(_texts, min_size=fewest - first, max_size=most - first),
        st.just(()) if not named or "at_least" in named else st.tuples(st.tuples(st.just(min(named)), _texts)),
    )


_truth_calls = st.sampled_from(("listed", "contains", "in_force", "holds", "use", "named_on", "affiliated")).flatmap(
    _call
)
_atoms = st.one_of(
    _names,
    _yes_no,
    _truth_calls,
    st.builds(
        lambda o, a, b: Compare(o, a, b, place=AT), st.sampled_from(("==", "!=")), _names, _texts | _names | _yes_no
    ),
    st.builds(lambda o, a, b: Compare(o, a, b, place=AT), st.sampled_from(("<", "<=", ">", ">=")), _names, _numbers),
    st.builds(lambda a, b: Compare(">=", a, b, place=AT), _call("value_share"), _numbers | _call("param")),
    st.builds(lambda a, b: Compare("!=", a, b, place=AT), _call("reading"), _texts),
    st.builds(
        lambda a, b, n: Among(a, tuple(b), n, place=AT), _names, st.lists(_texts | _numbers, min_size=1), st.booleans()
    ),
)


def _larger(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    no_and = inner.filter(lambda node: not isinstance(node, And))
    no_or = inner.filter(lambda node: not isinstance(node, Or))
    return st.one_of(
        st.builds(lambda item: Not(item, place=AT), inner),
        st.lists(no_and, min_size=2, max_size=3).map(lambda items: And(tuple(items), place=AT)),
        st.lists(no_or, min_size=2, max_size=3).map(lambda items: Or(tuple(items), place=AT)),
        st.builds(
            lambda kind, name, body: Quantified(kind, name, "p", body, place=AT),
            st.sampled_from(("any", "all")), _names, inner,
        ),
    )  # fmt: skip


@settings(max_examples=300)
@given(st.recursive(_atoms, _larger, max_leaves=12))
def test_a_condition_written_out_reads_back_as_the_same_tree(tree: Node) -> None:
    """What a proof shows of a condition is the condition: str and parse are inverse (A5)."""
    assert parse(str(tree)) == tree


@settings(max_examples=300)
@given(st.text("abit.'()=<>!,-# \n0519_‘", max_size=30))
def test_no_text_crashes_the_reader(text: str) -> None:
    try:
        parse(text)
    except ConditionFault as fault:
        assert fault.place.line >= 1
        assert fault.place.column >= 1
