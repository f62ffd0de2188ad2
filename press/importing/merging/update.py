"""What an import wrote × the manuscript as edited × the author's second version → the manuscript merged.

Nothing is overwritten: where both sides have changed the same words both stand in the file, between marks; a piece that
one has taken out and the other changed stays; and of prose and the book what is not merged is told at the next update
too, for of that the import goes on to keep what it kept.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from press.importing.file_styles import STYLES, with_new_styles
from press.importing.merging.kept import KeptImport, fingerprint
from press.importing.merging.merged_text import (
    MergedText,
    RecordFile,
    merge_lines,
    merge_prose,
    merge_records,
)
from press.importing.merging.same_pieces import BOOK, Files, free_name, matched, record_files, renamed, renames
from press.importing.merging.three_way import Came
from press.importing.writing.records import add_records, is_yaml, listed_records, without_forms

PICTURE = re.compile(r"!\[(.*?)\]\((figures/[^()\s]+)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class FileUpdate:
    """What became of one file: a word for it if it is new, gone or stays against the author, and what of it came from
    where; `together`: lines where words of both stand in one paragraph, or paragraphs of both side by side.
    """

    path: str
    what: str = ""
    came: Counter[Came] = field(default_factory=Counter)
    together: tuple[int, ...] = ()
    open: bool = False


@dataclass(frozen=True, slots=True)
class ManuscriptUpdate:
    """Files to be written and to be taken away; what is kept for the next update; and what is to be told of each."""

    writes: Mapping[str, bytes]
    removes: tuple[str, ...]
    kept: KeptImport
    files: tuple[FileUpdate, ...]
    paths: Mapping[str, str]


def update(
    kept: KeptImport, ours: Mapping[str, bytes], texts: Files, made: Mapping[str, bytes], new: KeptImport
) -> ManuscriptUpdate:
    """Merge; `ours`: all files of the manuscript, `texts` those of them that are text; `made`: those of the import of
    the second version, of which `new` is to be kept. Raises `Faulty`.
    """
    return _Updating(kept, ours, texts, made, new).updated()


class _Updating:
    """One manuscript being updated."""

    def __init__(
        self, kept: KeptImport, ours: Mapping[str, bytes], texts: Files, made: Mapping[str, bytes], new: KeptImport
    ) -> None:
        self.held, self.ours, self.new = ours, texts, new
        self.files: list[FileUpdate] = []
        self.writes: dict[str, bytes] = {}
        self.removes: list[str] = []
        self.unmerged: dict[str, str] = {}
        pictures = _pictures(new, kept, ours)
        self.made = {pictures.get(path, path): content for path, content in made.items()}
        fresh = {path: _with_pictures(text, pictures) for path, text in new.texts.items()}
        names = renames(fresh, kept.texts, ours)
        moved = self._moved(kept.texts)
        theirs = renamed(fresh, names, kept.texts, texts)
        self.base = {moved.get(path, path): _moved_in(text, moved, path) for path, text in kept.texts.items()}
        self.theirs = {moved.get(path, path): _moved_in(text, moved, path) for path, text in theirs.items()}
        self.paths = {old: moved.get(new, new) for old, new in names.paths.items()}
        self.marks = {pictures.get(path, path): mark for path, mark in new.pictures.items()}
        self.old_marks = kept.pictures
        self.prose: dict[str, str] = {}

    def updated(self) -> ManuscriptUpdate:
        """Prose first, for which records stay depends on what it names; then the book, and pictures."""
        for path in sorted({*self.base, *self.theirs}):
            if path.endswith(".md"):
                self._prose(path)
        for path, key in record_files((*self.base, *self.theirs)).items():
            self._records(path, key)
        self._book()
        self._styles()
        self._pictures()
        texts = {**{path: text for path, text in self.theirs.items() if path not in self.unmerged}, **self.unmerged}
        kept = KeptImport(texts, self.marks, self.new.name, self.new.changes)
        return ManuscriptUpdate(self.writes, tuple(self.removes), kept, tuple(self.files), self.paths)

    def _moved(self, base: Files) -> dict[str, str]:
        """Where the editor has put pieces that are not where the import wrote them."""
        lost = {path: text for path, text in base.items() if path.endswith(".md") and path not in self.ours}
        other = {path: text for path, text in self.ours.items() if path.endswith(".md") and path not in base}
        return matched(lost, other) if lost and other else {}

    # --- prose -------------------------------------------------------------------------------------------

    def _prose(self, path: str) -> None:
        base, ours, theirs = (each.get(path) for each in (self.base, self.ours, self.theirs))
        if theirs is None:
            self._taken_out(path, base or "", ours)
        elif base is None:
            self._write(path, theirs, FileUpdate(path, "new"))
        elif ours is None:
            if _words(theirs) != _words(base):
                self._stays(path, base, "changed by the author, and not in the manuscript any more: it stays out")
        else:
            self._merged(path, ours, merge_prose(base, ours, theirs))

    def _taken_out(self, path: str, base: str, ours: str | None) -> None:
        if ours is None:
            return
        if _words(ours) == _words(base):
            self.removes.append(path)
            self.files.append(FileUpdate(path, "taken out, as the author has"))
            return
        self._stays(path, base, "taken out by the author, and edited here: it stays")
        self.prose[path] = ours

    def _stays(self, path: str, base: str, what: str) -> None:
        """What is against the author's version is told again at every update, until both say the same."""
        self.unmerged[path] = base
        self.files.append(FileUpdate(path, what, open=True))

    def _merged(self, path: str, ours: str, merged: MergedText) -> None:
        changed = {came for came, count in merged.came.items() if count and came is not Came.SAME}
        self._write(path, merged.text, FileUpdate(path, "", merged.came, merged.together) if changed else None)

    def _write(self, path: str, text: str, told: FileUpdate | None) -> None:
        if path.endswith(".md"):
            self.prose[path] = text
        if text != self.ours.get(path):
            self.writes[path] = _as_it_was(text, self.held.get(path, b""))
        if told:
            self.files.append(told)

    # --- records and the book -----------------------------------------------------------------------------

    def _records(self, path: str, key: str) -> None:
        base, ours, theirs = (each.get(path, "") for each in (self.base, self.ours, self.theirs))
        if path not in self.ours and base:  # the editor does without it
            return
        named = "\n".join(self.prose.values())

        def kept(id_: str) -> bool:
            return bool(re.search(rf"[@=#]{re.escape(id_)}(?![\w-])", named))

        def added(text: str, records: Sequence[str]) -> str:
            fit = [each for record in records if (each := self._fitting(path, record, text))]
            return add_records(text, path, fit, key)

        merged, told = merge_records(base, ours, theirs, RecordFile(path, key, kept, added))
        self._merged(path, ours, merged)
        said = (f'"{id_}" stays as it is here; the author\'s file says otherwise' for id_ in told)
        self.files += [FileUpdate(path, each, open=True) for each in said]

    def _fitting(self, path: str, record: str, text: str) -> str:
        """A new record as the file can have it: with no form that a person has already, in a section of the sources."""
        record = record.strip("\n") + "\n"
        if path == "people.yaml":
            taken = {form for each in listed_records(text) for form in each.get("forms") or ()}
            return without_forms(record, taken)
        if path == "sources.yaml" and (sections := re.findall(r"^\s+section: *(\S+)", text, re.MULTILINE)):
            section = Counter(sections).most_common(1)[0][0]
            return record.replace("\n", f"\n  section: {section}\n", 1)
        return record

    def _book(self) -> None:
        base, ours, theirs = (each.get(BOOK, "") for each in (self.base, self.ours, self.theirs))
        for path in self.unmerged:  # what stays in the folder stays in the book
            base = "".join(line for line in base.splitlines(keepends=True) if path not in line or path in theirs)
        merged = merge_lines(base, ours, theirs)
        if not merged.came[Came.CONFLICT] and not is_yaml(merged.text):
            self.unmerged[BOOK] = self.base.get(BOOK, "")
            what = (
                "the order of the book could not be merged: see contents: in what the import keeps, .import/book.yaml"
            )
            self.files.append(FileUpdate(BOOK, what, open=True))
            return
        self._merged(BOOK, ours, merged)

    def _styles(self) -> None:
        """The table of styles is the editor's; what the author has newly used stands in it too."""
        ours, theirs = self.ours.get(STYLES), self.theirs.get(STYLES)
        if theirs is None or (ours is None and STYLES in self.base):  # the editor does without it
            return
        if ours is None:
            self._write(STYLES, theirs, FileUpdate(STYLES, "new"))
            return
        table, count = with_new_styles(ours, theirs)
        if count:
            self._write(
                STYLES, table, FileUpdate(STYLES, f"{count} style{'s' * (count > 1)} of the author's new in it")
            )

    # --- pictures -----------------------------------------------------------------------------------------

    def _pictures(self) -> None:
        for path, mark in self.marks.items():
            before, here = self.old_marks.get(path), self.held.get(path)
            if mark == before or (here is None and before) or (here is not None and fingerprint(here) == mark):
                continue
            if here is None or fingerprint(here) == before:
                self.writes[path] = self.made[path]
                self.files.append(FileUpdate(path, "new" if here is None else "the author's new picture taken"))
                continue
            stem, _, suffix = path.rpartition(".")
            beside = free_name(f"{stem}-author.{suffix}", {*self.held, *self.marks})
            self.writes[beside] = self.made[path]
            what = f"changed here and by the author: it stays, and the author's is {beside}"
            self.files.append(FileUpdate(path, what, open=True))
        named = "\n".join(self.prose.values())
        for path, mark in self.old_marks.items():
            gone = path not in self.marks and path in self.held and f"({path})" not in named
            if gone and fingerprint(self.held[path]) == mark:
                self.removes.append(path)
                self.files.append(FileUpdate(path, "taken out, as the author has"))


