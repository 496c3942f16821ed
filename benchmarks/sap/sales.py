"""Customers, suppliers, info records, orders and deliveries."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from sap.masters import CENT, Columns, Materials

COUNTRIES = ("DE", "US", "FR", "CN", "JP", "IT", "KR", "IN", "CZ", "BR")
_LAST_DAY = date(2026, 11, 1)


def partners(rng: np.random.Generator, made: Materials, customers: int, vendors: int) -> dict[str, Columns]:
    """KNA1, LFA1, EINA, T001W, T006, T006A."""
    bought = [i for i, kind in zip(made.ids, made.kind, strict=True) if kind in ("ROH", "HIBE", "VERP")]
    pairs = [(part, int(vendor)) for part in bought for vendor in rng.integers(vendors, size=1 + (rng.random() < 0.4))]
    return {
        "KNA1": _firms("KUNNR", "Kunde Müller", 200_000, customers),
        "LFA1": _firms("LIFNR", "Lieferant Jäger", 200_000, vendors),
        "EINA": {
            "INFNR": [f"53{n:08}" for n in range(len(pairs))], "MATNR": [part for part, _ in pairs],
            "LIFNR": [str(200_000 + vendor).zfill(10) for _, vendor in pairs],
            "LOEKZ": ["X" if rng.random() < 0.02 else "" for _ in pairs],
        },
        "T001W": {"WERKS": ["1000", "2000"], "NAME1": ["Werk Erlangen", "Werk Suzhou"], "LAND1": ["DE", "CN"]},
        "T006": {"MSEHI": ["ST", "KG", "G", "M", "L", "KAR"], "ISOCODE": ["PCE", "KGM", "GRM", "MTR", "LTR", "CT"]},
    }  # fmt: skip


def _firms(key: str, name: str, start: int, count: int) -> Columns:
    return {
        key: [str(start + n).zfill(10) for n in range(count)],
        "NAME1": [f"{name} {n} GmbH & Co. KG" for n in range(count)],
        "LAND1": [COUNTRIES[n % len(COUNTRIES)] for n in range(count)],
        "STRAS": [f"Straße {n}" for n in range(count)],
        "ORT01": ["Nürnberg" for _ in range(count)],
    }


def deliveries(rng: np.random.Generator, made: Materials, customers: int, lines: int) -> dict[str, Columns]:
    """LIKP, LIPS and VBAP with ``lines`` delivery items, two to a delivery."""
    sold = [i for i, kind in zip(made.ids, made.kind, strict=True) if kind == "FERT"]
    heads = (lines + 1) // 2
    numbers = [f"{80_000_000 + n:010}" for n in range(heads)]
    buyer = [str(200_000 + int(n)).zfill(10) for n in rng.integers(customers, size=heads)]
    days = [_LAST_DAY - timedelta(days=int(n)) for n in rng.integers(300, size=heads)]
    likp: Columns = {
        "VBELN": list(numbers), "LFART": ["LF" if rng.random() < 0.97 else "LR" for _ in numbers],
        "WADAT": list(days), "WADAT_IST": [day if rng.random() < 0.8 else None for day in days],
        "KUNNR": [b if rng.random() < 0.9 else str(200_000 + int(rng.integers(customers))).zfill(10) for b in buyer],
        "KUNAG": list(buyer),
    }  # fmt: skip
    of = [n // 2 for n in range(lines)]
    parts = [sold[int(n)] for n in rng.integers(len(sold), size=lines)]
    orders = [f"{10_000 + n:010}" for n in of]
    places = [f"{10 * (n % 2 + 1):06}" for n in range(lines)]
    lips: Columns = {
        "VBELN": [numbers[n] for n in of], "POSNR": list(places), "MATNR": list(parts),
        "WERKS": ["1000" if rng.random() < 0.85 else "2000" for _ in of],
        "LFIMG": [Decimal(int(n)).quantize(Decimal("0.001")) for n in rng.integers(1, 2_000, size=lines)],
        "VRKME": ["ST"] * lines, "VGBEL": list(orders), "VGPOS": list(places),
    }  # fmt: skip
    prices = np.exp(rng.normal(6.3, 1.0, lines))
    vbap: Columns = {
        "VBELN": list(orders), "POSNR": list(places), "MATNR": list(parts),
        "NETPR": [Decimal(str(price)).quantize(CENT) for price in prices], "KPEIN": [Decimal(1)] * lines,
        "KMEIN": ["ST"] * lines, "WAERK": ["EUR" if rng.random() < 0.8 else "USD" for _ in of],
    }  # fmt: skip
    return {"LIKP": likp, "LIPS": lips, "VBAP": vbap}
