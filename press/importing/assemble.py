"""An arrangement and the records proposed → the files of a manuscript folder, as text; nothing is written here."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from press.editing.markdown import KEY
from press.importing.markdown import MarkdownWriter, has_text
from press.importing.people import Census, propose_people
from press.importing.recognise import recognise
from press.importing.records import PEOPLE, SOURCES, header_line, person_record, scalar, source_record
from press.importing.references import our_record
from press.importing.report import ImportReport, Went, some, write_report
from press.importing.slugs import Slugs, slug
from press.importing.source_headings import parse_heading
from press.importing.typescript import Arrangement, Changed, Item, Part, Typescript, lines_of, place_of
from press.importing.works import Proposal, WorkList, find_works, propose_sources
from press.problem import Origin
from press.text import Block, Blocks, Cluster, Figure, Inlines, Paragraph, Text, plain, walk

REPORT = "import-report.md"
UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}
LONGEST_RUNNING_HEAD = 45
OMITS = ("[...]", "[…]")


@dataclass(frozen=True, slots=True)
class Assembled:
    """A manuscript folder to be: its files by path, and what is to be told."""

    files: Mapping[str, bytes]
    report: ImportReport
    people: tuple[str, ...]
    sources: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What a folder has already, and is not proposed: people and their forms, sources and their titles, by id."""

    people: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()
    sources: frozenset[str] = frozenset()
    works: frozenset[str] = frozenset()


def assemble(typescript: Typescript, prints: Callable[[str], bool], known: Known | None = None) -> Assembled:
    """The files that a typescript becomes; a character for which `prints` is false is written as its number."""
    return _Assembly(typescript, prints, known or Known()).assembled()


