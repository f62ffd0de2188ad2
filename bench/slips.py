"""How many slips of an editor the press lets pass: a sound manuscript is spoiled, one slip at a time, and checked.

A slip is *told* when a problem names its file and its line, or the record that it stands in; it came out *right* when
nothing is told and the words are printed as the kind says that they were meant. What is neither is *silent*, and goes
into print; or it is told in the *wrong place* only. The kinds are in `slips_of_text` and `slips_of_records`.
"""

from __future__ import annotations

import re
import shutil
import tempfile
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Literal, NamedTuple, TypeAlias

import yaml

from press import build as pipeline
from press.problem import Faulty, Problem
from press.project import Project
from press.text import LineBreak, Text, walk

Verdict: TypeAlias = Literal["told", "right", "silent", "wrong place", "traceback"]
VERDICTS: tuple[Verdict, ...] = ("told", "right", "silent", "wrong place", "traceback")
MARK = "‸"
"""In a paragraph of several lines it stands where the slip is."""
SHOWN = 110
"""So many letters of a slip are shown."""
PROSE = re.compile(r"(?<=\n\n)(?=[A-Z][a-z]+ [a-z])")
"""Where a paragraph of running text begins, before which another can be put."""


@dataclass(frozen=True, slots=True)
class SoundBook:
    """A manuscript before it is spoiled: its files by name, and what slips are made of: somebody's id and name, a work,
    a chapter that can be referred to.
    """

    files: dict[str, bytes]
    person: str
    name: str
    key: str
    target: str

    def text(self, name: str) -> str:
        """The text of a file."""
        return self.files[name].decode("utf-8")

    def under(self, pattern: str) -> list[str]:
        """The names of files that match, in order."""
        return [name for name in sorted(self.files) if re.fullmatch(pattern, name)]

    def fill(self, text: str) -> str:
        """A text with the names of this book in the place of <person>, <name>, <key>, <target>."""
        known = {"person": self.person, "name": self.name, "key": self.key, "target": self.target}
        return re.sub(r"<(person|name|key|target)>", lambda found: known[found[1]], text)


class Slip(NamedTuple):
    """A file with a slip: its name, its bytes, the first and last line on which it may be told (-1: anywhere), what is
    printed if it comes out right (nothing if it cannot), and how it looks.
    """

    name: str
    content: bytes
    first: int
    last: int
    right: str
    look: str


@dataclass(frozen=True, slots=True)
class SlipKind:
    """One kind of slip: its group and name, and how one is made at a place by chance; None where there is no place."""

    group: str
    name: str
    make: Callable[[SoundBook, Random], Slip | None]


class Judged(NamedTuple):
    """What became of a slip, and what was said if it was not told."""

    kind: SlipKind
    slip: Slip
    verdict: Verdict
    said: str


# --- how slips are made -----------------------------------------------------------------------------


def put_in(group: str, name: str, paragraph: str, right: str = "") -> SlipKind:
    """A paragraph with a slip, put before another in a chapter."""

    def make(book: SoundBook, random: Random) -> Slip | None:
        file = random.choice(book.under(r"chapters/.*\.md"))
        text = book.text(file)
        places = [found.start() for found in PROSE.finditer(text)]
        if not places:
            return None
        at, filled = random.choice(places), book.fill(paragraph)
        begun = text.count("\n", 0, at) + 1
        first = begun + filled[: max(0, filled.find(MARK))].count("\n")
        last = first if MARK in filled else begun + filled.count("\n")
        whole = filled.replace(MARK, "")
        return Slip(file, f"{text[:at]}{whole}\n\n{text[at:]}".encode(), first, last, book.fill(right), whole)

    return SlipKind(group, name, make)


