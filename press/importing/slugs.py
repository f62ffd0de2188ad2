"""Readable ids: `A Death in Washington` → `a-death-in-washington`, each once, none that the press makes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from press.editing.registers import RESERVED
from press.kinds import MADE

LONGEST = 48
# what Unicode does not take apart into a letter and a mark
LETTERS = str.maketrans(
    {
        "ł": "l",
        "Ł": "l",
        "ø": "o",
        "Ø": "o",
        "ß": "ss",
        "æ": "ae",
        "Æ": "ae",
        "œ": "oe",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ı": "i",
        "’": "",
        "'": "",
    }
)
MADE_BY_THE_PRESS = re.compile(r"figure-\d+|table-\d+|note-\d+")


def slug(words: str) -> str:
    """Words as an id: plain small letters and digits with hyphens, at most some eight words."""
    bare = unicodedata.normalize("NFKD", words.translate(LETTERS))
    letters = "".join(char for char in bare if not unicodedata.combining(char)).lower()
    made = re.sub(r"[^a-z0-9]+", "-", letters).strip("-")
    # cut between words, if there is more than one
    return made if len(made) <= LONGEST else made[:LONGEST].rpartition("-")[0] or made[:LONGEST]


class Slugs:
    """Ids given out so far."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self.taken = {*taken, *MADE}  # the pieces that the press makes are anchors of their own names

    def make(self, *wishes: str) -> str:
        """The first of the wishes whose id nobody has yet, or the last with a number."""
        # words of another script leave nothing to make an id of
        made = [_allowed(slug(wish)) for wish in wishes if slug(wish)] or ["untitled"]
        unique = next((each for each in made if each not in self.taken), made[-1])
        number = 1
        while unique in self.taken:
            number += 1
            unique = f"{made[-1]}-{number}"
        self.taken.add(unique)
        return unique


def _allowed(made: str) -> str:
    """An id that does not begin like those the press makes."""
    return f"the-{made}" if made.startswith(RESERVED) or MADE_BY_THE_PRESS.fullmatch(made) else made
