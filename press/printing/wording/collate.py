"""Names → headings, and headings → their order in the alphabet.

A name is inverted at the family name; what becomes of a particle depends on the person's language, not on its letters.
Headings are ordered by the Unicode Collation Algorithm (pyuca) part by part, since a comma ends a name: whole strings
compared through the comma come out wrong. The rules are AACR2 22.5D, Chicago 18 and BS ISO 999.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase
from unicodedata import normalize

from pyuca import Collator

from press.book import Person

# --- headings ------------------------------------------------------------------------------------

LEADING = {
    "nl": r"()(ver)",
    "de": r"()(am|aus[’']m|beim|im|vom|zum|zur)",
    "fr": r"(?:(de) )?(la|le|les|l[’']|du|des)",
    "es": r"()(el|la|las|los)",
    "pt": r"()(a|as|o|os)",
}
"""By language, the particles that lead the heading (second group); what goes before them in the name follows it there.

AACR2 22.5D. Dutch: only *ver*. German: contractions, but not *von*, *von der*, *zu*. French: articles and contractions,
but not *de*. Spanish and Portuguese: an article alone, but not *de la*, *dos*. Where a language is not here, every
particle leads as it is written: English, Italian of today, Flemish (`nl-BE`), and whoever took a name abroad.
"""


def invert(person: Person) -> str:
    """The heading of a person: `Graaf, Jan de`, `La Fontaine, Jean de`, `King, Martin Luther, Jr`, `Leonore`."""
    if person.only:
        return person.only
    before, after = _place_particle(person.particle, person.lang)
    head = _attach(before, person.family)
    rest = " ".join(part for part in (person.given, after) if part)
    return ", ".join(part for part in (head, rest, person.suffix) if part)


def _place_particle(particle: str, lang: str) -> tuple[str, str]:
    """What of a particle stands before the family name, and what after the forenames."""
    language = lang if lang == "nl-BE" else lang.partition("-")[0]
    if not particle or language not in LEADING:
        return particle, ""
    found = re.fullmatch(LEADING[language], particle, re.IGNORECASE)
    if not found:
        return "", particle
    # AACR2's examples: Vom Ende, La Fontaine, Las Heras
    return found[2][:1].upper() + found[2][1:], found[1] or ""


def _attach(particle: str, family: str) -> str:
    """Particle and family name, without a space after an elision: `D’Annunzio`."""
    space = "" if not particle or particle.endswith(("'", "’")) else " "
    return f"{particle}{space}{family}"


def tell_apart(people: Iterable[Person], gloss: str) -> dict[str, str]:
    """Key → what stands in parentheses after the heading: a gloss, else dates, where two headings are alike.

    Chicago and ISO 999. `gloss` is `alike`; `single`, also for those known by one name, as archival editors have it;
    or `always`. Where alike headings have the same gloss too, dates tell them apart.
    """
    alike: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        alike[invert(person).casefold()].append(person)
    notes: dict[str, str] = {}
    for bearers in alike.values():
        glosses = Counter(person.gloss for person in bearers)
        for person in bearers:
            wanted = len(bearers) > 1 or gloss == "always" or (gloss == "single" and bool(person.only))
            own, shared = (person.gloss, "") if glosses[person.gloss] == 1 else ("", person.gloss)
            notes[person.key] = (own or person.dates or shared) if wanted else ""
    return notes


# --- order ---------------------------------------------------------------------------------------

QUOTES = re.compile(r"['’‘ʼʹ\"“”„«»]")
MC = re.compile(r"\bM(?:c|['’])(?=[A-ZÀ-Þ])")
SAINT = re.compile(r"\bSt(e?)\b\.?(?=[\s-])")
BETWEEN = re.compile(r"[^\w\u0300-\u036f]+")
DIGITS = "0–9"


@dataclass(frozen=True, slots=True, order=True)
class SortKey:
    """Where a heading stands: by its letters part for part, then by accents and capitals, then as it is written."""

    letters: tuple[tuple[int, ...], ...]
    marks: tuple[tuple[int, ...], ...]
    heading: str


@lru_cache(maxsize=1)
def _collator() -> Collator:
    return Collator()  # a quarter of a second: not before it is wanted


@lru_cache(maxsize=20_000)
def sort_key(heading: str, order: str = "letter", mc_as_mac: bool = False, st_as_saint: bool = False) -> SortKey:
    """The place of a heading in the alphabet, letter by letter (Chicago) or word by word (ISO 999).

    A comma or parenthesis ends a part, and a shorter name goes first. Quotation marks and apostrophes do not count;
    points and hyphens count as nothing, or word by word as a space. Numbers go before letters, and 9 before 10.
    `mc_as_mac` and `st_as_saint` are the older British rules (MHRA 3.3); ISO 999 and Chicago sort as spelled.
    """
    text = normalize("NFC", heading)
    text = MC.sub("Mac", text) if mc_as_mac else text
    text = SAINT.sub(r"Saint\1", text) if st_as_saint else text
    text = re.sub(r"\d+", lambda number: number[0].zfill(9), QUOTES.sub("", text))
    parts = [BETWEEN.sub(" " if order == "word" else "", part).strip() for part in re.split(r"[,()]", text)]
    weights = [key for part in parts if (key := tuple(_collator().sort_key(part)))[0]]
    return SortKey(tuple(each[: each.index(0)] for each in weights), tuple(weights), heading)


def initial(key: SortKey) -> str:
    """The letter under which a heading is grouped: accents do not count, numbers stand together, and other scripts."""
    alphabet = _alphabet()
    weight = key.letters[0][0] if key.letters else 0
    if weight > alphabet[-1]:
        return next((letter.upper() for letter in key.heading if letter.isalpha()), DIGITS)
    at = bisect_right(alphabet, weight)
    return ascii_uppercase[at - 1] if at else DIGITS


@lru_cache(maxsize=1)
def _alphabet() -> tuple[int, ...]:
    return tuple(sort_key(letter).letters[0][0] for letter in ascii_uppercase)
