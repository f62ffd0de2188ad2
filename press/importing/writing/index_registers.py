r"""The indexes of an author's files by what they are called there → registers of the book.

Word's `\f`, `\index[names]{…}` of LaTeX, `type` of DocBook, `indexName` of TEI.
"""

from __future__ import annotations

from dataclasses import dataclass

from press.editing.indexes import RESERVED
from press.importing.slugs import slug
from press.importing.writing.records import scalar
from press.terms import MARKS

KNOWN = {
    **dict.fromkeys(("", "subject", "subjects", "general", "idx", "main", "topics", "things"), "subjects"),
    **dict.fromkeys(("place", "places", "placename", "placenames", "geographic", "geographical", "geog"), "places"),
    **dict.fromkeys(("organisation", "organisations", "organization", "organizations", "orgs"), "organisations"),
    **dict.fromkeys(("orgname", "bodies", "corporate"), "organisations"),
    **dict.fromkeys(("work", "works", "title", "titles"), "works"),
    **dict.fromkeys(("name", "names", "person", "persons", "people", "persname", "persnames"), "names"),
}
"""What such indexes are called, and the register that each is. Those of names make one of their own, for a person of
people.yaml has a name in parts, and forms.
"""


@dataclass(frozen=True, slots=True)
class ImportedRegister:
    """A register to be: its id, which names its file."""

    id: str

    @property
    def mark(self) -> str:
        """What marks call it."""
        mark = MARKS.get(self.id, self.id)
        return f"{mark}-index" if mark in RESERVED else mark

    @property
    def file(self) -> str:
        """The file with its headings."""
        return f"{self.id}.yaml"

    @property
    def declared(self) -> str:
        """Its line in book.yaml."""
        said: dict[str, str] = {"id": self.id, "file": self.file}
        if self.id not in MARKS:
            words = self.id.replace("-", " ").title()
            said = {
                "id": self.id,
                "kind": "subjects",
                "mark": self.mark,
                "file": self.file,
                "title": f"Index of {words}",
            }
        return scalar(said)


def register_of(index: str) -> ImportedRegister:
    """The register that an index is, by what an author's file calls it."""
    name = " ".join(index.casefold().split())
    made = KNOWN.get(name) or slug(index) or "subjects"
    # the people, the authors cited and the first lines of a book come from elsewhere
    return ImportedRegister(f"{made}-index" if made in ("people", "authors-cited", "first-lines", "passages") else made)
