"""Those who wrote single chapters → entries of `contributors.yaml`, each once."""

from __future__ import annotations

from press.importing.records import scalar
from press.importing.slugs import Slugs, slug
from press.importing.works import name_parts

CONTRIBUTORS = "contributors.yaml"


class Contributors:
    """The contributors met so far: `records` as YAML text, in the order in which they were met."""

    def __init__(self) -> None:
        self.records: list[str] = []
        self.keys: dict[str, str] = {}
        self.slugs = Slugs()

    def key(self, name: str) -> str:
        """The id of a contributor by name, who gets a record when met for the first time."""
        words = " ".join(name.split())
        if words.casefold() not in self.keys:
            parts = {"family": "family", "given": "given", "non-dropping-particle": "particle", "suffix": "suffix"}
            found = name_parts(words)
            held = {ours: found[theirs] for theirs, ours in parts.items() if theirs in found} or {"only": words}
            key = self.slugs.make(held.get("family", words), slug(words))
            self.keys[words.casefold()] = key
            self.records.append(f"- id: {scalar(key)}\n  name: {scalar(held)}\n  roles: [author]\n")
        return self.keys[words.casefold()]