def change(
    group: str, name: str, pattern: str, by: str, *, files: str = r"chapters/.*\.md", right: str = "", how: str = "line"
) -> SlipKind:
    """Words of the book changed into a slip. `how`: it may be told on its own line, in its record, or anywhere."""

    def make(book: SoundBook, random: Random) -> Slip | None:
        asked = book.fill(pattern)
        places = [(file, found) for file in book.under(files) for found in re.finditer(asked, book.text(file), re.M)]
        if not places:
            return None
        file, found = random.choice(places)
        text, new = book.text(file), found.expand(book.fill(by))
        spoiled = text[: found.start()] + new + text[found.end() :]
        begun = spoiled.count("\n", 0, found.start()) + 1
        first, last = begun, begun + new.count("\n")
        if how == "record":
            first, last = _record(spoiled.split("\n"), first, last)
        elif how == "anywhere":
            first = last = -1
        return Slip(file, spoiled.encode(), first, last, found.expand(book.fill(right)), new)

    return SlipKind(group, name, make)


def rewrite(group: str, name: str, files: str, spoil: Callable[[bytes], bytes], look: str) -> SlipKind:
    """A whole file spoiled."""

    def make(book: SoundBook, random: Random) -> Slip | None:
        file = random.choice(book.under(files))
        return Slip(file, spoil(book.files[file]), -1, -1, "", look)

    return SlipKind(group, name, make)


def _record(lines: Sequence[str], first: int, last: int) -> tuple[int, int]:
    """The lines of the record, or of the header, that stands about some lines."""
    while first > 1 and lines[first - 1].strip() and not lines[first - 1].startswith("- "):
        first -= 1
    while last < len(lines) and lines[last].strip() and not lines[last].startswith("- "):
        last += 1
    return first, last


# --- how they are judged ----------------------------------------------------------------------------


def judge_slips(
    project: Project, kinds: Sequence[SlipKind], count: int, seed: int, *, built: bool = False
) -> Iterator[Judged]:
    """Slips of all kinds in turn, each in a fresh copy of the manuscript, and what becomes of each.

    With `built`, what is silent is built too, for some things only pages show.
    """
    random = Random(seed)
    book = read_sound(project.manuscript)
    with tempfile.TemporaryDirectory(prefix="press-slips-") as folder:
        copy = Path(folder, "manuscript")
        shutil.copytree(project.manuscript, copy)
        desk = replace(project, manuscript=copy, dist=Path(folder, "dist"), cache=Path(folder, "cache"))
        desk = replace(desk, here=Path(folder))
        known = Counter(map(_told, look_at(desk)[0]))
        waiting: list[SlipKind] = []
        made = 0
        while made < count:
            if not waiting:
                waiting = random.sample(kinds, len(kinds))
            kind = waiting.pop()
            slip = kind.make(book, random)
            if slip is None:
                continue
            made += 1
            path = copy / slip.name
            path.write_bytes(slip.content)
            yield judge(desk, kind, slip, known, built=built)
            path.write_bytes(book.files[slip.name])


def read_sound(manuscript: Path) -> SoundBook:
    """A manuscript as plain values."""
    paths = [path for path in sorted(manuscript.rglob("*")) if path.suffix in (".md", ".yaml")]
    files = {path.relative_to(manuscript).as_posix(): path.read_bytes() for path in paths}
    people = yaml.safe_load(files["people.yaml"])
    named = next(each for each in people if any(isinstance(form, str) for form in each.get("forms", ())))
    form = next(form for form in named["forms"] if isinstance(form, str))
    sources = yaml.safe_load(files["sources.yaml"])["references"]
    work = next(each for each in sources if "title" in each and "author" in each)
    declared = re.search(
        r"^id: *([\w-]+)", "".join(files[n].decode() for n in files if n.startswith("chapters/")), re.M
    )
    return SoundBook(files, named["id"], form, work["id"], declared[1] if declared else "")


def judge(project: Project, kind: SlipKind, slip: Slip, known: Counter[str], *, built: bool) -> Judged:
    """What becomes of a slip that has been written into its file; `known` is what is told of the sound book."""
    try:
        problems, printed = look_at(project)
        if built and not _new(problems, known):
            problems = _build(project)
    except Exception:  # whatever it is: that is what is looked for
        return Judged(kind, slip, "traceback", traceback.format_exc().splitlines()[-1])
    new = _new(problems, known)
    shown = project.shown(project.manuscript / slip.name)
    if any(slip.first < 0 or (each.origin.path == shown and _on_line(each, slip)) for each in new):
        return Judged(kind, slip, "told", "")
    if new:
        return Judged(kind, slip, "wrong place", str(new[0]).splitlines()[0])
    return Judged(kind, slip, "right" if slip.right and slip.right in printed else "silent", "")


