"""Materials of the company: what there is, what it is called, weighs and costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import numpy as np

from sap.dialects import Cell

Columns = dict[str, list[Cell]]
KINDS = (("FERT", 0.08), ("HALB", 0.22), ("ROH", 0.62), ("VERP", 0.03), ("HIBE", 0.05))
PLANTS = ("1000", "2000")
NAMES = {
    "FERT": (("Servo motor", "Servomotor", "伺服电机"), ("Spindle drive", "Spindelantrieb", "主轴驱动"),
             ("Gear motor", "Getriebemotor", "减速电机"), ("Fan motor", "Lüftermotor", "风扇电机")),
    "HALB": (("Rotor", "Läufer", "转子"), ("Stator", "Ständer", "定子"), ("Bearing shield", "Lagerschild", "端盖"),
             ("Encoder assy", "Gebermodul", "编码器组件"), ("Housing, machined", "Gehäuse bearbeitet", "机壳")),
    "ROH": (("Magnet NdFeB", "Magnet NdFeB", "钕铁硼磁体"), ("Ball bearing", "Kugellager", "球轴承"),
            ("Screw M5x12", "Schraube M5x12", "螺钉"), ("O-ring", "O-Ring Größe", "O型圈"),
            ("PCB, bare", "Leiterplatte", "电路板"),
            ('Pipe 5"', 'Rohr 5"', "管"), ("Seal", "Dichtung für Welle", "密封")),
    "BULK": (("Copper wire", "Kupferdraht", "铜线"), ("Epoxy resin", "Epoxidharz", "环氧树脂"),
             ("Electrical steel", "Elektroblech", "硅钢片"), ("Adhesive", "Klebstoff", "胶粘剂")),
    "VERP": (("Carton", "Karton", "纸箱"),), "HIBE": (("Grease", "Schmierfett für Lager", "润滑脂"),),
}  # fmt: skip
CENT = Decimal("0.01")
GRAM = Decimal("0.001")


@dataclass(frozen=True)
class Materials:
    """``ids`` in order of their kinds; ``kind`` and ``unit`` of each; the tables."""

    ids: list[str]
    kind: list[str]
    unit: list[str]
    tables: dict[str, Columns]


def padded(number: str, wide: bool) -> str:
    """A number as SAP stores it, or as it shows it."""
    return number.zfill(18) if wide else number


def materials(rng: np.random.Generator, count: int) -> Materials:
    """MARA, MAKT, MARC, MBEW, MARM and T023T."""
    kinds = [kind for kind, share in KINDS for _ in range(round(count * share))][:count]
    kinds += ["ROH"] * (count - len(kinds))
    ids = [str(100_000 + n) if kind != "FERT" else f"SM-{n:05}" for n, kind in enumerate(kinds)]
    bulk = [kind == "HIBE" or (kind == "ROH" and rng.random() < 0.08) for kind in kinds]
    unit = [("KG", "M", "G", "L")[rng.integers(4)] if b else "ST" for b in bulk]
    weights = np.exp(rng.normal(-1.5, 1.6, count))
    groups = [f"{k[0]}{rng.integers(10, 60)}" for k in kinds]
    tables: dict[str, Columns] = {
        "MARA": {
            "MATNR": list(ids), "MTART": list(kinds), "MATKL": list(groups), "MEINS": list(unit),
            "NTGEW": [Decimal(0) if rng.random() < 0.1 else Decimal(str(w)).quantize(GRAM) for w in weights],
            "GEWEI": ["KG" if rng.random() < 0.9 else "G" for _ in ids],
            "LVORM": ["X" if rng.random() < 0.01 else "" for _ in ids],
            "MFRPN": [f"MP{rng.integers(10**6)}" if k == "ROH" and rng.random() < 0.3 else "" for k in kinds],
        },
        "MAKT": _texts(rng, ids, kinds, bulk),
        "T023T": {"SPRAS": ["D"] * 50, "MATKL": [f"R{n}" for n in range(10, 60)],
                  "WGBEZ": [f"Warengruppe {n} für Kaufteile" for n in range(10, 60)]},
    }  # fmt: skip
    tables["MARC"] = _plants(rng, ids, kinds)
    tables["MBEW"] = _prices(rng, ids, kinds, tables["MARC"])
    boxed = [i for i, u, k in zip(ids, unit, kinds, strict=True) if u == "ST" and k == "ROH" and rng.random() < 0.05]
    tables["MARM"] = {
        "MATNR": [*boxed, *boxed], "MEINH": ["ST"] * len(boxed) + ["KAR"] * len(boxed),
        "UMREZ": [Decimal(1)] * len(boxed) + [Decimal(int(rng.integers(2, 200))) for _ in boxed],
        "UMREN": [Decimal(1)] * (2 * len(boxed)),
    }  # fmt: skip
    return Materials(ids, kinds, unit, tables)


def _texts(rng: np.random.Generator, ids: list[str], kinds: list[str], bulk: list[bool]) -> Columns:
    made: Columns = {"MATNR": [], "SPRAS": [], "MAKTX": []}
    for part, kind, loose in zip(ids, kinds, bulk, strict=True):
        choices = NAMES["BULK" if loose and kind == "ROH" else kind]
        english, german, chinese = choices[rng.integers(len(choices))]
        said = [("E", english), ("D", german)]
        if rng.random() < 0.2:
            said.append(("1", chinese))
        size = int(rng.integers(100))
        for language, text in said[rng.random() < 0.1 :]:
            made["MATNR"].append(part)
            made["SPRAS"].append(language)
            made["MAKTX"].append(f"{text} {size}")
    return made


def _plants(rng: np.random.Generator, ids: list[str], kinds: list[str]) -> Columns:
    made: Columns = {"MATNR": [], "WERKS": [], "BESKZ": [], "SOBSL": [], "STAWN": [], "HERKL": [], "LVORM": []}
    tariff = {"FERT": "85015230", "HALB": "85030099", "ROH": "85051110"}
    for part, kind in zip(ids, kinds, strict=True):
        origin = ("DE", "CN", "JP", "", "")[rng.integers(5)]
        for plant in PLANTS if rng.random() < 0.3 else PLANTS[:1]:
            made_here = "E" if kind in ("FERT", "HALB") else "F"
            phantom, deleted = ("50" if rng.random() < 0.02 else ""), ("X" if rng.random() < 0.01 else "")
            code = tariff.get(kind, "") if rng.random() < 0.7 else ""
            cells = (part, plant, made_here, phantom, code, origin, deleted)
            for name, cell in zip(made, cells, strict=True):
                made[name].append(cell)
    return made


def _prices(rng: np.random.Generator, ids: list[str], kinds: list[str], plants: Columns) -> Columns:
    made: Columns = {name: [] for name in ("MATNR", "BWKEY", "BWTAR", "VPRSV", "STPRS", "VERPR", "PEINH", "LAEPR")}
    worth = {"FERT": 6.0, "HALB": 3.0, "ROH": 0.5, "VERP": 0.0, "HIBE": 1.0}
    kind_of = dict(zip(ids, kinds, strict=True))
    for part, plant in zip(plants["MATNR"], plants["WERKS"], strict=True):
        kind = kind_of[str(part)]
        per = (1, 1, 1, 100, 1000)[rng.integers(5)] if kind == "ROH" else 1
        price = Decimal(str(np.exp(rng.normal(worth[kind], 1.2)) * per)).quantize(CENT)
        price = Decimal("0.00") if rng.random() < 0.03 else price
        moving = kind in ("ROH", "HIBE") and rng.random() < 0.5
        day = date(2023, 1, 1) + timedelta(days=int(rng.integers(365)))
        cells = (part, plant, "", "V" if moving else "S", price, price + Decimal("0.31"), Decimal(per), day)
        for name, cell in zip(made, cells, strict=True):
            made[name].append(cell)
    return made
