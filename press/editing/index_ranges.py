"""Ranges of an index that are marked by their two ends, `.begin` and `.end`: so they may overlap without nesting."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from press.book import Occurrence
from press.editing.index_rules import INDEX_RANGE
from press.problem import Problem

RangeKey = tuple[str, str, str]
"""What a range is of: register, heading, sub-entry."""


@dataclass(slots=True)
class OpenRanges:
    """The ranges begun and not yet ended as the book is read; the problems go to where all are gathered.

    A range may go from one chapter into a later one, or into what stands behind these, and from one document into
    another; a chapter's own does not end in the documents, which stand elsewhere. `passed`: the units come to since it
    was begun; `ends`: of which ranges an end has been read, the first or the last.
    """

    problems: list[Problem]
    begun: dict[RangeKey, tuple[int, Occurrence]] = field(default_factory=dict)
    passed: dict[RangeKey, list[str]] = field(default_factory=dict)
    ends: list[RangeKey] = field(default_factory=list)

    def enter(self, unit: str) -> None:
        """A chapter or a document is begun: whatever is open goes on in it."""
        for units in self.passed.values():
            units.append(unit)

    def begin(self, each: Occurrence, at: int) -> None:
        """A range begins, which is the occurrence of a number."""
        key = (each.register, each.term, each.sub)
        self.ends.append(key)
        if key in self.begun:
            first = self.begun[key][1].origin
            message = f"{_named(each)} is begun again before it has ended"
            self.problems.append(Problem(each.origin, INDEX_RANGE, message, f"first at {first}; end that with .end"))
            return
        self.begun[key] = (at, each)
        self.passed[key] = [each.unit]

    def end(self, each: Occurrence) -> tuple[int, Occurrence] | None:
        """A range ends: the number of the occurrence that begins it, and what that has become; nothing if none does."""
        key = (each.register, each.term, each.sub)
        self.ends.append(key)
        if key not in self.begun:
            hint = "begin it with .begin, with the same sub if it has one"
            self.problems.append(
                Problem(each.origin, INDEX_RANGE, f"{_named(each)} is ended and was never begun", hint)
            )
            return None
        at, first = self.begun.pop(key)
        return at, replace(first, end=each.anchor, passed=tuple(dict.fromkeys(self.passed.pop(key))))

    @contextmanager
    def laid_aside(self) -> Iterator[None]:
        """While something is read that stands elsewhere: what is begun there must end there."""
        begun, passed = dict(self.begun), dict(self.passed)
        self.begun.clear()
        self.passed.clear()
        yield
        self.close()
        self.begun.update(begun)
        self.passed.update(passed)

    def close(self) -> None:
        """A problem for each range that is still open where the chapters, or the documents, end."""
        for _, each in self.begun.values():
            message = f"{_named(each)} is begun and never ended"
            self.problems.append(Problem(each.origin, INDEX_RANGE, message, "write .end where it ends"))
        self.begun.clear()
        self.passed.clear()


def _named(each: Occurrence) -> str:
    below = f" ({each.sub})" if each.sub else ""
    return f'the range of "{each.term}"{below}'
