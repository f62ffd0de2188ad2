"""A .bib file taken apart: its entries with their lines and fields, so that a fault in one spoils no other.

Pandoc reads what the fields say; but it gives up the whole file at the first slip, takes capitals for an English
custom, an *and* in a publisher for two, and kinds and fields that it does not know for nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

HEAD = re.compile(r"@\s*(\w+)\s*([{(])")
NEXT = re.compile(r"^[ \t]*@\s*\w+\s*[{(]\s*[^\s,{}()=]+\s*,", re.MULTILINE)
FIELD = re.compile(r"\s*([^\s=,{}\"#%]+)\s*=\s*")
BRACE = re.compile(r"(?<!\\)[{}]")
BARE = re.compile(r"[^\s,#{}\"“]+")
TITLES = re.compile(r"(?:short|book|main|journal|sub|booksub|mainsub|issue|event|orig|reprint)?title|series|journal")
"""Fields in which pandoc would change capitals."""
BODIES = frozenset(
    {"publisher", "location", "address", "institution", "organization", "school", "origpublisher", "origlocation"}
)
"""Fields in which BibTeX parts a list at each *and*: Simon and Schuster is one."""
REFERRING = frozenset({"crossref", "xdata", "xref", "related", "entryset"})
SILENT = frozenset({"comment", "preamble"})
KINDS = {
    "archival": "unpublished",
    "archive": "unpublished",
    "manuscript": "unpublished",
    "letter": "letter",
    "periodicalarticle": "article",
    "newspaper": "article",
    "webpage": "online",
    "interview": "misc",
}
"""Kinds that people write and pandoc has not, with the nearest that it has."""
KNOWN = frozenset(
    re.findall(
        r"\S+",
        """
        article artwork audio bibnote book bookinbook booklet collection commentary conference customa dataset
        electronic image inbook incollection inproceedings inreference jurisdiction legal legislation letter manual
        mastersthesis misc movie music mvbook mvcollection mvproceedings mvreference online patent performance
        periodical phdthesis proceedings reference report review set software standard suppbook suppcollection
        suppperiodical techreport thesis unpublished video www xdata
        """,
    )
)


@dataclass(frozen=True, slots=True)
class BibEntry:
    """An entry: `@kind{key, …}` on a line, its fields in small letters with their values as they stand."""

    kind: str
    key: str
    line: int
    fields: tuple[tuple[str, str], ...]

    def get(self, *names: str) -> str:
        """The value of the first of some fields that is given, without its braces."""
        said = dict(self.fields)
        return next((bare(said[name]) for name in names if name in said), "")


@dataclass(frozen=True, slots=True)
class Spoilt:
    """An entry that cannot be read: its line, its key, and why."""

    line: int
    key: str
    why: str


@dataclass(frozen=True, slots=True)
class BibFile:
    """What a .bib file holds: its entries, abbreviations (`@string`) as they stand, and what cannot be read of it."""

    entries: tuple[BibEntry, ...]
    strings: str
    spoilt: tuple[Spoilt, ...]


class _Unreadable(ValueError):
    """Why an entry cannot be read."""


def read_bib(text: str) -> BibFile:
    """The entries of a .bib file; what stands between them is remarks, as BibTeX has it."""
    entries: list[BibEntry] = []
    strings: list[str] = []
    spoilt: list[Spoilt] = []
    at = 0
    while found := HEAD.search(text, at):
        before = text[max(text.rfind("\n", 0, found.start()) + 1, at) : found.start()]
        if before.strip():  # an address in a remark, ann@river{…}; or an entry put out of use by a sign before it
            at = found.end()
            continue
        line = text.count("\n", 0, found.start()) + 1
        kind, end = found[1].lower(), _end(text, found)
        if end < 0:
            following = NEXT.search(text, found.end())
            at = following.start() if following else len(text)
            key = re.match(r"\s*([^\s,{}]*)", text[found.end() :])
            spoilt.append(Spoilt(line, key[1] if key else "", "its braces do not close"))
            continue
        at = end
        if kind == "string":
            strings.append(text[found.start() : end])
        elif kind not in SILENT:
            try:
                entries.append(_entry(kind, text[found.end() : end - 1], line))
            except _Unreadable as fault:
                spoilt.append(Spoilt(line, text[found.end() : end].partition(",")[0].strip(), str(fault)))
    return BibFile(tuple(entries), "\n".join(strings), tuple(spoilt))


def _end(text: str, head: re.Match[str]) -> int:
    """Where an entry that opens at `head` has closed, or -1."""
    closing, depth = ("}", 1) if head[2] == "{" else (")", 0)
    for each in re.compile(r"(?<!\\)[{})]").finditer(text, head.end()):
        if each[0] == closing and depth == (1 if closing == "}" else 0):
            return each.end()
        depth += (each[0] == "{") - (each[0] == "}")
    return -1


def _entry(kind: str, body: str, line: int) -> BibEntry:
    key, comma, rest = body.partition(",")
    if "=" in key or not key.strip():
        raise _Unreadable("it has no key")
    fields: list[tuple[str, str]] = []
    at = 0
    while comma and rest[at:].strip(" \t\n,"):
        at += len(rest[at:]) - len(rest[at:].lstrip(" \t\n,"))
        if not (found := FIELD.match(rest, at)):
            raise _Unreadable(f'nothing can be read at "{" ".join(rest[at : at + 40].split())}"')
        at, value = _value(rest, found.end(), found[1])
        fields.append((found[1].lower(), value))
    return BibEntry(kind, key.strip(), line, tuple(fields))


def _value(text: str, at: int, name: str) -> tuple[int, str]:
    """Where a value ends, and the value: `{…}`, `"…"`, a figure or an abbreviation, or several joined by `#`."""
    parts: list[str] = []
    while True:
        start = at
        if text[at : at + 1] == "{":
            at = _closed(text, at + 1, "}", name)
            parts.append(text[start:at])
        elif text[at : at + 1] == '"':
            at = _closed(text, at + 1, '"', name)
            parts.append("{" + text[start + 1 : at - 1] + "}")
        elif text[at : at + 1] == "“":  # an editor of letters has turned the marks
            at = _closed(text, at + 1, "”", name)
            parts.append("{" + text[start + 1 : at - 1] + "}")
        elif bare_word := BARE.match(text, at):
            at = bare_word.end()
            parts.append(bare_word[0])
        else:
            raise _Unreadable(f'"{name}" has no value')
        joined = re.compile(r"\s*#\s*").match(text, at)
        if not joined:
            return at, " # ".join(parts)
        at = joined.end()


def _closed(text: str, at: int, mark: str, name: str) -> int:
    depth = 0
    for each in re.compile(r'(?<!\\)[{}"”]').finditer(text, at):
        if each[0] == mark and not depth:
            return each.end()
        depth += (each[0] == "{") - (each[0] == "}")
    raise _Unreadable(f'the value of "{name}" does not end')


def bare(value: str) -> str:
    """A value without the braces around it, its spaces single."""
    while value.startswith("{") and value.endswith("}") and _closes_last(value):
        value = value[1:-1].strip()
    return " ".join(value.split())


def _closes_last(value: str) -> bool:
    """Whether the brace that a value begins with closes at its end."""
    depth = 0
    for each in BRACE.finditer(value):
        depth += (each[0] == "{") - (each[0] == "}")
        if not depth:
            return each.end() == len(value)
    return False


# --- for pandoc ------------------------------------------------------------------------------------------


def key_at(number: int) -> str:
    """The key under which pandoc is given the entry of this number: it takes no key of other letters than English."""
    return f"entry{number}"


def written_bib(entries: Iterable[tuple[int, BibEntry]], strings: str, numbers: Mapping[str, int]) -> str:
    """Entries as pandoc reads them rightly, each by its number; `numbers` are those of all keys."""
    return "\n".join([strings, *(_written(number, entry, numbers) for number, entry in entries)])


def _written(number: int, entry: BibEntry, numbers: Mapping[str, int]) -> str:
    kind = KINDS.get(entry.kind, entry.kind if entry.kind in KNOWN else "misc")
    fields = "".join(f",\n  {name} = {value}" for name, value in _fields(entry, numbers))
    return f"@{kind}{{{key_at(number)}{fields}\n}}\n"


def _fields(entry: BibEntry, numbers: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    for name, value in _with_whole_titles(entry).fields:
        if name in REFERRING:
            keys = (each.strip() for each in bare(value).split(","))
            yield name, "{" + ",".join(key_at(numbers[key]) if key in numbers else key for key in keys) + "}"
        elif _closes_last(value) and (TITLES.fullmatch(name) or (name in BODIES and " and " in value)):
            yield name, f"{{{{{bare(value)}}}}}"
        else:
            yield name, value


def _with_whole_titles(entry: BibEntry) -> BibEntry:
    """The entry with the subtitle of a book of others in its title: pandoc would give it to all that stands above."""
    said = dict(entry.fields)
    for title in ("booktitle", "maintitle"):
        sub = title.replace("title", "subtitle")
        if title in said and sub in said:
            main = bare(said[title])
            said[title] = f"{{{main}{' ' if main.endswith(('?', '!')) else ': '}{bare(said.pop(sub))}}}"
    return replace(entry, fields=tuple(said.items()))


# --- accounted for ---------------------------------------------------------------------------------------

LETTER = re.compile(r"\\(l|o|ss|ae|oe|aa|i|j)(?![a-zA-Z])\s?", re.IGNORECASE)
COMMAND = re.compile(r"\\(?:[a-zA-Z]+\*?|.)")


def plain_letters(value: str) -> str:
    """A value without commands and braces, for comparing: accents are for the reader to take off."""
    return re.sub(r"[{}]", "", COMMAND.sub("", LETTER.sub(r"\1", value))).replace("~", " ")
