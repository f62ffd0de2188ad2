"""Words by which names of persons and titles of works are told in running text, by language: `lexicon_data/`.

Forenames and surnames are those of many languages at once, for a book names people of all. The lists of a language that
there is none of are those of English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path

import yaml

LISTS = Path(__file__).parent / "lexicon_data"
LANGUAGES = ("en", "de", "fr")
PARTICLES = (
    "af|al|av|bar|ben|bin|bint|d['’]|da|dal|dalla|das|de|degli|dei|del|della|di|do|dos|du|el|ibn|la|las|le|les|lo|los"
    "|ten|ter|van|vom|von|y|zu|zum|zur|'t|’t"
)
"""Small words within a name."""
ARTICLES = "het|de|den|dem|der|des|la|las|los|’t|'t"
"""Those that stand behind another: `van der`; in German alone they are articles."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The lists of one language, in small letters but where capitals tell; what each is, its file says."""

    titles: frozenset[str] = frozenset()
    royal: frozenset[str] = frozenset()
    vessels: frozenset[str] = frozenset()
    surnames_too: frozenset[str] = frozenset()
    nobody: frozenset[str] = frozenset()
    no_person: frozenset[str] = frozenset()
    bodies: frozenset[str] = frozenset()
    endings: frozenset[str] = frozenset()
    epithets: frozenset[str] = frozenset()
    nobility: frozenset[str] = frozenset()
    saying: frozenset[str] = frozenset()
    relatives: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    kin: frozenset[str] = frozenset()
    belongings: frozenset[str] = frozenset()
    callings: frozenset[str] = frozenset()
    leading: frozenset[str] = frozenset()
    small_words: frozenset[str] = frozenset()
    kinds_of_books: frozenset[str] = frozenset()
    citing: frozenset[str] = frozenset()
    events: frozenset[str] = frozenset()
    newspapers: frozenset[str] = frozenset()
    magazines: frozenset[str] = frozenset()


@cache
def lexicon(language: str = "en") -> Lexicon:
    """The lists of a language by its tag, `de` or `de-AT`."""
    name = language.lower().partition("-")[0]
    text = (LISTS / f"{name if name in LANGUAGES else 'en'}.yaml").read_text(encoding="utf-8")
    listed: Mapping[str, str] = yaml.safe_load(text)
    return Lexicon(**{each.name: frozenset(listed.get(each.name, "").split()) for each in fields(Lexicon)})


@cache
def forenames() -> frozenset[str]:
    """Forenames in small letters. No list is whole: other signs count too."""
    lines = (LISTS / "forenames.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@cache
def surnames(language: str) -> frozenset[str]:
    """Surnames in small letters: `spanish`, of which a name may have two, or `chinese`, which stand first."""
    text = (LISTS / "surnames.txt").read_text(encoding="utf-8")
    found: str = yaml.safe_load(text)[language]
    return frozenset(found.split())


def any_of(words: frozenset[str]) -> str:
    """Words as the alternatives of a regular expression; a hyphen in one stands for a space too."""
    return "|".join(re.escape(word).replace(r"\-", "[- ]") for word in sorted(words))
