"""The author's second file as it is imported × what the first import wrote → the second with the names of the first.

Paths, ids, keys and numbers of notes are made anew by each import, and those of a piece or a record that was there
before must stay what they were: the manuscript knows it by them. A piece is known again by its words.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from functools import partial

from press.importing.file_styles import STYLES
from press.importing.merging.three_way import likeness
from press.importing.writing.index_registers import ImportedRegister
from press.importing.writing.records import SOURCES, listed_records

MOST = 0.25
"""Which part of its sequences of words two pieces must share at least (Dice), to be one."""
ID = re.compile(r"^id: *(.+?) *$", re.MULTILINE)
TITLE = re.compile(r"^title: *(.+?) *$", re.MULTILINE)
NOTE = re.compile(r"^\[\^([^\]\s]+)\]:((?:.*\n?)(?:[ \t]*\n(?=[ \t])|[ \t]+\S.*\n?|\S.*\n?)*)", re.MULTILINE)
BOOK = "book.yaml"
NO_RECORDS = {BOOK, STYLES}
"""What an import writes in YAML that is no list of records; all else is: people, sources, contributors, registers."""

Files = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Renames:
    """Other names: of files, of ids of pieces, and of records by their file."""

    paths: Mapping[str, str]
    ids: Mapping[str, str]
    records: Mapping[str, Mapping[str, str]]


def matched(fresh: Files, known: Files) -> dict[str, str]:
    """Which piece of some files is which of others, by their words, each once: the most alike first."""
    mine, others = ({path: _Piece(text) for path, text in each.items()} for each in (fresh, known))
    pairs: dict[str, str] = {}
    scores = []
    for path, piece in mine.items():
        for other, there in others.items():
            if piece.is_source != there.is_source:  # a chapter is no document, whatever its words
                continue
            score = piece.like(there) + 0.01 * (path == other)
            same = piece.title == there.title and path.partition("/")[0] == other.partition("/")[0]
            if score >= MOST or (same and piece.title):
                scores.append((score + 0.2 * same, path, other))
    for _, path, other in sorted(scores, reverse=True):
        if path not in pairs and other not in pairs.values():
            pairs[path] = other
    return pairs


class _Piece:
    """A text: its title, whether it is a primary source, and the sequences of three words in it."""

    def __init__(self, text: str) -> None:
        found = TITLE.search(text)
        self.title = found[1] if found else ""
        head, _, body = text.partition("\n---\n")
        self.is_source = "\nrights: " in head
        words = re.findall(r"\w+", body)
        self.shingles = set(zip(words, words[1:], words[2:], strict=False)) or set(words)

    def like(self, other: _Piece) -> float:
        both = len(self.shingles) + len(other.shingles)
        return 2 * len(self.shingles & other.shingles) / both if both else 0.0


def renames(fresh: Files, known: Files, taken: Iterable[str]) -> Renames:
    """What must be called otherwise in the fresh files; `taken`: paths that are somebody else's."""
    prose = ({path: text for path, text in each.items() if path.endswith(".md")} for each in (fresh, known))
    pairs = matched(*prose)
    ids = {_id(text) for path, text in known.items() if path.endswith(".md")} - {""}
    paths: dict[str, str] = {}
    pieces: dict[str, str] = {}
    used = {*taken, *known}
    for path, text in fresh.items():
        if not path.endswith(".md"):
            continue
        if path in pairs:
            paths[path] = pairs[path]
            pieces[_id(text)] = _id(known[pairs[path]]) or _id(text)
            continue
        paths[path] = free_name(path, used)
        pieces[_id(text)] = free_name(_id(text), ids)
        used.add(paths[path])
        ids.add(pieces[_id(text)])
    files = record_files((*known, *fresh))
    records = {name: _record_ids(fresh.get(name, ""), known.get(name, ""), key) for name, key in files.items()}
    return Renames(paths, {old: new for old, new in pieces.items() if old and old != new}, records)


def record_files(paths: Iterable[str]) -> dict[str, str]:
    """The files of records among some, and the key under which each has them."""
    found = (path for path in dict.fromkeys(paths) if path.endswith(".yaml") and path not in NO_RECORDS)
    return {path: "references" if path == SOURCES else "" for path in found}


def _id(text: str) -> str:
    found = ID.search(text.partition("\n---\n")[0])
    return found[1].strip("'\"") if found else ""


