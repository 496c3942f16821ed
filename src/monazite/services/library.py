"""The library of material classes that ships with monazite: what parts of a sort may hold, each number with its source.

A class names the counted elements that may be inside (`Substance`) with bounds of their mass fraction where a source
gives some; an element without bounds may be there in any amount. ``composition`` `complete` says that nothing else
that counts is inside. Nothing proves that of a part: it is an assumption of whoever approves the class, in the words
of ``assumes`` (rule N5), and lowers the confidence of every answer that rests on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from monazite.law.yaml_text import read_yaml
from monazite.model.citation import Confidence, HowRead

SOURCES, WORDS = "sources.yaml", "words.yaml"
NO_CLASS = "none"
"""In the words: a phrase that proposes nothing, and takes its words away."""

_Any = TypeVar("_Any")

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
Fraction01 = Annotated[Decimal, Field(ge=0, le=1)]


class LibraryFault(ValueError):
    """A file of the library that is not in its form, or that contradicts another."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Words(_Model):
    """A text in both languages."""

    en: str
    zh: str


class LibrarySource(_Model):
    """A source of numbers. ``address``: where it stands; ``read``: how it was read."""

    id: Id
    title: str
    address: str
    licence: str
    read: HowRead


class NumberCite(_Model):
    """Where a number stands: ``where`` in the ``source``; ``formula``: it follows from the masses of the atoms."""

    source: Id
    where: str
    read: HowRead
    confidence: Confidence
    formula: str = ""


class Substance(_Model):
    """An element that may be inside. ``low`` and ``high`` bound its mass fraction; neither: any amount."""

    element: Literal["Sm", "Gd", "Tb", "Dy", "Lu", "Sc", "Y"]
    low: Fraction01 | None = None
    high: Fraction01 | None = None
    cite: NumberCite | None = None

    @model_validator(mode="after")
    def _whole(self) -> Substance:
        if len({self.low is None, self.high is None, self.cite is None}) > 1:
            raise ValueError("low, high and cite stand together or not at all")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        return self


class Reference(_Model):
    """A mass fraction that is no bound: shown, never counted with."""

    element: str
    value: Fraction01
    cite: NumberCite


class MaterialClass(_Model):
    """One class of parts and what it holds. ``under``: the wider class that it is a kind of; ``ask``: the question
    whose answer makes the class needless.
    """

    id: Id
    title: Words
    under: str = ""
    about: str
    sources: tuple[str, ...] = ()
    composition: Literal["complete", "partial"]
    assumes: Words | None = None
    ask: Words
    substances: tuple[Substance, ...]
    references: tuple[Reference, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether parts of the class are taken to hold nothing that counts."""
        return self.composition == "complete" and not self.substances

    @model_validator(mode="after")
    def _whole(self) -> MaterialClass:
        if (self.composition == "complete") != (self.assumes is not None):
            raise ValueError("a complete class says what it assumes, and only such a class")
        if self.composition == "complete" and any(one.high is None for one in self.substances):
            raise ValueError("a complete class bounds every substance")
        elements = [one.element for one in self.substances]
        if len(elements) != len(set(elements)):
            raise ValueError("an element is there twice")
        return self


class WordRule(_Model):
    """Words and beginnings of customs codes that speak for a class; `none`: they speak for none."""

    cls: str = Field(alias="class")
    en: tuple[str, ...] = ()
    de: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    hs: tuple[Annotated[str, Field(pattern=r"^\d{4,10}$")], ...] = ()

    @property
    def phrases(self) -> tuple[str, ...]:
        """The words of all languages."""
        return (*self.en, *self.de, *self.zh)


class Cut(_Model):
    """Words after which, or before which, a name only says what the part is for."""

    after: tuple[str, ...]
    before: tuple[str, ...]


class WordFile(_Model):
    """`words.yaml`. ``wary``: words beside which nothing is proposed to be plain."""

    cut: Cut
    words: tuple[WordRule, ...]
    wary: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Library:
    """The classes and sources by id, and the words."""

    classes: Mapping[str, MaterialClass]
    sources: Mapping[str, LibrarySource]
    words: WordFile

    def is_kind_of(self, narrow: str, wide: str) -> bool:
        """Whether a class is another one or a kind of it, at any depth."""
        while narrow and narrow != wide:
            narrow = self.classes[narrow].under if narrow in self.classes else ""
        return bool(narrow)


def read_library(texts: Mapping[str, str]) -> Library:
    """The library of these files (text by name). Raises `LibraryFault`."""
    sources = {one.id: one for one in _read(TypeAdapter(tuple[LibrarySource, ...]), texts, SOURCES)}
    found: dict[str, MaterialClass] = {}
    for name in sorted(texts.keys() - {SOURCES, WORDS}):
        for one in _read(TypeAdapter(tuple[MaterialClass, ...]), texts, name):
            if one.id in found:
                raise LibraryFault(f"{name}: the class {one.id} is there twice")
            found[one.id] = one
    words = _read(TypeAdapter(WordFile), texts, WORDS)
    library = Library(found, sources, words)
    _check(library)
    return library


def _read(adapter: TypeAdapter[_Any], texts: Mapping[str, str], name: str) -> _Any:
    located, issues = read_yaml(texts.get(name, ""), name)
    if located is None or issues:
        raise LibraryFault(f"{name}: {issues[0].message if issues else 'is not there'}")
    try:
        return adapter.validate_python(located.data)
    except ValidationError as error:
        raise LibraryFault(f"{name}: {error}") from error


def _check(library: Library) -> None:
    known = {*library.classes, NO_CLASS}
    for one in library.classes.values():
        cites = [s.cite for s in one.substances if s.cite] + [r.cite for r in one.references]
        absent = {*(c.source for c in cites), *one.sources} - library.sources.keys()
        if absent or (one.under and one.under not in library.classes):
            raise LibraryFault(f"{one.id} names what is not there: {', '.join(sorted(absent)) or one.under}")
        if library.is_kind_of(one.under, one.id):
            raise LibraryFault(f"{one.id} is a kind of itself")
    unknown = {rule.cls for rule in library.words.words} - known
    if unknown:
        raise LibraryFault(f"{WORDS}: no class is named {', '.join(sorted(unknown))}")
