"""Compiling loops over arrays, and asking the processor to fetch what is needed soon."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar, cast

import numba
from llvmlite import ir
from numba.core import cgutils, types
from numba.extending import intrinsic

Function = TypeVar("Function", bound=Callable[..., Any])

each = numba.prange
"""`range` whose turns are shared out among the threads, inside `on_threads`."""


def compiled(function: Function) -> Function:
    """``function`` compiled for one thread. It must stand in a module: only such code is kept on disk."""
    return cast(Function, numba.njit(cache=True, nogil=True, error_model="numpy")(function))


def on_threads(function: Function) -> Function:
    """``function`` compiled; loops over `each` run on all threads."""
    return cast(Function, numba.njit(cache=True, nogil=True, parallel=True, error_model="numpy")(function))


LITTLE = 500_000
"""Lines up to which one thread does all: waking the others, on a busy machine, takes longer than the work."""


@contextmanager
def crew(lines: int) -> Iterator[None]:
    """As many threads inside as so many lines are worth."""
    before = numba.get_num_threads()
    numba.set_num_threads(1 if lines <= LITTLE else before)
    try:
        yield
    finally:
        numba.set_num_threads(before)


def threads() -> int:
    """How many threads loops over `each` run on."""
    return int(numba.get_num_threads())


def _fetch(context: Any, builder: Any, array_type: Any, array: Any, place: list[Any]) -> Any:
    made = context.make_array(array_type)(context, builder, array)
    pointer = cgutils.get_item_pointer(  # type: ignore[no-untyped-call]
        context, builder, array_type, made, place, wraparound=False
    )
    byte = ir.IntType(8).as_pointer()
    number = ir.IntType(32)
    kind = ir.FunctionType(ir.VoidType(), [byte, number, number, number])
    function = cgutils.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")  # type: ignore[no-untyped-call]
    builder.call(function, [builder.bitcast(pointer, byte), number(0), number(3), number(1)])
    return context.get_dummy_value()


def _fetch_of(typing: Any, array: Any, place: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        at = context.cast(builder, given[1], signature.args[1], types.intp)
        return _fetch(context, builder, signature.args[0], given[0], [at])

    return types.void(array, place), code


def _fetch_row_of(typing: Any, array: Any, row: Any, column: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, given: Any) -> Any:
        at = [context.cast(builder, given[n], signature.args[n], types.intp) for n in (1, 2)]
        return _fetch(context, builder, signature.args[0], given[0], at)

    return types.void(array, row, column), code


fetch = cast(Callable[[Any, Any], None], intrinsic(_fetch_of))
"""Have ``array[place]`` brought into the cache; nothing waits for it."""

fetch_row = cast(Callable[[Any, Any, Any], None], intrinsic(_fetch_row_of))
"""Have ``array[row, column]`` and its neighbours, as many as a line of the cache holds, brought into the cache."""
