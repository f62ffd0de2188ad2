"""Names in a line → mentions; a name that several people share → a problem that says how to choose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile

from press.book import Source
from press.editing.names import FoundForm, Marker, Names, Titles, declared, fold
from press.editing.record_rules import SHARED_FORM
from press.problem import Origin, Problem
from press.terms import NAMING, Register
from press.text import Inlines, plain

MARKED = re.compile(r"\[[^\]]*\]\{[^}]*\}")


class MentionFinder:
    """Finds the names of declared people, and the forms of other headings, in lines of text. `lines` are those of the
    manuscript's files, by path.
    """

    def __init__(
        self, registers: Iterable[Register], sources: Iterable[Source], lines: Mapping[str, tuple[str, ...]]
    ) -> None:
        titles = [plain(s.fields.get(k, ())) for s in sources for k in ("title", "title-short", "container-title")]
        every = tuple(registers)
        names = Names(term for each in every for term in each.terms.values())
        works = (term for each in every if each.kind == "works" for term in each.terms.values())
        indexed = [form.text for term in works for form in declared(term)]
        naming = [each.mark for each in every if each.kind in NAMING]
        self.marker = Marker(names, Titles(titles, indexed), naming)
        self.lines = lines

    def find(self, inlines: Inlines, unit: str, path: str) -> tuple[Inlines, list[Problem]]:
        """A line of a unit with its names as mentions; a problem for each name that several people share."""
        marked, shared = self.marker.mark(inlines, unit)
        return marked, list(self._ambiguous(shared, path))

    def _ambiguous(self, shared: Iterable[tuple[FoundForm, int]], path: str) -> Iterator[Problem]:
        told: Counter[str] = Counter()
        for name, first in shared:
            choices = " or ".join(f"[{name.form}]{{{mark}={key}}}" for mark, key in name.terms)
            # the nth time that a form is found in a paragraph is on the line where it stands for the nth time
            lines = self._lines_with(name.form, first, path)
            origin = Origin(path, lines[min(told[name.form], len(lines) - 1)])
            told[name.form] += 1
            alike = len({mark for mark, _ in name.terms}) == 1
            message = f'"{name.form}" may be {" or ".join(key if alike else f"{m} {key}" for m, key in name.terms)}'
            yield Problem(origin, SHARED_FORM, message, f"write {choices}")

    def _lines_with(self, form: str, first: int, path: str) -> list[int]:
        """The lines from `first` to the paragraph's end with a form unmarked; `first` if it runs over two lines."""
        # what is marked has been decided, and is not found again
        lines = self.lines.get(path, ())[max(first - 1, 0) :]
        paragraph = [fold(MARKED.sub("", line)) for line in takewhile(str.strip, lines)]
        return [n for n, line in enumerate(paragraph, first) for _ in range(line.count(form))] or [first]
