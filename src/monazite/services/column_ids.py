"""Texts found in a column of texts, many millions at once: by a hash of 64 bits, checked by another one.

Both hashes are seeded anew for every run, so that nobody can prepare texts that agree in them; by chance two of ten
million differing texts do so once in 10**24 runs.
"""

from __future__ import annotations

import secrets
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl

Ids = npt.NDArray[np.uint32]
NOWHERE = np.uint32(0xFFFFFFFF)
_SEEDS = tuple(secrets.randbits(63) for _ in range(2))
MANY = 5_000_000
"""Below so many texts a join is soon enough, and nothing has to be compiled."""


def places_in(known: pl.Series, asked: pl.Series) -> Ids:
    """The place of each text of ``asked`` in ``known``, the last where it stands there several times; `NOWHERE` where
    it does not. No text may be null.
    """
    if len(asked) >= MANY:
        from monazite.supply.kernel.lookup import places  # noqa: PLC0415 compiles: only where it is worth it

        with ThreadPoolExecutor(len(_SEEDS)) as pool:
            hashed = list(pool.map(lambda seed: [texts.hash(seed).to_numpy() for texts in (known, asked)], _SEEDS))
        (one, two), (one_again, two_again) = hashed
        found, agreed = places(one, two, one_again, two_again)
        if agreed:
            return found
    rows = pl.DataFrame({"text": known, "place": np.arange(len(known), dtype=np.uint32)})
    last = rows.unique("text", keep="last", maintain_order=True)
    joined = asked.to_frame("text").join(last, on="text", how="left", maintain_order="left")
    return joined["place"].fill_null(int(NOWHERE)).to_numpy()
