"""Three versions of one file of a manuscript → one text, with marks around what both sides have changed otherwise.

Prose is merged paragraph by paragraph and its header key by key, `book.yaml` line by line, a list of records record by
record and key by key: remarks, order and quotation marks of ours stay. The marks of a conflict are git's (`diff3`),
which editors of text show as two versions to choose from; `check` refuses them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from press.editing.conflicts import AUTHOR, BASE, ENDED, OURS, PARTED
from press.importing.merging.merged_words import combined, parted_units
from press.importing.merging.same_pieces import NOTE
from press.importing.merging.three_way import Came, MergedUnit, Unit, Units, likeness, lines_of, merge_units
from press.importing.writing.records import merged_list, parted_records

HEADER = re.compile(r"---[ \t]*\n(?P<keys>.*?\n)?---[ \t]*\n", re.DOTALL)
KEY = re.compile(r"\s*(?:- )?([\w-]+):(?:\s|$)")
REMARK = re.compile(r"\s+#.*$")


@dataclass(frozen=True, slots=True)
class MergedText:
    """A text, how many of its places came from where, and lines where words of both stand together."""

    text: str
    came: Counter[Came]
    together: tuple[int, ...] = ()


class _Writing:
    """A text being put together."""

    def __init__(self) -> None:
        self.text = ""
        self.came: Counter[Came] = Counter()
        self.together: list[int] = []

    def add(self, merged: Iterable[MergedUnit], between: str) -> None:
        """Add merged units, `between` at least between any two."""
        beside = False
        for each in merged:
            self.came[each.came] += 1
            if each.came is Came.CONFLICT:
                self._conflict(each, between)
            for unit in each.units:
                self._part(between)
                if each.came is Came.BOTH or (beside and each.added and each.came is Came.THEIRS):
                    self.together.append(self.text.count("\n") + 1)
                    beside = False
                self.text += unit.whole
            beside = each.added and each.came is Came.OURS

    def add_record(self, base: str, ours: str, theirs: str) -> None:
        """Add a record that all three have, counted as one; how often the text has a person is nobody's change."""
        old, here, new = map(_bare, (base, ours, theirs))
        if old == new:
            self.came[Came.OURS] += old != here
            self.text += ours
            return
        before = +self.came
        rows = lines_of(base.rstrip("\n")), lines_of(ours.rstrip("\n")), lines_of(theirs.rstrip("\n"))
        self.add(merge_units(rows, _same_key, _field), "\n")
        self.text += "\n" * (len(ours) - len(ours.rstrip("\n")) - 1)
        kinds = set(self.came - before)
        self.came = before
        self.came[
            next(each for each in (Came.CONFLICT, Came.BOTH, Came.THEIRS, Came.OURS, Came.SAME) if each in kinds)
        ] += 1

    def _part(self, between: str) -> None:
        if self.text and not self.text.endswith("---\n"):
            while not self.text.endswith(between):
                self.text += "\n"

    def _conflict(self, each: MergedUnit, between: str) -> None:
        self._part(between)
        ours, base, theirs = (_said(units) for units in (each.ours, each.base, each.theirs))
        before = f"{BASE}\n{base}" if base else ""
        self.text += f"{OURS}\n{ours}{before}{PARTED}\n{theirs}{ENDED} {AUTHOR}\n{between[1:]}"

    def done(self) -> MergedText:
        """What has been put together."""
        return MergedText(self.text, self.came, tuple(self.together))


def _said(units: Units) -> str:
    text = "".join(each.whole for each in units).strip("\n")
    return f"{text}\n" if text else ""


def merge_prose(base: str, ours: str, theirs: str) -> MergedText:
    """A file with a header and paragraphs."""
    writing = _Writing()
    parts = [_parted(each) for each in (base, ours, theirs)]
    if all(head for head, _ in parts):
        writing.text = "---\n"
        heads = [_keys(head) for head, _ in parts]
        writing.add(_merged_keys(heads[0], heads[1], heads[2]), "\n")
        writing.text += "---\n"
        bodies = [_paragraphs(body) for _, body in parts]
    else:
        bodies = [_paragraphs(each) for each in (base, ours, theirs)]
    writing.add(merge_units((bodies[0], bodies[1], bodies[2]), likeness, combined), "\n\n")
    writing.text = _with_notes(writing.text, (ours, theirs, base))
    return writing.done()


def _with_notes(text: str, versions: tuple[str, ...]) -> str:
    """The text with every note that it calls: one side may have taken out a note with words that the other keeps."""
    held = [{found[1]: found[0].strip("\n") for found in NOTE.finditer(each)} for each in versions]
    defined = {found[1] for found in NOTE.finditer(text)}
    called = dict.fromkeys(re.findall(r"(?<!\\)\[\^([^\]\s]+)\](?!:)", text))
    for label in (each for each in called if each not in defined):
        if note := next((notes[label] for notes in held if label in notes), ""):
            text = f"{text.rstrip()}\n\n{note}\n"
    return text