class _Assembly:
    """One folder being put together."""

    def __init__(self, typescript: Typescript, prints: Callable[[str], bool], known: Known) -> None:
        self.typescript, self.prints, self.known = typescript, prints, known
        self.renamed = _odd_keys(typescript.blocks)  # an address, as citation managers use it
        self.blocks: Blocks = _with_keys(typescript.blocks, self.renamed) if self.renamed else typescript.blocks
        self.slugs = Slugs()
        self.writer = MarkdownWriter()
        self.texts: dict[str, str] = {}
        self.went: list[Went] = []
        self.changed: list[Changed] = []
        self.missing: Counter[str] = Counter()

    def assembled(self) -> Assembled:
        """Every step, in order."""
        arrangement = recognise(replace(self.typescript, blocks=self.blocks))
        works, proposals, keys = self._works(arrangement)  # before people, whose names stand in titles
        census = self._people(arrangement, works)
        front = [self._part("front", part) for part in arrangement.front]
        chapters = [self._part("chapters", part, n) for n, part in enumerate(arrangement.chapters, 1)]
        back = [*self._documents_piece(arrangement), *(self._part("front", part) for part in arrangement.back)]
        documents = [self._document(item, n, works, keys) for n, item in enumerate(arrangement.items, 1)]
        at = f"{self.typescript.unit} {{}} of {self.typescript.name}"
        people = tuple(person_record(person, at.format(person.place)) for person in census.people)
        self.texts[PEOPLE] = "\n".join(people) or "[]\n"  # a list even when it is empty: that is where names are to go
        self.texts[SOURCES] = "references:\n\n" + "\n".join(source_record(each.record) for each in proposals)
        if not proposals:
            self.texts[SOURCES] = "references: []\n"
        pieces = (front, chapters, back, documents)
        self.texts["book.yaml"] = self._book(arrangement, pieces, bool(people), bool(proposals))
        # last of all, over whatever has been written: no character that cannot be printed slips through another way
        files = {path: self._printable(text).encode() for path, text in self.texts.items()}
        report = self._report(arrangement, census, proposals)
        files |= self.typescript.pictures
        files[REPORT] = write_report(report).encode()
        return Assembled(files, report, people, proposals)

    # --- records -----------------------------------------------------------------------------

    def _works(self, arrangement: Arrangement) -> tuple[WorkList, tuple[Proposal, ...], dict[Any, str]]:
        """Works of the documents' headings and of the text; those that a citation manager knows; stubs for the rest."""
        works = WorkList()  # headings first, for they say more of a work than the text does
        for item in arrangement.items:
            works.add(parse_heading(item).work)
        find_works(self._prose(arrangement), works)
        cited = {c.key for node in walk(self.blocks) if isinstance(node, Cluster) for c in node.citations}
        given = [our_record(dict(each)) for each in self.typescript.references]
        given = [record | {"id": self.renamed.get(str(record["id"]), str(record["id"]))} for record in given]
        # a key that the text cites is not for another work, be it described or not
        held = {str(record["id"]) for record in given} | cited | self.known.sources
        keys, proposals = propose_sources(works, held)
        records = [
            Proposal(str(record["id"]), record, ()) for record in given if record["id"] not in self.known.sources
        ]
        # so that the first check complains of nothing that only a library can answer
        stubs = sorted(cited - {str(record["id"]) for record in given} - self.known.sources)
        for key in stubs:
            self.changed.append(
                Changed(0, f'"@{key}" is cited and not described: its record has only a title, "{key}"')
            )
        records += [Proposal(key, {"id": key, "type": "book", "title": key}, ()) for key in stubs]
        fresh = (each for each in proposals if slug(str(each.record.get("title", each.key))) not in self.known.works)
        return works, (*records, *fresh), keys

    @staticmethod
    def _prose(arrangement: Arrangement) -> Iterator[tuple[Inlines, int]]:
        """Every line of the book's text, with its place."""
        for blocks in (*(part.blocks for part in arrangement.parts), *(item.blocks for item in arrangement.items)):
            for block in blocks:
                yield from ((line, place_of(block)) for line in lines_of(block))

    def _people(self, arrangement: Arrangement, works: WorkList) -> Census:
        lines = [(plain(line), place) for line, place in self._prose(arrangement)]
        titles = [work.title for work in works.works.values()]
        return propose_people(lines, titles, self.known.people, self.known.forms)

    # --- files -------------------------------------------------------------------------------

    def _part(self, folder: str, part: Part, number: int = 0) -> str:
        """Write a chapter or another piece of prose; returns its path."""
        title = self.writer.line(part.title)
        name = self.slugs.make(plain(part.title), f"chapter {number}" if number else "text")
        path = f"{folder}/{number:02}-{name}.md" if number else f"{folder}/{name}.md"
        header = {"title": title, **self._short(part.title), "id": name}
        self._write(path, header, part.blocks)
        last = max((place_of(each) for block in part.blocks for each in _blocks_in(block)), default=part.place)
        self.went.append(Went(part.place, last, path))
        return path

    def _documents_piece(self, arrangement: Arrangement) -> list[str]:
        """How book.yaml names the documents: under the author's heading, with what the author says before them."""
        part = arrangement.before_items
        if part is None:
            return []
        if has_text(part.blocks):
            return [f"{{piece: documents, headnote: {self._part('front', part)}}}"]
        self.went.append(Went(part.place, part.place, "the heading of the documents, in book.yaml"))
        return [f"{{piece: documents, title: {scalar(plain(part.title))}}}"]

    @staticmethod
    def _short(title: Inlines) -> dict[str, str]:
        """A running head for a long title that has a subtitle."""
        words = plain(title)
        short = re.split(r": | [–—] ", words)[0]
        return {"short": short} if len(words) > LONGEST_RUNNING_HEAD and len(short) < len(words) else {}

    def _document(self, item: Item, number: int, works: WorkList, keys: Mapping[Any, str]) -> str:
        """Write a primary source; returns its path."""
        parsed = parse_heading(item)
        found = works.key(parsed.work)
        key = keys[found] if found else ""
        name = self.slugs.make(plain(parsed.title), f"document {number}")
        path = f"documents/{number:02}-{name}.md"
        blocks = item.blocks
        header = {  # what a document must say, where need be that it is not known
            "id": name,
            "title": self.writer.line(parsed.title),
            "kind": parsed.kind,
            **({"date": parsed.date} if parsed.date else {}),
            **({"date_text": parsed.date_text} if parsed.date_text else {}),
            "treatment": "extract",
            "source": f"From @{key}." if key else "Not yet known.",
            "rights": "Rights not yet settled.",
        }
        # that a text is whole is an editor's to say; and an extract must show where it leaves something out
        if not any(mark in plain(line) for block in blocks for line in lines_of(block) for mark in OMITS):
            blocks = _with_omission(blocks, item.place, self.typescript.name)
            self.changed.append(
                Changed(item.place, f"[...] set at the end of document {number}, an extract without omissions")
            )
        self._write(path, header, blocks)
        last = max((place_of(each) for block in item.blocks for each in _blocks_in(block)), default=item.place)
        self.went.append(Went(item.place, last, path))
        return path

    def _write(self, path: str, header: Mapping[str, str], blocks: Blocks) -> None:
        lines = "".join(f"{header_line(key, value)}\n" for key, value in header.items())
        self.texts[path] = f"---\n{lines}---\n{self.writer.text(blocks)}"

    def _book(
        self,
        arrangement: Arrangement,
        pieces: tuple[list[str], list[str], list[str], list[str]],
        people: bool,
        sources: bool,
    ) -> str:
        front, chapters, back, documents = pieces
        figures = any(isinstance(node, Figure) for part in arrangement.parts for node in walk(part.blocks))
        language = self.typescript.language
        lists = ["list-of-documents"] * bool(documents) + ["list-of-figures"] * figures
        made = {
            "front": ["half-title", "title-page", "imprint", "contents", *lists, *front],
            "body": chapters,
            "back": [
                *back,
                *["bibliography"] * sources,
                *["index-of-names"] * people,
            ],
        }
        if language and not language.lower().startswith("en"):
            self.changed.append(
                Changed(0, f'the file says that its language is "{language}": see language: in book.yaml')
            )
        # a bare "en" does not say whose spelling
        english = re.fullmatch(r"en(-[A-Z]{2})?", language) and language != "en"
        author = self.typescript.author or arrangement.author
        lines = [
            f"title: {scalar(arrangement.title)}",
            f"author: {scalar(author)}" if author else "# author: the author's name",
            f"language: {language if english else 'en-GB'}",
            "# also subtitle, editor, publisher, place, year, isbn, edition, rights",
            f"slug: {slug(arrangement.title) or 'book'}",
            "style: classic",
        ]
        if documents:
            lines += ["", "documents:", *(f"  - {path}" for path in documents)]
        lines += ["", "contents:"]
        for part, names in made.items():
            lines += [f"  {part}:", *(f"    - {name}" for name in names)] if names else []
        return "\n".join(lines) + "\n"

    # --- what cannot be printed --------------------------------------------------------------

    def _printable(self, text: str) -> str:
        """The text with what no font has written as numbers, or as the letters it is made of."""
        if text.isascii():
            return text
        run = "".join(sorted({char for char in set(text) if ord(char) > 126 and not self._can(char)}))
        return re.sub(f"[{re.escape(run)}]+", self._in_numbers, text) if run else text

    def _can(self, char: str) -> bool:
        return unicodedata.category(char) in UNSEEN or self.prints(char)

    def _in_numbers(self, match: re.Match[str]) -> str:
        plainer = unicodedata.normalize("NFKC", match[0])  # of a ligature its letters, of a wide letter the common one
        self.missing.update(match[0])
        if plainer != match[0] and all(char.isascii() or self._can(char) for char in plainer):
            # the text around is written Markdown already: no mark may come of it
            return re.sub(r"[\\`*_\[\]<>{}@^]", "", plainer)
        return "(" + " ".join(f"U+{ord(char):04X}" for char in match[0]) + ")"

    # --- the report --------------------------------------------------------------------------

    def _report(self, arrangement: Arrangement, census: Census, proposals: tuple[Proposal, ...]) -> ImportReport:
        titles = (Went(place, place, what) for place, what in arrangement.titles)
        told = [*self.typescript.changed, *arrangement.changed, *self.changed, *self.writer.changed]
        for char, count in sorted(self.missing.items()):
            name = unicodedata.name(char, "unnamed").lower()
            told.append(
                Changed(0, f'"{char}" (U+{ord(char):04X}, {name}), {count} in all: no font of the style has it')
            )
        return ImportReport(
            name=self.typescript.name,
            unit=self.typescript.unit,
            went=tuple(sorted((*titles, *self.went), key=lambda each: each.first)),
            left=(*self.typescript.left, *arrangement.left),
            changed=tuple(told),
            census=census,
            sources=proposals,
            decide=tuple(_to_decide(arrangement, census, proposals)),
        )


