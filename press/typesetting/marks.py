"""What links in a section's PDF say to those who join the book: of the element they stand in, or where they lead.

The engine writes them as addresses outside, for it knows neither other sections nor what its tags leave out.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import parse_qs

ONWARD = "press:"
"""How a link to an anchor, here or in another section, is told to the engine: as an address outside."""
SCHEME = "mark:"
"""What the address begins with that tells of the element around it, and that no reader follows."""


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of an element: its language, the name that all its parts share, the id of a table or a note, the
    tag that its HTML wants for it; of a float, and of its place in the text, the id of that; what the items of a list
    are numbered with (PDF's name); each may be empty.
    """

    lang: str = ""
    part: str = ""
    name: str = ""
    tag: str = ""
    float: str = ""
    place: str = ""
    numbering: str = ""


def read_mark(uri: str) -> Mark | None:
    """What a link's address says, or None when it is a link for readers."""
    if not uri.startswith(SCHEME):
        return None
    said = parse_qs(uri.removeprefix(SCHEME))  # without the keys that have no value
    return Mark(*(said.get(key, [""])[0] for key in ("lang", "part", "name", "tag", "float", "place", "numbering")))
