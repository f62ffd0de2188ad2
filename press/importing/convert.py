"""A file received → a typescript: plain text by our own reading, everything else through pandoc."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

from press.importing.account.own_words import PlaceFinder, own_words, placed
from press.importing.file_plain import made_plain
from press.importing.file_styles import StyleTable
from press.importing.index_marks import MarkList, with_marks, without_signs, without_signs_told
from press.importing.markup.marked_text import signed_text
from press.importing.markup.note_names import UNCALLED, NamedNotes, with_names, with_typed_labels
from press.importing.markup.raw_html import without_html
from press.importing.markup.tei import is_tei, read_tei
from press.importing.markup.webpage import COMMENT, strip_page
from press.importing.odt.changes import odt_changes
from press.importing.odt.pictures_told import descriptions_of
from press.importing.odt.signs import signed_odt
from press.importing.pictures import MEDIA, with_pictures
from press.importing.receive import Received
from press.importing.references.live_citations import LiveCitations
from press.importing.rules import IMPORT_EMPTY
from press.importing.tidy import tidy
from press.importing.tree.pandoc import read_by_pandoc
from press.importing.tree.reader import Tree
from press.importing.typed.plain_text import read_plain
from press.importing.typed.typed_structure import with_typed_structure
from press.importing.typescript import NOTE_ON_TITLE, Changed, LeftOut, Typescript, words_of
from press.importing.word.signs import signed_word
from press.importing.writing.field_words import written_field
from press.pandoc import Json
from press.problem import Faulty, Origin, Problem
from press.rules import IMPORT_TOO_LONG
from press.text import Cluster, Figure, Note, Paragraph, Text, plain, walk

# Without what would take an author's words for something else: "(@)" for an example, dollars for mathematics, a
# backslash for TeX. Quotation marks and dashes are set by the press.
MARKDOWN = "markdown-smart-example_lists-tex_math_dollars-raw_tex"
READERS = {
    ".docx": "docx+styles",
    ".odt": "odt",
    ".html": "html+native_divs+native_spans-smart",
    ".htm": "html+native_divs+native_spans-smart",
    ".md": MARKDOWN,
    ".markdown": MARKDOWN,
    ".tex": "latex-smart",
    ".xml": "docbook",
    ".dbk": "docbook",
}
MARKDOWNS = (".md", ".markdown")
FIELDS = ("title", "subtitle", "author", "lang")
"""What a file may say of itself that a book has a place for."""
LONGEST_BLOCK = 200_000
"""Characters: a paragraph of a hundred pages is none."""
SIGNED = {".docx": signed_word, ".odt": signed_odt}
"""Which files have what pandoc passes by, and get signs for it."""
NAMES = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "lang": "{http://purl.org/dc/elements/1.1/}language",
}


def convert(
    received: Received,
    changes: str = "accept",
    cited: LiveCitations | None = None,
    styles: StyleTable | None = None,
) -> Typescript:
    """The typescript in a file; tracked `changes` are accepted or rejected. Raises `Faulty`.

    `cited`: where its live citations are entered, if works in other files have keys already. `styles`: what the editor
    says of its styles.
    """
    told = (Changed(0, f"the file is not UTF-8; read as {received.encoding}", "likely"),) if received.encoding else ()
    if received.suffix == ".txt":
        typescript = _read_text(received)
    else:
        typescript = _read_by_pandoc(received, changes, cited or LiveCitations(), styles or StyleTable())
    return _whole(_accountable(replace(typescript, changed=(*told, *typescript.changed)), received, changes))


def _accountable(typescript: Typescript, received: Received, changes: str) -> Typescript:
    """The typescript with the file's own words, by which its account will be made; and by them with places."""
    own = own_words(received, changes)
    if own is None:
        return replace(typescript, left=(*typescript.left, *(each for _, each in typescript.near)))
    words = placed(own.words, typescript.blocks)
    finder = PlaceFinder.of(words)
    return replace(
        typescript,
        words=words,
        live=own.citations,
        left=(*map(finder.left, typescript.left), *(finder.beside(*each) for each in typescript.near)),
        changed=(*map(finder.told, typescript.quotes), *typescript.changed),
    )


def _read_text(received: Received) -> Typescript:
    """A plain text: pandoc would read it as Markdown, and asterisks and indents would be gone."""
    return read_plain(received.path.name, received.text)


