"""The styles of a word processor's file, and what each is taken for: guessed by its name, or said by the editor.

The table of what was found and chosen is written beside the import, and read again with `--styles`. Names are those of
Word and LibreOffice in their languages; a style is known by its id, its name, and by what it is based on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, TypeAlias, get_args

from press.fields import Reader
from press.importing.rules import STYLE_NOT_FOUND
from press.importing.sureness import Sure
from press.problem import Origin, Problem, did_you_mean
from press.yaml_tree import Tree

STYLES = "import-styles.yaml"
TEXT, LEFT_OUT = "text", "left out"
ParagraphRole: TypeAlias = Literal[
    "text",
    "quotation",
    "verse",
    "epigraph",
    "dateline",
    "salutation",
    "signature",
    "postscript",
    "title",
    "subtitle",
    "author",
    "heading 1",
    "heading 2",
    "heading 3",
    "heading 4",
    "heading 5",
    "heading 6",
    "break",
    "left out",
]
"""What a paragraph may be."""
WordRole: TypeAlias = Literal[
    "plain", "italics", "bold", "small capitals", "superscript", "subscript", "struck", "left out"
]
"""What words may be by the style of their characters."""
MARKS: Mapping[WordRole, str] = {
    "plain": "",
    "italics": "Emph",
    "bold": "Strong",
    "small capitals": "SmallCaps",
    "superscript": "Superscript",
    "subscript": "Subscript",
    "struck": "Strikeout",
    "left out": "vanish",
}
"""Pandoc's mark for it."""
NAMES: Mapping[str, str] = {
    "quotation": "quote|blockquote|blockquotation|quotation|quotations|quotedtext|quotetext|blocktext|intensequote"
    "|extract|extracttext|ext|blockextract|displayquote|displayedquote|displayquotation|longquote|longquotation|bq"
    "|blocked|textcitation|proseextract|prosextract|inset|quoteindent|bodytextquote|quoteblock|quoted"
    # German
    "|zitat|zitate|intensiveszitat|blockzitat|langzitat|zitatblock|blocksatz zitat|einzug zitat|zitatabsatz"
    # French
    "|citation|citations|citationintense|blocdecitation|citationlongue|citationbloc|extrait|blocdetexte"
    # Spanish, Portuguese, Italian
    "|cita|citas|citadestacada|citaintensa|citalarga|citaenbloque|textodebloque|citação|citações|citaçãointensa"
    "|citaçãolonga|textoembloco|citazione|citazioni|citazioneintensa|citazionelunga|testodelblocco"
    # Dutch, the languages of the North, Polish, Czech, Russian
    "|citaat|citaten|duidelijkcitaat|blokcitaat|bloktekst|citat|citater|starktcitat|blockcitat|stærktcitat|sterktsitat|sitat"
    "|blokktekst|blocktekst|lainaus|erottuvalainaus|cytat|cytatintensywny|cytatblokowy|citát|výraznýcitát|citace"
    "|цитата|цитаты|выделеннаяцитата|цитата2",
    "verse": "strophe|vers|verso|versi|poema|poesia|poesía|lyrik|gedichtzeile|verseextract|poetryextract|dikt|стихи",
    "epigraph": "motto|épigraphe|epigraphe|epígrafe|epigrafe|epigrafo|эпиграф|chapterepigraph|epigraphtext",
    "subtitle": "untertitel|soustitre|sous-titre|subtítulo|sottotitolo|ondertitel|undertitel"
    "|undertittel|podtytuł|подзаголовок",
}
"""What styles are called; what pandoc or `press.importing.tree.reader` know by itself is not here."""
NATIVE = re.compile(r"(?:heading|berschrift|titre|título|titolo|kop|rubrik|overskrift)\s*([1-6])", re.IGNORECASE)

How = Literal["", "by its name", "by what it is based on", "by its level in the outline", "as you said"]


SURE: Mapping[How, Sure] = {
    "": "",
    "by its name": "sure",
    "by what it is based on": "likely",
    "by its level in the outline": "likely",
    "as you said": "",
}
"""How sure a role is, by how it is known."""


