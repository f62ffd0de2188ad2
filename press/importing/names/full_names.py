"""A name in reading order → its parts: family and given name, particle, suffix; or one name alone, as kings have it."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

from press.importing.names.lexicon import Lexicon, forenames, lexicon, surnames
from press.importing.names.name_runs import INITIAL, NUMERAL, PARTICLE, SUFFIX, joined

BOUND = frozenset(
    [
        *("La", "Le", "Les", "Van", "Von", "De", "Du", "Del", "Della", "Dos", "Da", "Di", "Ter", "Ten", "St", "St."),
        *("Ó", "Ní", "Mac", "Ben", "Ibn", "Bin", "Al", "El"),
    ]
)
"""With a capital these are of the family name."""
ARABIC = re.compile(r"(?:[ae]l-|ibn$|bin$|ben$|bint$)")
GIVEN_OF_TWO = re.compile(r"[A-ZÀ-Þ]\w*-[a-zà-ÿ]\w*")
PINYIN = re.compile(r"(?:[bpmfdtnlgkhjqxzcsryw]?h?[aeiouü]{1,3}(?:ng|n|r)?){2}", re.IGNORECASE)

FAMILY_FIRST = frozenset({"hu", "ja", "ko", "vi", "zh"})
"""Languages in which the surname is said first."""


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of a name, or the `only` name of somebody who has no other."""

    family: str = ""
    given: str = ""
    particle: str = ""
    suffix: str = ""
    only: str = ""

    @property
    def surname(self) -> str:
        """What the person is called by alone."""
        return self.only or self.family

    @property
    def fields(self) -> dict[str, str]:
        """As a record has them, under CSL's names."""
        told = {
            "family": self.family,
            "given": self.given,
            "non-dropping-particle": self.particle,
            "suffix": self.suffix,
            "only": self.only,
        }
        return {key: value for key, value in told.items() if value}


def name_of(words: tuple[str, ...], lexicon: Lexicon, royal: bool = False, doubles: Collection[str] = ()) -> NameParts:
    """The parts of a name. `royal`: a title stands before it by which people go by their forenames; `doubles`: family
    names of two words that the text has by themselves.
    """
    words = _bare(words, lexicon)
    if _is_alone(words, lexicon, royal):
        if words[-2:-1] and words[-2] in ("dem", "den", "des"):  # Friedrich dem Großen
            words = (*words[:-2], "der", words[-1].removesuffix("n"))
        return NameParts(only=joined(words).rstrip("."))
    suffix = ""
    if len(words) > 2 and words[-1] in SUFFIX:
        suffix, words = words[-1], words[:-1]
    if len(words) == 1:
        return NameParts(family=words[0], suffix=suffix)
    if is_family_first(words):
        return NameParts(family=words[0], given=joined(words[1:]))
    start = _family_at(words, doubles)
    family, particle = words[start:], []
    while len(family) > 1 and PARTICLE.fullmatch(family[0]) and not ARABIC.match(family[0]):
        particle.append(family[0])
        family = family[1:]
    return NameParts(joined(family), joined(words[:start]), joined(tuple(particle)), suffix)


def sure_name(name: str, language: str) -> NameParts | None:
    """A name divided where nobody can doubt how: known forenames or initials, and one surname without a particle. None
    of a body, of a name that may have two surnames, and in languages that have the surname first.
    """
    words, tag = tuple(name.split()), language.lower().partition("-")[0]
    lists = lexicon(language)
    if len(words) < 2 or tag in FAMILY_FIRST or is_family_first(words):
        return None
    end = words[-2] if words[-1] in SUFFIX else words[-1]
    if end.lower() in (lists.no_person | lists.bodies | lists.nobody) - lists.surnames_too:
        return None
    found = name_of(words, lists)
    given, written = found.given.split(), f"{found.given} {found.family} {found.suffix}".split()
    # what ends in a capital or a stop is a degree, or the form of a company
    if (
        not given
        or not (found.family[:1].isupper() and found.family[-1:].islower())
        or found.particle
        or " " in found.family
        or written != list(words)
    ):
        return None
    return found if all(_is_forename(each) for each in given) else None


def author_fields(name: str) -> dict[str, str]:
    """A name in reading order as a record of a work has it; a single name is a family name, as CSL has no other."""
    words = tuple(name.replace(",", "").split())
    found = name_of(words, lexicon("en")) if words else NameParts()
    return replace(found, family=found.only, only="").fields if found.only else found.fields


def _bare(words: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """Without *Graf* in the middle, and *der Ältere* at the end of a name that has a surname."""
    inner = range(1, len(words) - 1)
    bare = tuple(
        word.rstrip(",") for n, word in enumerate(words) if n not in inner or word.lower() not in lexicon.nobility
    )
    byname = len(bare) > 3 and bare[-1].lower() in lexicon.epithets and bare[-2] in ("der", "the", "dem", "den", "le")
    return bare[:-2] if byname else bare


def is_regnal(words: tuple[str, ...]) -> bool:
    """Whether a name has the number of a king."""
    at = next((n for n, word in enumerate(words) if n and NUMERAL.fullmatch(word)), 0)
    return bool(at) and all(_is_forename(word) for word in words[:at])


def _is_alone(words: tuple[str, ...], lexicon: Lexicon, royal: bool) -> bool:
    if is_regnal(words):
        return True
    if len(words) > 2 and words[-1].lower() in lexicon.epithets and not words[-2][:1].isupper():
        return True
    if not royal:
        return False
    at = next((n for n, word in enumerate(words) if n and (word == "of" or PARTICLE.fullmatch(word))), len(words))
    return all(_is_forename(word) for word in words[:at])


def is_family_first(words: tuple[str, ...]) -> bool:
    """Whether a name stands as in Chinese: *Li Hongzhang*, *Sun Yat-sen*."""
    if len(words) != 2 or words[0].lower() not in surnames("chinese"):
        return False
    if GIVEN_OF_TWO.fullmatch(words[1]):
        return True
    return bool(PINYIN.fullmatch(words[1])) and words[1].lower() not in forenames()


def _is_forename(word: str) -> bool:
    bare = word.lower()
    return bare in forenames() or bool(INITIAL.fullmatch(word)) or all(p in forenames() for p in bare.split("-"))


def _family_at(words: tuple[str, ...], doubles: Collection[str]) -> int:
    """Where the family name begins, its particle with it."""
    last = len(words) - 1
    if PARTICLE.fullmatch(words[0]):
        return 0
    if "y" in words[2:]:
        return max(1, words.index("y", 2) - 1)
    for n in range(1, last):
        if ARABIC.match(words[n]) or words[n] in BOUND:
            return n
        if PARTICLE.fullmatch(words[n]):
            # what stands before it and is no forename belongs to it: *Leclerc de Hauteclocque*
            return n - 1 if n > 1 and not _is_forename(words[n - 1]) else n
    if len(words) > 2 and joined(words[-2:]) in doubles:
        return last - 1
    if last > 1 and _is_spanish(words[-2]) and _is_spanish(words[-1]) and not _is_forename(words[-2]):
        return last - 1
    return last


def _is_spanish(word: str) -> bool:
    return all(part in surnames("spanish") for part in word.lower().split("-"))