def _to_decide(arrangement: Arrangement, census: Census, proposals: tuple[Proposal, ...]) -> Iterator[str]:
    """What only an editor can decide, in the order in which it is best done."""
    yield "`book.yaml`: author, publisher, year and rights; and whether the chapters are cut where they should be."
    if census.people:
        yield f"`people.yaml`: persons proposed, {len(census.people)}; take out who is none, add dates and glosses."
    if census.undecided:
        yield f"Surnames that stand alone in the text and were given to nobody, {len(census.undecided)}: see below."
    if proposals:
        yield f"`sources.yaml`: works proposed, {len(proposals)}; complete them, and cite them in the text."
    if arrangement.items:
        yield f"Documents, {len(arrangement.items)}: their rights, and from which edition and page each is taken."
        yield "The text does not yet refer to the documents: write `[](#id)` where it uses one."
    names = Counter(plain(item.heading) for item in arrangement.items)
    for name, count in names.items():
        if count > 1:
            yield f'{count} documents have the same heading, "{some(name)}": tell them apart in their titles.'


def _blocks_in(block: Block) -> Iterable[Block]:
    return (each for each in walk(block) if hasattr(each, "origin") and each.origin.path)


def _with_omission(blocks: Blocks, place: int, name: str) -> Blocks:
    """A document's text with the mark of an omission at its end."""
    if blocks and isinstance(last := blocks[-1], Paragraph):
        return (*blocks[:-1], replace(last, inlines=(*last.inlines, Text(" [...]"))))
    origin = blocks[-1].origin if blocks else None
    return (*blocks, Paragraph((Text("[...]"),), origin or Origin(name, place)))


def _odd_keys(blocks: Blocks) -> dict[str, str]:
    """Keys of citations that a manuscript cannot have, each with one that it can."""
    cited = {c.key for node in walk(blocks) if isinstance(node, Cluster) for c in node.citations}
    return {key: slug(key) or "source" for key in cited if not re.fullmatch(KEY, key)}


def _with_keys(node: Any, keys: Mapping[str, str]) -> Any:
    """A node with citations by other keys."""
    if isinstance(node, tuple):
        return tuple(_with_keys(each, keys) for each in node)
    if isinstance(node, Cluster):
        return replace(node, citations=tuple(replace(c, key=keys.get(c.key, c.key)) for c in node.citations))
    if is_dataclass(node) and not isinstance(node, type) and hasattr(node, "__slots__"):
        nested = {f.name: value for f in fields(node) if isinstance(value := getattr(node, f.name), tuple)}
        return replace(node, **{name: _with_keys(value, keys) for name, value in nested.items()}) if nested else node
    return node
