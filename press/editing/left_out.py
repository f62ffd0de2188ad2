"""What the manuscript holds and the book leaves out: files that it does not name, records that no piece of it prints.

Draft × Book → problems.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from press.book import Book, Chapter
from press.editing.contents import ContentsEntry, entries, every_record
from press.editing.contents_rules import EMPTY_LIST
from press.editing.manuscript import Draft
from press.editing.records import PieceRecord
from press.editing.register_lists import left_out_of_lists
from press.editing.value_rules import NEVER_PRINTED, UNNAMED_FILE
from press.kinds import MADE, kind_named
from press.problem import Origin, Problem, warning
from press.text import Figure, FigureGroup, Table

OF_PIECES = ("kind", "number", "subtitle", "epigraph", "epigraph_source")
"""The keys of a header that are heeded of a piece alone, and not of words before one."""
SORTED = frozenset(
    {"abbreviations", "bibliography", "contributors", "cover-names", "list", "list-of-people", "other-names"}
)
"""The pieces that go by the alphabet, beside an index."""
PICTURES = (".svg", ".png", ".jpg", ".jpeg")


def left_out(draft: Draft, book: Book, whole: bool) -> Iterator[Problem]:
    """Everything written that would be lost without a word; `whole` where no fault may have hidden a picture."""
    record = draft.record
    pieces = tuple(every_record(record.contents))
    for piece in pieces:
        yield from _of_piece(piece)
    for entry in entries(record.contents):
        yield from _of_headers(entry, draft.chapters)
    kinds = {piece.piece for piece in pieces if piece.piece}
    if draft.documents and "documents" not in kinds:
        origin = record.keys.get("documents", record.origin)
        yield Problem(origin, NEVER_PRINTED, "the documents are printed nowhere", "add documents to contents:")
    # a piece misspelt is told as such
    if draft.events and "chronology" not in kinds and all(kind in MADE or kind.endswith(".md") for kind in kinds):
        origin = draft.events[0].origin
        yield warning(origin, NEVER_PRINTED, "the chronology is printed nowhere", "add chronology to contents:")
    if "alphabet" in record.keys and not any(kind in SORTED or kind.startswith("index") for kind in kinds):
        yield warning(
            record.keys["alphabet"], NEVER_PRINTED, "the book has no list that goes by the alphabet", "take it out"
        )
    biographies = [each for each in draft.contributors if each.bio]
    if biographies and "contributors" not in kinds:
        origin = biographies[0].keys.get("bio", biographies[0].origin)
        hint = "add contributors to contents:"
        yield warning(origin, NEVER_PRINTED, "what is told of contributors is printed nowhere", hint)
    for before in (draft.chapters[each.headnote] for each in pieces if each.headnote in draft.chapters):
        if "authors" in before.keys:
            message = "the words before a list name no authors"
            yield Problem(before.keys["authors"], NEVER_PRINTED, message, "take it out")
    yield from _empty_lists(book)
    yield from _empty_indexes(book, {name.removeprefix("index ") for name in draft.incomplete})
    yield from left_out_of_lists(draft, book)
    yield from _unnamed(draft, book, {name for piece in pieces for name in (piece.file, piece.headnote)}, whole)


def _empty_lists(book: Book) -> Iterator[Problem]:
    """Lists with nothing in them: a page with a title alone."""
    nodes = book.nodes
    shown = [node for node in nodes if isinstance(node, (Figure, FigureGroup))]
    lists = {
        "list-of-maps": ("maps", [node for node in shown if node.is_map]),
        "list-of-credits": ("credits", [node for node in shown if node.credit]),
        "plates": ("plates", [node for node in shown if node.at == "plate"]),
        "list-of-tables": ("tables", [node for node in nodes if isinstance(node, Table) and node.number]),
    }
    for piece in (each for each in book.pieces if each.kind in lists):
        what, listed = lists[piece.kind]
        if not listed:
            hint = "take it out of contents:"
            made = what if what == "plates" else f"a list of {what}"
            yield warning(piece.origin, EMPTY_LIST, f"{made}, and the book has none", hint)


def _empty_indexes(book: Book, incomplete: set[str]) -> Iterator[Problem]:
    """Indexes of registers that list nothing; of what could not be read it has been told."""
    for piece in (each for each in book.pieces if each.kind == "index"):
        registers = [book.register(each) for each in piece.of]
        read = all(each.file and each.id not in incomplete for each in registers)
        if registers and read and not any(each.terms for each in registers):
            hint = "list some, or take the index out of contents:"
            message = f"an index of {', '.join(each.id for each in registers)}, of which there are none"
            yield warning(piece.origin, EMPTY_LIST, message, hint)


def _of_piece(piece: PieceRecord) -> Iterator[Problem]:
    """A file has its title in its header and its words in itself; before a list the editor may say something."""
    name = piece.piece or piece.part.text
    if piece.title.text and (piece.file or piece.part.text):
        hint = "write it in the header of the file" if piece.file else ""
        yield Problem(piece.title.origin, NEVER_PRINTED, f'a title is given to "{name}", which has its own', hint)
    if piece.headnote and not kind_named(piece.piece).introduced:
        hint = f"words before it may have: {', '.join(name for name, kind in MADE.items() if kind.introduced)}"
        origin = piece.keys.get("headnote", piece.origin)
        yield Problem(origin, NEVER_PRINTED, f'"{name}" takes no words before it', hint)


def _of_headers(entry: ContentsEntry, chapters: Mapping[str, Chapter]) -> Iterator[Problem]:
    """Keys that nothing heeds where a file stands: of the words before a piece, of a part, of what has no number."""
    if before := chapters.get(entry.record.headnote):
        for key in (key for key in OF_PIECES if key in before.keys):
            message = f'"{key}" is not heeded in words that stand before a piece'
            yield Problem(before.keys[key], NEVER_PRINTED, message)
    if not (file := chapters.get(entry.record.file)):
        return
    if entry.is_part and file.kind:
        message = f'a part is no {file.kind}: "kind" is not heeded of it'
        yield Problem(file.keys["kind"], NEVER_PRINTED, message)
    if "number" in file.keys and file.numbered and entry.matter != "body" and file.kind != "appendix":
        message = f"what stands in the {entry.matter} has no number"
        yield Problem(file.keys["number"], NEVER_PRINTED, message, "list it under body:, or take the key out")


def _unnamed(draft: Draft, book: Book, named: set[str], whole: bool) -> Iterator[Problem]:
    """Files in the folders of the manuscript that the book does not name; beside book.yaml may lie what pleases."""
    named |= {each.text for entry in draft.record.documents for each in entry.documents}
    # where a name is misspelt, that of the file has been told as what was meant
    texts = {name for name in named if name.endswith(".md")} <= draft.files
    shown = {node.path for node in book.nodes if isinstance(node, Figure)}
    shown |= {document.image for document in book.documents}
    sheets = {node.path for node in book.nodes if isinstance(node, Table)}
    folder = PurePosixPath(draft.record.origin.path).parent
    for name in sorted(draft.files):
        path = PurePosixPath(name)
        if len(path.parts) == 1 or any(part.startswith(".") for part in path.parts):
            continue
        text, picture = path.suffix == ".md", path.suffix in PICTURES
        sheet = path.suffix == ".csv" and str(folder / name) not in sheets
        if (text and texts and name not in named) or (whole and (sheet or (picture and name not in shown))):
            hint = "name it in book.yaml" if text else "show it, or keep it elsewhere"
            yield warning(Origin(str(folder / name), 1), UNNAMED_FILE, "nothing in the book names this file", hint)
