"""What every file of a regulation pack is made of. Unknown keys are refused; every value of the law is cited.

`schema_text` and `schema_rules` hold one model per line of a file; the docstrings say what the keys mean. Texts for
people are given in English and Chinese.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from monazite.model.dates import parse_day

YesNo = Annotated[bool, BeforeValidator(lambda v: {"yes": True, "no": False}.get(v, v) if isinstance(v, str) else v)]


def _day(value: object) -> object:
    return parse_day(value) if isinstance(value, str) else value


Day = Annotated[date, BeforeValidator(_day)]
Key = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]


class Model(BaseModel):
    """Frozen, and strict about keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(Model):
    """A text in both languages."""

    en: str
    zh: str = ""


class Cite(Model):
    """A citation: the key of a source in ``sources.yaml`` and the place in it."""

    source: Key
    article: str = ""