def _words(text: str) -> str:
    return " ".join(text.split())


def _as_it_was(text: str, before: bytes) -> bytes:
    """A text as bytes, with the line ends and the mark at the head that the file had."""
    written = text.encode()
    if b"\r\n" in before:
        written = written.replace(b"\n", b"\r\n")
    return b"\xef\xbb\xbf" + written if before.startswith(b"\xef\xbb\xbf") else written


def _moved_in(text: str, moved: Mapping[str, str], path: str) -> str:
    for old, new in moved.items() if path == BOOK else ():
        text = re.sub(rf"(?<![\w/.-]){re.escape(old)}(?![\w/.-])", new, text)
    return text


def _pictures(new: KeptImport, kept: KeptImport, ours: Mapping[str, bytes]) -> dict[str, str]:
    """The paths of pictures that are there already, and free ones for those that are not."""
    paths: dict[str, str] = {}
    by_mark = {mark: path for path, mark in kept.pictures.items()}
    for path, mark in new.pictures.items():
        if mark in by_mark:
            paths[path] = by_mark[mark]
    used = set(paths.values())
    captions = {words: path for path, words in _captions(kept.texts).items() if path not in used}
    for path, words in _captions(new.texts).items():  # one that was there, changed
        if path not in paths and words and captions.get(words, path) not in used and words in captions:
            paths[path] = captions[words]
            used.add(paths[path])
    for path in new.pictures:
        if path in paths:
            continue
        if path not in kept.pictures or path in used:  # not one that was there, changed
            stem, _, suffix = path.rpartition(".")
            held = {*kept.pictures, *ours, *used}
            names = (f"{stem.rstrip('0123456789')}{number}.{suffix}" for number in range(1, 10_000))
            paths[path] = path if path not in held else next(each for each in names if each not in held)
        else:
            paths[path] = path
        used.add(paths[path])
    return paths


def _captions(texts: Files) -> dict[str, str]:
    return {found[2]: found[1] for text in texts.values() for found in PICTURE.finditer(text)}


def _with_pictures(text: str, paths: Mapping[str, str]) -> str:
    return re.sub(r"(?<=\]\()(figures/[^()\s]+)(?=\))", lambda found: paths.get(found[1], found[1]), text)
