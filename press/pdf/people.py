"""Who has made the book, as its XMP says: creators and contributors by name, and their ORCID iDs.

Dublin Core has names alone, so the iDs stand in a property of their own, which PDF/A wants explained (ISO 19005-3,
6.6.2.3).
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from press.imprint import Imprint

ORCID = "https://orcid.org/"
"""The namespace of the property, and what an iD is written behind."""


def people_of(imprint: Imprint) -> str:
    """The properties of an XMP packet that name people."""
    authors, editors = imprint.authors, imprint.editors
    # whose names book.yaml has in plain words, as it always could, the packet has as it always did
    known = [each for each in (*editors, *(each for _, each in imprint.others)) if each.key]
    creators = [each.name for each in authors or editors]
    others = [each.name for each in dict.fromkeys(known) if each.name not in creators]
    ids = {each.name: each.orcid for each in (*authors, *editors, *(each for _, each in imprint.others)) if each.orcid}
    lists = {
        "dc:creator": ("Seq", creators),
        "dc:contributor": ("Bag", others),
        "orcid:id": ("Bag", [f"{name}: {ORCID}{orcid}" for name, orcid in ids.items()]),
    }
    return "\n".join(_list(key, kind, names) for key, (kind, names) in lists.items() if names)


def _list(key: str, kind: str, words: list[str]) -> str:
    space = f' xmlns:orcid="{ORCID}"' if key.startswith("orcid:") else ""
    items = "".join(f"<rdf:li>{escape(each)}</rdf:li>" for each in words)
    return f"<{key}{space}><rdf:{kind}>{items}</rdf:{kind}></{key}>"


def has_orcids(imprint: Imprint) -> bool:
    """Whether an iD is told of anybody, which an extension schema must then explain."""
    return any(each.orcid for each in (*imprint.authors, *imprint.editors, *(each for _, each in imprint.others)))
