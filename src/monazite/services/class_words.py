"""Which classes the words of a part speak for: whole words, the longest phrase first; Chinese by characters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from monazite.services.library import NO_CLASS, Library

_TOKEN = re.compile(r"[^\W\d_\u2e80-\u9fff]+|\d+|[\u2e80-\u9fff]")
_SPELT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_CUT_AFTER, _CUT_BEFORE, _WARY = "@after", "@before", "@wary"


def tokens(text: str) -> tuple[str, ...]:
    """Words, numbers and Chinese characters of a text, in one spelling (ä as ae, ß as ss, full width as half)."""
    plain = unicodedata.normalize("NFKC", text).casefold().translate(_SPELT)
    return tuple(_TOKEN.findall(plain))


@dataclass(frozen=True, slots=True)
class Heard:
    """What a text says: class -> the phrase that speaks for it; ``wary``: a word beside which nothing is plain."""

    classes: Mapping[str, str] = field(default_factory=dict)
    wary: str = ""


class Vocabulary:
    """The words of a library, ready to be looked for."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._phrases: dict[tuple[str, ...], str] = {}
        words = library.words
        self._add(words.wary, _WARY)
        self._add(words.cut.after, _CUT_AFTER)
        self._add(words.cut.before, _CUT_BEFORE)
        for rule in words.words:
            self._add(rule.phrases, rule.cls)
        self._longest = max(map(len, self._phrases))
        self._codes = {code: rule.cls for rule in words.words for code in rule.hs}

    def _add(self, phrases: Iterable[str], name: str) -> None:
        for phrase in phrases:
            self._phrases[tokens(phrase)] = name

    def hear(self, text: str) -> Heard:
        """The classes that a text speaks for, without those of which it names a narrower one."""
        found: dict[str, str] = {}
        wary = ""
        for name, phrase in self._spoken(tokens(text)):
            if name == _WARY:
                wary = wary or phrase
            elif name == _CUT_AFTER:
                if found or wary:
                    break
            elif name == _CUT_BEFORE:
                found, wary = {}, ""
            elif name != NO_CLASS:
                found.setdefault(name, phrase)
        return Heard(self.narrowest(found), wary)

    def _spoken(self, said: tuple[str, ...]) -> Iterable[tuple[str, str]]:
        place = 0
        while place < len(said):
            for length in range(min(self._longest, len(said) - place), 0, -1):
                phrase = said[place : place + length]
                name = self._phrases.get(phrase)
                if name is not None:
                    yield name, _written(phrase)
                    place += length
                    break
            else:
                place += 1

    def narrowest(self, found: Mapping[str, str]) -> dict[str, str]:
        """Without a class of which a kind is there as well."""
        kind = self._library.is_kind_of
        return {c: p for c, p in found.items() if not any(other != c and kind(other, c) for other in found)}

    def of_code(self, code: str) -> tuple[str, str]:
        """The class that a customs code speaks for and the beginning that does; both empty: none."""
        digits = "".join(filter(str.isdecimal, code))
        for length in range(len(digits), 3, -1):
            if digits[:length] in self._codes:
                return self._codes[digits[:length]], digits[:length]
        return "", ""


def _written(phrase: tuple[str, ...]) -> str:
    return ("" if all(len(t) == 1 and t > "\u2e80" for t in phrase) else " ").join(phrase)
