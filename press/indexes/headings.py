"""Names → headings.

A name is inverted at the family name; what becomes of a particle depends on the person's language, not on its letters.
The rules are AACR2 22.5D, Chicago 18 and BS ISO 999.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from press.people import Person, attach
from press.terms import Indexed, TermId, told
from press.text import Phrase

LEADING = {
    "nl": r"()(ver)",
    "de": r"()(am|aus[’']m|beim|im|vom|zum|zur)",
    "fr": r"(?:(de) )?(la|le|les|l[’']|du|des)",
    "ar": r"()((?:abd|abu|bin|bint|ibn|umm)\b.*)",
    "es": r"()(el|la|las|los)",
    "pt": r"()(a|as|o|os)",
}
"""By language, the particles that lead the heading (second group); what goes before them in the name follows it there.

AACR2 22.5D. Dutch: only *ver*. German: contractions, but not *von*, *von der*, *zu*. French: articles and contractions,
but not *de*. Spanish and Portuguese: an article alone, but not *de la*, *dos*. Arabic (Chicago): *abu* and *ibn*, but
not the article, *al-*, *ash-* and the like. Where a language is not here, every particle leads as it is written:
English, Italian of today, Flemish (`nl-BE`), and whoever took a name abroad.
"""


def invert(person: Person) -> str:
    """The heading of a person: `Graaf, Jan de`, `La Fontaine, Jean de`, `King, Martin Luther, Jr`, `Leonore`."""
    if person.only:
        return person.only
    before, after = _place_particle(person.particle, person.lang)
    head = attach(before, person.family)
    rest = " ".join(part for part in (person.given, after) if part)
    return ", ".join(part for part in (head, rest, person.suffix) if part)


def _place_particle(particle: str, lang: str) -> tuple[str, str]:
    """What of a particle stands before the family name, and what after the forenames."""
    # the Arabic article is known by its hyphen, where nothing else is said
    article = not lang and particle.endswith(("-", "‐", "‑"))
    language = "ar" if article else lang if lang == "nl-BE" else lang.partition("-")[0]
    if not particle or language not in LEADING:
        return particle, ""
    found = re.fullmatch(LEADING[language], particle, re.IGNORECASE)
    if not found:  # in these languages any other particle follows the forenames
        return "", particle
    # AACR2's examples: Vom Ende, La Fontaine, Las Heras
    return found[2][:1].upper() + found[2][1:], found[1] or ""


def heading_of(term: Indexed) -> str | Phrase:
    """The heading of whatever has one in an index: that of a person is made of the name."""
    return invert(term) if isinstance(term, Person) else term.shown


def tell_apart(terms: Iterable[Indexed], gloss: str) -> dict[TermId, str]:
    """Heading → what stands in parentheses after the heading: a gloss, else dates, where two headings are alike.

    Chicago and ISO 999. `gloss` is `alike`; `single`, also for those known by one name, as archival editors have it;
    or `always`. Where alike headings have the same gloss too, dates tell them apart.
    """
    alike: dict[str, list[Indexed]] = defaultdict(list)
    for term in terms:
        alike[told(heading_of(term)).casefold()].append(term)
    notes: dict[TermId, str] = {}
    for bearers in alike.values():
        glosses = Counter(term.gloss for term in bearers)
        for term in bearers:
            single = gloss == "single" and isinstance(term, Person) and bool(term.only)
            wanted = len(bearers) > 1 or gloss == "always" or single
            # a gloss that two of them share tells nothing, so their dates go before it
            own, shared = (term.gloss, "") if glosses[term.gloss] == 1 else ("", term.gloss)
            notes[term.mark, term.key] = (own or term.dates or shared) if wanted else ""
    return notes