def _read_by_pandoc(received: Received, changes: str, cited: LiveCitations, styles: StyleTable) -> Typescript:
    """Any other file, with what pandoc alone would pass by."""
    name = received.path.name
    page: tuple[tuple[str, str], ...] = ()
    meta: dict[str, str] = {}
    text = received.text
    if received.suffix in (".html", ".htm"):
        text, page, meta = strip_page(text)  # first, for pandoc drops some of it in silence
    elif received.suffix in MEDIA:
        meta = _properties(received)
    marks = MarkList.of(name)
    text, passed_by = signed_text(text, received.suffix, marks)
    named = with_names(text) if received.suffix in MARKDOWNS else NamedNotes(text)
    text = with_typed_labels(named.text) if received.suffix in MARKDOWNS else named.text
    made = made_plain(received.content or text.encode(), received.suffix, styles)
    content = made.content
    if received.suffix in SIGNED:
        content = SIGNED[received.suffix](content, marks, cited)
    tree = Tree(name, changes)
    tree.cited = cited
    tree.described = descriptions_of(content) if received.suffix == ".odt" else {}
    document, tracked = _document(received, content, changes, marks, cited)
    described = document["meta"].get("references", {"c": []})["c"]
    nodes, uncalled = _uncalled(document["blocks"], named)
    nodes = without_html(nodes) if received.suffix in MARKDOWNS else nodes
    blocks, unplaced = with_marks(with_typed_structure(tree.read(nodes), tree.changed), marks)
    of_page = (LeftOut(0, words, why, "" if why == COMMENT else "likely") for words, why in page)
    left = (*passed_by, *made.left, *unplaced, *of_page, *tracked, *map(without_signs_told, tree.left))
    # what the text says of itself goes before what the program that saved it, or the site, has put beside it
    said = {
        key: without_signs(plain(tidy(tree.inlines(_meta_inlines(value))))) for key, value in document["meta"].items()
    }
    lines = (tidy(tree.inlines(_meta_inlines(document["meta"][key]))) for key in ("title", "subtitle") if said.get(key))
    noted = (LeftOut(0, words, NOTE_ON_TITLE) for words in _notes_of(document["meta"], tree) if words)
    figures, pictures, lost = with_pictures(received, blocks)
    return Typescript(
        name=name,
        unit="paragraph",
        blocks=figures,
        title=said.get("title") or meta.get("title", ""),
        subtitle=said.get("subtitle", ""),
        marked=tuple(each for each in lines if without_signs(plain(each)) == plain(each)),
        author=said.get("author") or meta.get("author", ""),
        language=said.get("lang") or meta.get("lang", ""),
        from_web=received.suffix not in MEDIA,
        pictures=pictures,
        references=(*map(_plain_meta, described), *cited.records.values()),
        said=frozenset(key for key in FIELDS if said.get(key)),
        subtitles=frozenset(tree.subtitles),
        bylines=frozenset(tree.bylines),
        belongings=frozenset(tree.belongings),
        unnumbered=frozenset(tree.unnumbered),
        index=marks.by_key,
        comments=marks.comments,
        styles=styles,
        quotes=tuple(made.quotes),
        near=tuple(made.near),
        left=(*left, *lost, *noted, *_unused(said), *uncalled, *cited.left),
        changed=(*(Changed(0, each) for each in named.told), *tree.changed, *cited.changed),
    )


def _notes_of(meta: Mapping[str, Json], tree: Tree) -> Iterator[str]:
    """The words of notes to what a file says of itself, which is one line."""
    for value in meta.values():
        notes = (each for each in walk(tree.inlines(_meta_inlines(value))) if isinstance(each, Note))
        yield from (" ".join(map(words_of, each.blocks)) for each in notes)


def _unused(said: Mapping[str, str]) -> Iterator[LeftOut]:
    """What a file says of itself and no book has a place for."""
    for key, words in said.items():
        if words and key not in (*FIELDS, "references"):
            yield LeftOut(0, f"{key}: {words}", "a field of the file's own")


def _whole(typescript: Typescript) -> Typescript:
    """The typescript, if it has text, in paragraphs. Raises `Faulty` if not."""
    # a citation alone is text: it becomes a note
    if not any(isinstance(each, (Text, Figure, Cluster)) for each in walk(typescript.blocks)):
        hint = "what it shows may be pictures of text" if typescript.unit == "paragraph" else ""
        raise Faulty([Problem(Origin(typescript.name), IMPORT_EMPTY, "there is no text in the file", hint)])
    for block in typescript.blocks:
        if (length := len(words_of(block))) > LONGEST_BLOCK and isinstance(block, Paragraph):
            message = f"a paragraph of {length:,} characters"
            origin = Origin(typescript.name, block.origin.line if typescript.unit == "line" else 0)
            raise Faulty([Problem(origin, IMPORT_TOO_LONG, message, "part the text into paragraphs by blank lines")])
    return typescript


