"""The index marks of an author's files → a register's records, and the marks as the manuscript has them.

Headings that are alike are one; whatever cannot be said as the author has it is told, with file and place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from press.importing.index_marks import SUBJECT
from press.importing.slugs import Slugs
from press.importing.tidy import attribute_value
from press.importing.typescript import AuthorsMark, Changed, LeftOut
from press.importing.writing.escaping import GAP, escaped
from press.importing.writing.index_registers import ImportedRegister, register_of
from press.importing.writing.records import scalar
from press.terms import BELOW
from press.text import (
    Blocks,
    Figure,
    FigureGroup,
    Heading,
    Mention,
    Note,
    Table,
    walk,
)

DEEPEST = 3
"""A heading, and two levels of sub-headings."""


@dataclass(slots=True)
class ImportedHeading:
    """A heading to be: what it is sorted by, other headings with the sub-entry they lead to, references; `subs`: of its
    sub-entries, each with *see* or *see also* and where it leads.
    """

    key: str
    heading: str
    sort: str = ""
    aliases: dict[str, str] = field(default_factory=dict)
    see_also: list[str] = field(default_factory=list)
    subs: dict[str, tuple[str, list[str]]] = field(default_factory=dict)

    @property
    def sub_lines(self) -> list[str]:
        """The line of an entry that says where its sub-entries refer to, if any does."""
        subs = [{"sub": sub, said: targets} for sub, (said, targets) in self.subs.items()]
        return [f"subs: {scalar(subs)}"] if subs else []


@dataclass(frozen=True, slots=True)
class ImportedIndex:
    """What becomes of the marks: each as it is written, by its key; the file of headings; what is told of them."""

    written: Mapping[str, str] = field(default_factory=dict)
    headings: tuple[ImportedHeading, ...] = ()
    left: tuple[LeftOut, ...] = ()
    changed: tuple[Changed, ...] = ()
    subs: Mapping[str, Set[str]] = field(default_factory=dict)

    @property
    def records(self) -> str:
        """The file of the register."""
        return "\n".join(map(heading_record, self.headings))


def heading_record(each: ImportedHeading) -> str:
    """An entry of a register's file."""
    lines = [f"- id: {scalar(each.key)}", f"  heading: {scalar(each.heading)}"]
    if each.sort:
        lines.append(f"  sort: {scalar(each.sort)}")
    if each.aliases:
        aliases = [{"name": name, "sub": sub} if sub else name for name, sub in each.aliases.items()]
        lines.append(f"  aliases: {scalar(aliases)}")
    if each.see_also:
        lines.append(f"  see_also: {scalar(each.see_also)}")
    lines += [f"  {line}" for line in each.sub_lines]
    return "\n".join(lines) + "\n"


def imported_indexes(
    files: Sequence[tuple[Mapping[str, AuthorsMark], Blocks]],
) -> dict[ImportedRegister, ImportedIndex]:
    """The registers that the marks of some files make, in the order of these."""
    marks: dict[ImportedRegister, dict[str, AuthorsMark]] = defaultdict(dict)
    for key, mark in (pair for found, _ in files for pair in found.items()):
        marks[register_of(mark.index)][key] = mark
    order = [key for _, blocks in files for key in _in_order(blocks)]
    return {
        register: _RegisterMaker(own, [each for each in order if each[0] in own], {}, named=register.mark).made()
        for register, own in marks.items()
    }


def listed_headings(marks: Sequence[AuthorsMark], taken: Mapping[str, str], *, people: bool = False) -> ImportedIndex:
    """The register of a list of headings, each written as the manuscript has it; `taken`: ids of those it has. Of
    `people` the ids are surnames.
    """
    keyed = {str(n): mark for n, mark in enumerate(marks)}
    order = [(key, True) for key, mark in keyed.items() if not mark.refers]
    return _RegisterMaker(keyed, order, taken, plain=False, people=people).made()


def _in_order(blocks: Blocks) -> Iterator[tuple[str, bool]]:
    """The keys of marks in reading order, and whether each stands where a range may begin or end."""
    apart: set[int] = set()
    for node in walk(blocks):
        if isinstance(node, (Note, Heading, Table, Figure, FigureGroup)):
            apart |= {id(each) for each in walk(node) if isinstance(each, Mention)}
    for node in walk(blocks):
        if isinstance(node, Mention) and node.mark == SUBJECT:
            yield node.term, id(node) not in apart