def _merged_keys(base: Units, ours: Units, theirs: Units) -> Iterator[MergedUnit]:
    """The keys of a header in the order of ours, and behind them those that only theirs has."""
    before, mine, others = ({_key(each): each for each in units} for units in (base, ours, theirs))
    for key in dict.fromkeys([*mine, *others, *before]):
        old, here, new = before.get(key), mine.get(key), others.get(key)
        versions = tuple((each,) if each else () for each in (old, here, new))
        yield from merge_units((versions[0], versions[1], versions[2]), _same_key, _field)


def _key(unit: Unit) -> str:
    found = re.search(r"^([\w-]+):", unit.text, re.MULTILINE)
    return found[1] if found else ""


def _parted(text: str) -> tuple[str, str]:
    """The keys of a file's header, and what stands below it; no keys where there is no header."""
    head = HEADER.match(text)
    return (head["keys"] or "", text[head.end() :]) if head else ("", text)


def merge_lines(base: str, ours: str, theirs: str) -> MergedText:
    """A file of YAML, line by line."""
    writing = _Writing()
    writing.add(merge_units((lines_of(base), lines_of(ours), lines_of(theirs)), _same_key, _field), "\n")
    return writing.done()


@dataclass(frozen=True, slots=True)
class RecordFile:
    """A file of records: its path, the key under which it has them, and what an update does that is its own.

    `kept`: whether one stays though the author's file has it no more; `added`: the text with new records put in.
    """

    path: str
    key: str
    kept: Callable[[str], bool]
    added: Callable[[str, Sequence[str]], str]


def merge_records(base: str, ours: str, theirs: str, file: RecordFile) -> tuple[MergedText, tuple[str, ...]]:
    """A list of records; and the ids of those that both have added, or one changed and the other taken out: they stay
    as ours. Raises `Faulty`.
    """
    before, held, after = (parted_records(each, file.path, file.key) for each in (base, ours, theirs))
    # one that the editor has taken out stays out, unless the text asks for it
    fresh = [n for n in after.records if n not in held.records and (n not in before.records or file.kept(n))]
    if fresh:
        held = parted_records(file.added(ours, [after.records[n] for n in fresh]), file.path, file.key)
    writing, told = _Writing(), []
    writing.text = held.head
    writing.came[Came.THEIRS] += len(fresh)
    for id_, text in held.records.items():
        old, new = before.records.get(id_), after.records.get(id_)
        if old is not None and new is not None:
            writing.add_record(old, text, new)
        elif old is not None and not file.kept(id_) and _bare(text) == _bare(old):
            writing.came[Came.THEIRS] += 1
        else:
            if (old is not None and not file.kept(id_)) or (new and id_ not in fresh and _bare(new) != _bare(text)):
                told.append(id_)
            writing.text += text
    if held.records and not re.search(r"^\s*- ", writing.text, re.MULTILINE):  # a list even where it is empty
        writing.text = f"{file.key}: []\n" if file.key else "[]\n"
    writing.text += held.tail
    return writing.done(), tuple(told)


def _bare(record: str) -> str:
    return "\n".join(REMARK.sub("", line).strip() for line in record.strip().split("\n"))


def _paragraphs(body: str) -> Units:
    lead = re.match(r"(?:[ \t]*\n)*", body)
    begun = lead.end() if lead else 0
    units: list[Unit] = []
    for unit in parted_units(body[begun:]):
        if units and unit.text[:1] in (" ", "\t"):  # it goes on what stands before it: a note, an item
            units[-1] = Unit(units[-1].whole + unit.text, unit.end)
        else:
            units.append(unit)
    return (Unit("", body[:begun]), *units)


def _keys(header: str) -> Units:
    """The keys of a header, each with the lines below it that belong to it, and the remarks above it."""
    units: list[str] = []
    waiting = ""
    for line in header.splitlines(keepends=True):
        if re.match(r"[\w-]+:", line):
            units.append(waiting + line)
            waiting = ""
        elif line.startswith("#") or not line.strip() or not units:
            waiting += line
        else:
            units[-1] += waiting + line
            waiting = ""
    return tuple(Unit(each.rstrip("\n"), "\n") for each in (*units, waiting) if each)


def _same_key(one: str, other: str) -> float:
    """Whether two lines are of the same key."""
    a, b = (KEY.match(each.split("\n")[-1] if each.startswith("#") else each) for each in (one, other))
    return float(bool(a and b and a[1] == b[1]))


def _field(base: Unit, ours: Unit, theirs: Unit) -> Unit | None:
    """A key that both have changed: of a list what either has added or taken out; a remark is nobody's change."""
    bare = [REMARK.sub("", each.text) for each in (base, ours, theirs)]
    if bare[2] == bare[0] or bare[1] == bare[2]:
        return ours
    if bare[1] == bare[0]:
        return theirs
    made = merged_list(*bare)
    return Unit(made, ours.end) if made else None