def free_name(name: str, used: Container[str]) -> str:
    """The name, or the same with a number where somebody has it."""
    stem, dot, suffix = name.rpartition(".") if "/" in name else (name, "", "")
    names = (f"{stem}-{number}{dot}{suffix}" for number in range(2, 10_000))
    return name if name not in used else next(each for each in names if each not in used)


def renamed(fresh: Files, names: Renames, known: Files, ours: Files) -> dict[str, str]:
    """The fresh files by those names; notes of several paragraphs have the labels that they had."""
    found: dict[str, str] = {}
    for path, text in fresh.items():
        there = names.paths.get(path, path)
        made = _with_names(text, names, path)
        if path.endswith(".md"):
            made = with_labels(made, known.get(there, ""), ours.get(there, ""))
        found[there] = made
    return found


def _with_names(text: str, names: Renames, path: str) -> str:
    """A text with other ids and keys wherever it names them."""
    for file, other in names.records.items():
        mark = ImportedRegister(file.removesuffix(".yaml")).mark  # of what is no register nothing is marked so
        named = r"(?<=@)({})(?![\w-])" if file == SOURCES else rf"(?<=[{{{{ ]{mark}=)({{}})(?![\w-])"
        text = _replaced(text, named, other)
    text = _replaced(text, r"(?<=\]\(#)({})(?=\))", names.ids)
    if path.endswith(".md"):
        head, rule, body = text.partition("\n---\n")
        return _replaced(head, r"(?<=\nid: )({})(?=\n|$)", names.ids) + rule + body
    if path == BOOK:
        return _replaced(text, r"(?<![\w/.-])({})(?![\w/.-])", names.paths)
    if path in names.records:
        return _replaced(text, r"(?<=^- id: )({})(?=\s)", names.records[path])
    return text


def _replaced(text: str, pattern: str, other: Mapping[str, str]) -> str:
    """All at once, for one name may have become another's."""
    changed = {old: new for old, new in other.items() if old != new}
    if not changed:
        return text
    alternatives = "|".join(map(re.escape, sorted(changed, key=len, reverse=True)))
    return re.sub(pattern.format(alternatives), lambda found: changed[found[1]], text, flags=re.MULTILINE)


# --- records -----------------------------------------------------------------------------------------------


def _record_ids(fresh: str, known: str, key: str) -> dict[str, str]:
    """The ids of records that were there before under others: of the same work, person or heading."""
    mine, others = listed_records(fresh, key), listed_records(known, key)
    by_what: dict[str, str] = {}
    for record in others:
        by_what.setdefault(_what(record), str(record["id"]))
    found = {str(each["id"]): by_what[_what(each)] for each in mine if _what(each) in by_what}
    used = {str(each["id"]) for each in others} | set(found.values())
    for each in mine:  # a new record must not have the id of another
        id_ = str(each["id"])
        if id_ not in found and id_ in used:
            found[id_] = free_name(id_, used)
            used.add(found[id_])
    return found


def _what(record: Mapping[str, object]) -> str:
    """What a record is about, by which it is known under any id: its title and date, its name, its heading."""
    told = [record.get(name) for name in ("title", "issued", "name", "heading")]
    bare = [str(sorted(each.items()) if isinstance(each, dict) else each or "") for each in told]
    return "\n".join(bare).casefold() if any(bare) else str(record["id"])


# --- notes ----------------------------------------------------------------------------------------------------


def with_labels(fresh: str, known: str, ours: str) -> str:
    """A text whose notes apart have the labels that they had, by their words, and new ones labels that nobody has."""
    notes, before = (dict(_notes(each)) for each in (fresh, known))
    if not notes or not before:
        return fresh
    scores = ((likeness(said, words), label, old) for label, said in notes.items() for old, words in before.items())
    found: dict[str, str] = {}
    for score, label, old in sorted(scores, key=lambda each: (-each[0], each[1] != each[2])):
        if score >= 0.4 and label not in found and old not in found.values():
            found[label] = old
    used = {*before, *(label for label, _ in _notes(ours))}
    for label in notes:
        if label not in found:
            number = next(n for n in range(1, 100_000) if str(n) not in used)
            found[label] = str(number)
            used.add(str(number))
    return re.sub(r"(?<!\\)\[\^([^\]\s]+)\]", partial(_label, found), fresh)


def _label(found: Mapping[str, str], call: re.Match[str]) -> str:
    return f"[^{found.get(call[1], call[1])}]"


def _notes(text: str) -> list[tuple[str, str]]:
    return [(found[1], found[2]) for found in NOTE.finditer(text)]