@dataclass(frozen=True, slots=True)
class StylesRecord:
    """What the styles of an author's file are. `paragraphs`: what each style of a paragraph is taken for; `words`: how
    the words in each style of characters are set.
    """

    paragraphs: Mapping[str, ParagraphRole] = field(default_factory=dict)
    words: Mapping[str, WordRole] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChosenRole:
    """What a paragraph is taken for, and how that is known; `signed`: whether pandoc must be told."""

    role: str
    how: How = ""
    signed: bool = False


@dataclass(slots=True)
class StyleTable:
    """What an editor has said of styles, and what has been found of them so far."""

    said: Mapping[str, ParagraphRole] = field(default_factory=dict)
    said_of_words: Mapping[str, WordRole] = field(default_factory=dict)
    paragraphs: Counter[tuple[str, ChosenRole]] = field(default_factory=Counter)
    words: Counter[tuple[str, str]] = field(default_factory=Counter)

    @classmethod
    def of(cls, tables: Iterable[StyleTable]) -> StyleTable:
        """What has been found in several files, as one."""
        made = cls()
        for each in tables:
            made.paragraphs += each.paragraphs
            made.words += each.words
        return made

    def fresh(self) -> StyleTable:
        """The same of another file: what has been said, and nothing found."""
        return StyleTable(self.said, self.said_of_words)

    def take(self, chain: list[tuple[str, str]], outline: int = 0, otherwise: str = "") -> ChosenRole:
        """The role of a paragraph by its style and those that it is based on (id and name of each), entered here.

        `otherwise`: the role that its name has in such a file, or at such a place alone.
        """
        chosen = self._chosen(chain, outline)
        if otherwise and not chosen.how:
            chosen = ChosenRole(otherwise, "by its name", signed=True)
        self.paragraphs[chain[0][1] or chain[0][0], chosen] += 1
        return chosen

    def _chosen(self, chain: list[tuple[str, str]], outline: int) -> ChosenRole:
        for each in chain:
            for name in each:
                if role := self.said.get(name):
                    return ChosenRole(role, "as you said", signed=True)
        for n, (ident, name) in enumerate(chain):
            if found := NATIVE.fullmatch(name):
                return ChosenRole(f"heading {found[1]}", "by its name" if not n else "by what it is based on")
            for called in (name, ident):
                if known := ROLE_OF.get(_folded(called)):
                    return ChosenRole(known, "by its name" if not n else "by what it is based on", signed=True)
        if outline:
            return ChosenRole(f"heading {outline}", "by its level in the outline", signed=True)
        return ChosenRole(TEXT)

    def mark(self, name: str) -> str | None:
        """What an editor says of the words in a style of characters: one of pandoc's marks, or "" for none."""
        role = self.said_of_words.get(name)
        return None if role is None else MARKS[role]

    def found(self, name: str, mark: str) -> None:
        """Enter a style of characters, with pandoc's mark that its words have."""
        role = next((role for role, each in MARKS.items() if each == mark), "italics")
        self.words[name, role] += 1

    @property
    def told(self) -> Iterator[tuple[str, Sure, str]]:
        """The styles that have been taken for something else than text, by what that was seen, how sure it is, and at
        which file and line it stands.
        """
        for (name, chosen), count in sorted(self.paragraphs.items(), key=lambda each: each[0][0]):
            if chosen.signed:
                many = f"{count} paragraph{'s' * (count != 1)}"
                told = f'the style "{name}", {many}: taken for {chosen.role}, {chosen.how} (see {STYLES})'
                yield told, SURE[chosen.how], f"{STYLES}:{_quoted(name)}"

    def written(self, name: str) -> str:
        """The table as a file that an editor may change."""
        lines = [
            f"# Styles of {name}, and what each was taken for. Change it, and import anew with --styles FILE.",
            f"# A paragraph may be: {', '.join(get_args(ParagraphRole))}.",
            f"# Words may be: {', '.join(MARKS)}.",
        ]
        for key, rows in (("paragraphs", self._rows()), ("words", self._word_rows())):
            found = list(rows)
            lines += [f"{key}:", *found] if found else []
        return "\n".join(lines) + "\n"

    def _rows(self) -> Iterator[str]:
        for (name, chosen), count in sorted(self.paragraphs.items(), key=lambda each: each[0][0]):
            how = f", {chosen.how}" if chosen.how else ""
            yield f"  {_quoted(name)}: {chosen.role}  # {count} paragraph{'s' * (count != 1)}{how}"

    def _word_rows(self) -> Iterator[str]:
        for (name, role), count in sorted(self.words.items()):
            yield f"  {_quoted(name)}: {role}  # {count} run{'s' * (count != 1)}"