class _RegisterMaker:
    """Makes a register of marks: `order`, those that stand in the text, and whether a range may begin or end there.

    `named`: what marks call the register; `plain`: headings are words without marks; `people`: they are names; `taken`:
    ids that headings have already.
    """

    def __init__(
        self,
        marks: Mapping[str, AuthorsMark],
        order: Sequence[tuple[str, bool]],
        taken: Mapping[str, str],
        *,
        plain: bool = True,
        people: bool = False,
        named: str = SUBJECT,
    ) -> None:
        self.named = named
        self.marks, self.order, self.plain, self.people, self.taken = marks, order, plain, people, taken
        self.slugs = Slugs({"none", *taken.values()})
        self.headings: dict[str, ImportedHeading] = {}
        self.subs: dict[str, set[str]] = defaultdict(set)
        self.left: list[LeftOut] = []
        self.changed: list[Changed] = []

    def made(self) -> ImportedIndex:
        """Everything, in order."""
        edges = self._edges()
        written = {}
        for key, _ in self.order:
            mark = self.marks[key]
            if not mark.levels[0]:
                self.left.append(LeftOut(0, "XE", f"an index mark without a heading ({mark.place})"))
                written[key] = ""
                continue
            written[key] = self._written(mark, edges.get(key, mark.edge))
        self._refer()
        used = tuple(sorted(self.headings.values(), key=lambda each: each.heading.casefold()))
        return ImportedIndex(written, used, tuple(self.left), tuple(self.changed), self.subs)

    # --- marks -------------------------------------------------------------------------------

    def _edges(self) -> dict[str, str]:
        """What becomes of ends of ranges that have no other end, or stand where none can: each is a place."""
        open_: dict[tuple[str, ...], str] = {}
        points: dict[str, str] = {}
        for key, running in self.order:
            mark = self.marks[key]
            if not mark.edge:
                continue
            why = "" if running else "in a note, a table or a caption"
            if mark.edge == "begin" and not why and mark.levels not in open_:
                open_[mark.levels] = key
                continue
            if mark.edge == "end" and not why and mark.levels in open_:
                del open_[mark.levels]
                continue
            if mark.edge == "begin" and not why:
                why = "begun twice"
            points[key] = why or "ended and never begun"
        points |= dict.fromkeys(open_.values(), "begun and never ended")
        for key, why in points.items():
            mark = self.marks[key]
            self.changed.append(Changed(0, f'the range "{mark.said}" is now a place: it was {why} ({mark.place})'))
        return dict.fromkeys(points, "")

    def _written(self, mark: AuthorsMark, edge: str) -> str:
        heading = self._heading(mark.levels[0], mark.sorts[0] if mark.sorts else "")
        subs = _subs_of(mark)
        if len(mark.levels) > DEEPEST:
            self._tell(mark, f'sub-headings of more than two levels: now "{BELOW.join(subs)}"')
        for sort, words in zip(mark.sorts[1:], mark.levels[1:], strict=False):
            if sort and sort.casefold() != words.casefold():
                self._tell(mark, f'the sub-heading "{words}" is not sorted by "{sort}"')
        if mark.told:
            self._tell(mark, f"not kept: {mark.told}")
        self.subs[heading.key].add(BELOW.join(subs))
        said = [f"{self.named}={heading.key}", *([f'sub="{BELOW.join(subs)}"'] if subs else [])]
        said += [".principal"] * (mark.principal and edge != "end") + [f".{edge}"] * bool(edge)
        return f"[]{{{GAP.join(said).replace(' ', GAP)}}}"

    def _heading(self, words: str, sort: str = "") -> ImportedHeading:
        """The heading of some words, made if it is new; by what it is sorted is said once."""
        known = self.headings.get(words)
        if known is None:
            short = (words.partition(",")[0],) if self.people else ()
            key = self.taken.get(words) or self.slugs.make(*short, words)
            known = ImportedHeading(key, escaped(words) if self.plain else words)
            self.headings[words] = known
        if sort and sort.casefold() != words.casefold() and not known.sort:
            known.sort = sort
        return known

    def _tell(self, mark: AuthorsMark, what: str) -> None:
        self.changed.append(Changed(0, f'the index mark "{mark.said}" ({mark.place}): {what}'))

    # --- references --------------------------------------------------------------------------

    def _refer(self) -> None:
        """Enter every *see* as another heading of what it leads to, and every *see also*."""
        for mark in (each for each in self.marks.values() if each.refers):
            for target in (part.strip() for part in (mark.see or mark.see_also).split(";")):
                self._reference(mark, target)

    def _reference(self, mark: AuthorsMark, target: str) -> None:
        found = self._target(target)
        own = self.headings.get(mark.levels[0])
        if found is None:
            self._lose(mark, f'it refers to "{target}", which is no heading')
        elif len(mark.levels) > 1:
            self._from_sub(mark, own, found)
        elif mark.see and own is None:
            heading, sub = found
            heading.aliases.setdefault(mark.levels[0], sub)
        elif own is None:
            self._lose(mark, f'"{mark.levels[0]}" has no page, so nothing goes before "see also"')
        elif own is found[0]:
            self._lose(mark, "it refers to itself")
        else:
            if mark.see:
                self._tell(mark, "the heading has pages of its own: now a see also")
            heading, sub = found
            written = f"{heading.key}{BELOW}{sub}" if sub else heading.key
            own.see_also += [written] * (written not in own.see_also)

    def _from_sub(self, mark: AuthorsMark, own: ImportedHeading | None, found: tuple[ImportedHeading, str]) -> None:
        """Enter the reference of a sub-heading: *see* if that has no page, else *see also*."""
        sub = BELOW.join(_subs_of(mark))
        paged = own is not None and any(f"{each}{BELOW}".startswith(f"{sub}{BELOW}") for each in self.subs[own.key])
        heading, below = found
        written = f"{heading.key}{BELOW}{below}" if below else heading.key
        if heading is own and below in ("", sub):
            self._lose(mark, "it refers to itself")
        elif mark.see_also and not paged:
            self._lose(mark, f'"{mark.said}" has no page, so nothing goes before "see also"')
        else:
            if mark.see and paged:
                self._tell(mark, "the sub-heading has pages of its own: now a see also")
            own = own or self._heading(mark.levels[0], mark.sorts[0] if mark.sorts else "")
            targets = own.subs.setdefault(sub, ("see_also" if paged else "see", []))[1]
            targets += [written] * (written not in targets)

    def _target(self, words: str) -> tuple[ImportedHeading, str] | None:
        """The heading that a reference names, and the sub-heading behind it."""
        if words in self.headings:
            return self.headings[words], ""
        for name, heading in self.headings.items():
            rest = words[len(name) :] if words.startswith(name) else ""
            sub = rest.lstrip(",:! ")
            for said in (sub, sub.replace(": ", BELOW)):
                if rest[:1] in tuple(",:!") and said in self.subs[heading.key]:
                    return heading, said
        folded = {name.casefold(): name for name in self.headings}
        return (self.headings[folded[words.casefold()]], "") if words.casefold() in folded else None

    def _lose(self, mark: AuthorsMark, why: str) -> None:
        self.left.append(LeftOut(0, mark.said, f"a reference of the index: {why} ({mark.place})"))


def _subs_of(mark: AuthorsMark) -> list[str]:
    """The sub-headings of a mark as the manuscript has them, two at most."""
    subs = [attribute_value(each).replace(BELOW, " – ") for each in mark.levels[1:]]
    return subs if len(mark.levels) <= DEEPEST else [subs[0], ", ".join(subs[1:])]


def declared(indexes: Mapping[ImportedRegister, ImportedIndex]) -> Iterable[str]:
    """The lines of book.yaml that list the registers."""
    lines = [f"  - {register.declared}" for register, index in indexes.items() if index.headings]
    return ["", "indexes:", *lines] if lines else []


def every_mark(indexes: Iterable[ImportedIndex]) -> dict[str, str]:
    """Every mark of an index as the manuscript has it, by its key."""
    return {key: mark for index in indexes for key, mark in index.written.items()}