def _uncalled(nodes: list[Json], named: NamedNotes) -> tuple[list[Json], tuple[LeftOut, ...]]:
    """Pandoc's blocks without the paragraphs added to call notes that nothing calls, and the words of these notes."""
    count = len(named.uncalled)
    added = nodes[len(nodes) - count :] if count else []
    # a fence that is never closed may have taken them in: then they are in the text, as they stand
    if not all(node["t"] == "Para" and node["c"][0]["t"] == "Note" for node in added):
        return nodes, ()
    words = (" ".join(map(words_of, Tree("").read(node["c"][0]["c"]))) for node in added)
    told = tuple(LeftOut(0, f"[^{name}]: {each}", UNCALLED) for name, each in zip(named.uncalled, words, strict=True))
    return nodes[: len(nodes) - count], told


# --- tracked changes -----------------------------------------------------------------------------------


def _document(
    received: Received, content: bytes, changes: str, marks: MarkList, cited: LiveCitations
) -> tuple[Json, tuple[LeftOut, ...]]:
    """Pandoc's tree of a file, and what was left out of it for being deleted, not accepted, or a comment."""
    origin = Origin(received.path.name)
    reader = READERS[received.suffix]
    if received.suffix == ".odt":
        return read_by_pandoc(content, reader, origin), odt_changes(received, changes)
    if is_tei(content, received.suffix):
        return read_tei(content.decode(), marks)
    if received.suffix != ".docx":
        return read_by_pandoc(content, reader, origin), ()
    # Once with all tracks, to tell what goes; and if there are any once more as asked, for only pandoc itself joins the
    # paragraphs whose mark was deleted.
    document = read_by_pandoc(content, reader, origin, "--track-changes=all")
    if not _has_tracks(document["blocks"]):
        return document, ()
    everything = Tree(origin.path, changes)
    everything.cited = cited
    everything.read(document["blocks"])
    lost = tuple(each for each in everything.left if TRACKED.match(each.why))
    return read_by_pandoc(content, reader, origin, f"--track-changes={changes}"), lost


def _spans(node: Any) -> Iterator[Any]:
    """All spans of pandoc's tree: attributes and content."""
    if isinstance(node, dict):
        if node.get("t") == "Span":
            yield node["c"]
        yield from _spans(node.get("c"))
    elif isinstance(node, list):
        for each in node:
            yield from _spans(each)


TRACKED = re.compile("deleted|inserted|a comment")
TRACKS = ("insertion", "deletion", "comment-start", "comment-end", "paragraph-insertion", "paragraph-deletion")


def _has_tracks(nodes: Json) -> bool:
    return any(set(attributes[1]) & set(TRACKS) for attributes, _ in _spans(nodes))


# --- what a file says of itself -------------------------------------------------------------------------


def _properties(received: Received) -> dict[str, str]:
    """Title, author and language among the properties of a word processor's file."""
    name = "docProps/core.xml" if received.suffix == ".docx" else "meta.xml"
    try:
        with zipfile.ZipFile(io.BytesIO(received.content)) as archive:
            root = ElementTree.fromstring(archive.read(name))
    except (KeyError, ElementTree.ParseError, zipfile.BadZipFile):  # nobody needs them; pandoc judges the file itself
        return {}
    found = {key: next((each.text or "" for each in root.iter(tag)), "") for key, tag in NAMES.items()}
    return {key: " ".join(value.split()) for key, value in found.items()}


def _meta_inlines(value: Json) -> Json:
    """The inlines of a metadata value; of a list, its parts with *and* between them."""
    match value["t"]:
        case "MetaInlines":
            return value["c"]
        case "MetaString":
            return [{"t": "Str", "c": value["c"]}]
        case "MetaList":  # several authors
            parts = [part for each in value["c"] if (part := _meta_inlines(each))]
            between: Json = [{"t": "Space"}, {"t": "Str", "c": "and"}, {"t": "Space"}]
            return [each for n, part in enumerate(parts) for each in (between if n else []) + part]
        case "MetaMap":  # an author with an affiliation beside the name
            return _meta_inlines(value["c"]["name"]) if "name" in value["c"] else []
        case "MetaBlocks":
            return [each for block in value["c"] if block["t"] in ("Para", "Plain") for each in block["c"]]
    return []


def _plain_meta(value: Json) -> Any:
    """A metadata value as plain values: a reference record that a citation manager left in the file."""
    match value["t"]:
        case "MetaMap":
            return {key: _plain_meta(each) for key, each in value["c"].items()}
        case "MetaList":
            return [_plain_meta(each) for each in value["c"]]
        case "MetaBool":
            return value["c"]
    return written_field(tidy(Tree("").inlines(_meta_inlines(value))))[0]