def _folded(name: str) -> str:
    # LibreOffice writes a space in an id as _20_
    return re.sub(r"[\s_-]+", "", re.sub(r"_([0-9a-f]{2})_", lambda f: chr(int(f[1], 16)), name)).casefold()


ROLE_OF: Mapping[str, str] = {_folded(each): role for role, names in NAMES.items() for each in names.split("|")}
"""The role that a style has by its name, without spaces and capitals."""


def _quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"[^\w .()-]|^[\d-]|^\s|\s$", name) or name.casefold() in NOT_WORDS else name


NOT_WORDS = ("yes", "no", "true", "false", "null", "on", "off", "~")


def written_tables(name: str, tables: Iterable[StyleTable | None]) -> dict[str, bytes]:
    """The file of what has been found in an author's files, by its path; nothing where they have no styles."""
    made = StyleTable.of(each for each in tables if each)
    return {STYLES: made.written(name).encode()} if made.paragraphs or made.words else {}


def read_table(text: str, path: str) -> tuple[StyleTable, tuple[Problem, ...]]:
    """The table that an editor has changed; and what is wrong in it, each on its line."""
    reader = Reader(path)
    record = reader.record(reader.compose(text), StylesRecord) or StylesRecord()
    return StyleTable(record.paragraphs, record.words), tuple(reader.problems)


def with_new_styles(table: str, found: str) -> tuple[str, int]:
    """A table as an editor has it, with the styles that stand in another alone at the ends of its parts; how many."""
    known, _ = read_table(table, STYLES)
    lines = table.rstrip("\n").split("\n")
    count = 0
    for part, said in (("paragraphs", known.said), ("words", known.said_of_words)):
        rows = [row for name, row in _rows_in(found, part) if name not in said]
        count += len(rows)
        if f"{part}:" not in lines:
            lines += [f"{part}:", *rows] if rows else []
            continue
        at = lines.index(f"{part}:") + 1
        while at < len(lines) and lines[at].startswith(" "):
            at += 1
        lines[at:at] = rows
    return "\n".join(lines) + "\n", count


def _rows_in(table: str, part: str) -> Iterator[tuple[str, str]]:
    """The rows of a part of a table as it is written here, each with the name of its style."""
    here = False
    for line in table.split("\n"):
        if line.startswith(" ") and here:
            name, _, _ = line.strip().rpartition("  # ")[0].rpartition(": ")
            yield name.strip('"'), line
        else:
            here = line == f"{part}:"


def styles_not_found(text: str, path: str, tables: Iterable[StyleTable]) -> tuple[Problem, ...]:
    """The styles that a table names and no file has."""
    found = [each for table in tables for each in (*table.paragraphs, *table.words)]
    names = {name for name, _ in found}
    reader = Reader(path)
    tree = reader.tree(text)
    listed = [
        each
        for _, node in (reader.pairs(tree) if tree is not None else ())
        if isinstance(node, Tree)
        for each in reader.pairs(node)
    ]
    return tuple(
        Problem(
            Origin(path, reader.origin(name).line),
            STYLE_NOT_FOUND,
            f'no style "{name.value}" in the file',
            did_you_mean(name.value, names),
        )
        for name, _ in listed
        if name.value not in names
    )