def look_at(project: Project) -> tuple[tuple[Problem, ...], str]:
    """All that a check tells, and the words that would be printed, citations worded, as far as it comes to that."""
    try:
        book, _, wording, problems = pipeline.prepare(project)
    except Faulty as fault:
        return fault.problems, ""
    parts = (book.imprint, book.pieces, book.documents, book.events, *wording.notes.values(), *wording.bibliography)
    return problems, _words(parts)


def _words(node: object) -> str:
    """The words of nodes and of what holds them."""
    if isinstance(node, str):
        return node
    if isinstance(node, tuple):
        return "\n".join(map(_words, node)) if any(isinstance(each, tuple) for each in node) else _line(node)
    return _line((node,))


def _line(nodes: tuple[object, ...]) -> str:
    """The texts of nodes, one behind another, as they look in print: without soft hyphens, with plain blanks."""
    text = "".join(each.text if isinstance(each, Text) else " " * isinstance(each, LineBreak) for each in walk(nodes))
    return re.sub(r"[ \u00a0\t\n]+", " ", re.sub("[\u00ad\u2060]", "", text))


def _build(project: Project) -> tuple[Problem, ...]:
    """All that a build tells."""
    told: list[Problem] = []
    try:
        pipeline.build(project, say=told.append)
    except Faulty as fault:
        told += fault.problems
    return tuple(told)


def _told(problem: Problem) -> str:
    """A problem without its line, which every slip may move."""
    return f"{problem.origin.path}: {problem.message} [{problem.rule}]"


def _new(problems: Sequence[Problem], known: Counter[str]) -> list[Problem]:
    """What is told that was not told of the sound book, or not so often."""
    left = Counter(known)
    new = []
    for problem in problems:
        left[_told(problem)] -= 1
        if left[_told(problem)] < 0:
            new.append(problem)
    return new


def _on_line(problem: Problem, slip: Slip) -> bool:
    return slip.first <= problem.origin.line <= slip.last


# --- what is told of all ----------------------------------------------------------------------------


def table_of_slips(judged: Sequence[Judged]) -> str:
    """A table of Markdown by group and kind; then the share that is told or right; then what is left, one a line."""
    lines = [f"| | slips | {' | '.join(VERDICTS)} |", f"| --- |{' ---: |' * (len(VERDICTS) + 1)}"]
    kinds = dict.fromkeys(each.kind for each in judged)
    for group in sorted({kind.group for kind in kinds}):
        for kind in sorted((kind for kind in kinds if kind.group == group), key=lambda kind: kind.name):
            lines.append(_row(f"{group}: {kind.name}", [each for each in judged if each.kind is kind]))
    lines.append(_row("all", judged))
    fine = sum(each.verdict in ("told", "right") for each in judged)
    share = f"{100 * fine / max(1, len(judged)):.1f} %"
    lines += ["", f"{fine} of {len(judged)} ({share}) are told in their place or come out right."]
    left = [each for each in judged if each.verdict not in ("told", "right")]
    lines += ["", "What is left:" if left else "Nothing is left.", *map(_left, left)]
    return "\n".join(lines)


def _row(name: str, judged: Sequence[Judged]) -> str:
    counts = Counter(each.verdict for each in judged)
    cells = [name, str(len(judged)), *(str(counts[verdict] or "") for verdict in VERDICTS)]
    return f"| {' | '.join(cells)} |"


def _left(judged: Judged) -> str:
    kind, slip, verdict, said = judged
    look = " / ".join(slip.look.split("\n"))[:SHOWN]
    return (
        f"{verdict}: {kind.group}: {kind.name}: {slip.name}:{max(slip.first, 0)}: {look}{f' -- {said}' if said else ''}"
    )
