"""Notes worded: pandoc's citeproc words every citation of the book, in reading order.

What goes out is, for each note, its paragraphs with citations replaced by words; the bibliography by sections; and a
register of every citation (full or short, and where), for `./go trace`. Nothing else in the press words a citation.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from press.book import Book, Document, Source
from press.citations.pandoc_tree import TreeReader, TreeWriter
from press.citations.wording import CitationStyle, Stretch, Wording
from press.collation import sort_key
from press.pandoc import Json, pandoc_version, run_pandoc
from press.problem import Faulty, Origin, Problem
from press.rules import CITEPROC
from press.store import Store, key_of
from press.text import Citation, Cluster, Inlines, Note, Phrase, Text, plain, walk
from press.workers import cores

LISTED = "bibliography"
"""The unit of the last stretch, which cites every listed work once: for some a style prints a note and no entry."""
WARNING = re.compile(r"\[WARNING\] (.*(?:\n  .*)*)")
EXPECTED = re.compile(r"Bibliography entry with no printed form")
"""What citeproc warns of and we provide for: a letter or an interview, which `_bibliography` words itself."""


def cite(book: Book, csl: CitationStyle, store: Store | None = None) -> Wording:
    """Word the book's citations. Raises `Faulty` when pandoc is missing or complains.

    Every stretch is worded by itself, but always beside the list of all works, so that names and titles are told apart
    in the same way everywhere; so what is worded already need not be worded again.
    """
    stretches = tuple(_stretches(book))
    written = [TreeWriter(book.sources) for _ in stretches]
    sent = [json.dumps(writer.stretch(stretch)) for writer, stretch in zip(written, stretches, strict=True)]
    notes: dict[str, tuple[Inlines, ...]] = {}
    for stretch, writer, answer in zip(stretches, written, _word(sent, book, csl, store or Store(None)), strict=True):
        reader = TreeReader(writer.kept)
        for (anchor, _, _, paragraphs), worded in zip(stretch.notes, _notes(answer), strict=True):
            pairs = zip(worded, paragraphs, strict=True)
            notes[anchor] = tuple(_finished(reader.inlines(p["c"]), original) for p, original in pairs)
    bibliography = _bibliography(book, answer, TreeReader([]), notes)
    register = tuple(each for writer in written for each in writer.register if each.unit != LISTED)
    return Wording({k: v for k, v in notes.items() if not k.startswith(f"{LISTED}:")}, bibliography, register)


def _word(sent: Sequence[str], book: Book, csl: CitationStyle, store: Store) -> Iterator[list[Json]]:
    """Pandoc's answer to each stretch. What the store lacks is worded now, by a pandoc on each core.

    JSON takes twenty times the memory when it is parsed, so it stays text but for the stretch in hand.
    """
    *stretches, tail = sent  # the tail goes with every run: it cites all works
    references = _references(book)
    keys = _keys(sent, references, book, csl)
    answers = {key: kept for key in keys if (kept := store.get(key))}
    missing = [n for n, key in enumerate(keys[:-1]) if key not in answers]
    # A style that says "see note 3" counts the notes of a run: then all go in one.
    alone = b"first-reference-note-number" in csl.path.read_bytes()
    runs = len(missing) if alone else min(len(missing), cores())
    # dealt out in turn, so that every run has long chapters and short ones; where only the list is new, that alone
    groups = [missing[n::runs] for n in range(runs)] or ([] if keys[-1] in answers else [[]])
    with ThreadPoolExecutor(cores()) as pool:

        def run(group: Sequence[int]) -> bytes:
            return _ask_citeproc([*(stretches[n] for n in group), tail], references, book, csl)

        for group, document in zip(groups, pool.map(run, groups), strict=True):
            for n, answer in zip([*group, len(stretches)], _parted(json.loads(document)["blocks"]), strict=True):
                answers[keys[n]] = json.dumps(answer).encode()
                store.put(keys[n], answers[keys[n]])
    return (json.loads(answers[key]) for key in keys)


def check_citations(book: Book, csl: CitationStyle, store: Store) -> None:
    """Have every citation worded that has not been worded before. Raises `Faulty` as `cite` does."""
    sent = [json.dumps(TreeWriter(book.sources).stretch(stretch)) for stretch in _stretches(book)]
    if not all(map(store.has, _keys(sent, _references(book), book, csl))):
        cite(book, csl, store)


def _references(book: Book) -> str:
    """All sources as CSL-YAML, written as JSON."""
    records = [dict(source.record) for source in book.sources.values()]
    return json.dumps({"references": records}, ensure_ascii=False, sort_keys=True)


def _keys(sent: Sequence[str], references: str, book: Book, csl: CitationStyle) -> list[str]:
    """The key of the answer to each stretch."""
    # the tail is in every key: which works there are decides how names and titles are told apart
    shared = key_of(references, csl.path.read_bytes(), book.imprint.language, sent[-1], pandoc_version())
    return [key_of(shared, blocks) for blocks in sent]


def _parted(blocks: list[Json]) -> Iterator[list[Json]]:
    """Pandoc's answer, by stretches: each begins with its header; the bibliography comes behind the last."""
    starts = [n for n, block in enumerate(blocks) if block["t"] == "Header"]
    for start, end in zip(starts, [*starts[1:], len(blocks)], strict=True):
        yield blocks[start:end]


def _stretches(book: Book) -> Iterator[Stretch]:
    """The notes of the book in reading order, by the stretches in which first mentions are full."""
    for piece in book.pieces:
        if piece.chapter:
            yield Stretch(piece.anchor, tuple(_notes_of(piece.chapter)))
        if piece.kind == "documents":
            for document in book.documents:
                yield Stretch(document.anchor, tuple(_notes_of(document)))
                # apart from its notes, so that the source line is full and the first note is so too
                yield Stretch(document.anchor, ((document.anchor, "source", document.origin, (document.source,)),))
    cited = _cited(book)
    listed = [s for s in book.sources.values() if s.section != "none" or s.key in cited]
    cluster = [(Cluster((Citation(s.key, (), ()),)),) for s in listed]
    yield Stretch(
        LISTED, tuple((f"{LISTED}:{s.key}", "", s.origin, (c,)) for s, c in zip(listed, cluster, strict=True))
    )


def _cited(book: Book) -> set[str]:
    return {each.key for each in walk((book.pieces, book.documents)) if isinstance(each, Citation)}


def _notes_of(part: object) -> Iterator[tuple[str, str, Origin, tuple[Inlines, ...]]]:
    for node in walk(
        part if not isinstance(part, Document) else (part.title, part.headnote, part.blocks, part.provenance)
    ):
        if isinstance(node, Note):
            yield node.anchor, node.mark, node.origin, node.paragraphs


def _finished(worded: Inlines, original: Inlines) -> Inlines:
    """A note that begins with a citation begins with a capital; one that is a bare citation ends with a stop."""
    first = original[0] if original else None
    if not isinstance(first, Cluster):  # the author's own words stay as they are
        return worded
    if len(original) == 1 and not first.running and plain(worded).rstrip("’”)")[-1:] not in ".?!":
        worded = (*worded, Text("."))
    return _capital(worded)


def _capital(worded: Inlines) -> Inlines:
    """The words with a capital first: what a style takes from a record (`article on …`) may have none."""
    if worded and isinstance(first := worded[0], Text):
        return (Text(first.text[:1].upper() + first.text[1:], first.line), *worded[1:])
    return worded


def _notes(blocks: list[Json]) -> Iterator[list[Json]]:
    """The contents of each note of pandoc's answer, in order."""
    for block in blocks:
        if block["t"] == "Para" and block["c"] and block["c"][0]["t"] == "Note":
            yield block["c"][0]["c"]


def _bibliography(
    book: Book, blocks: list[Json], reader: TreeReader, notes: Mapping[str, tuple[Inlines, ...]]
) -> tuple[tuple[Phrase, tuple[tuple[str, Inlines], ...]], ...]:
    """Entries by the sections of book.yaml, in the order of the style; only what is cited is listed.

    A letter or an interview, for which a style prints no entry, is listed as its note gives it, the name inverted, when
    the editor put it in a section. What has a wording of the editor's own goes where its first words sort.
    """
    entries: list[tuple[str, Inlines]] = []
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                key = entry["c"][0][0].removeprefix("ref-")
                printed = _capital(reader.inlines(entry["c"][1][0]["c"]))
                entries.append((key, printed or _inverted(notes.get(f"{LISTED}:{key}", ((),))[0], book.sources[key])))
    cited = _cited(book)
    for key in sorted(cited):  # after the others are in the style's order, which is not ours to know
        if own := book.sources[key].cite:
            words = (*own, *([] if plain(own).endswith(".") else [Text(".")]))
            later = (n for n, (_, other) in enumerate(entries) if sort_key(plain(other)) > sort_key(plain(words)))
            entries.insert(next(later, len(entries)), (key, words))
    return tuple(
        (title, tuple(entry for entry in entries if entry[0] in cited and _in(book.sources[entry[0]], section)))
        for section, title in book.bibliography or (("", Phrase()),)
    )


def _inverted(words: Inlines, source: Source) -> Inlines:
    """A note as an entry of the bibliography: the first author's family name before the given."""
    author: Mapping[str, Any] = next(iter(source.record.get("author", ())), {})
    given, family = str(author.get("given", "")), str(author.get("family", ""))
    first = words[0] if words else None
    # where the note does not begin so, the style has done something of its own with the name
    if not (given and family and isinstance(first, Text) and first.text.startswith(f"{given} {family}")):
        return words
    return (Text(f"{family}, {given}{first.text[len(given) + len(family) + 1 :]}", first.line), *words[1:])


def _in(source: Source, section: str) -> bool:
    return source.section == section if section else source.section != "none"


def _ask_citeproc(sent: Sequence[str], references: str, book: Book, csl: CitationStyle) -> bytes:
    """One run of pandoc over some stretches, each the JSON of a list of blocks; its answer, as JSON too."""
    # joined as text: parsed, a long book's notes would take twenty times the memory
    meta = {"lang": {"t": "MetaString", "c": book.imprint.language}}
    blocks = ", ".join(stretch[1:-1] for stretch in sent)
    document = f'{{"pandoc-api-version": [1, 23, 1], "meta": {json.dumps(meta)}, "blocks": [{blocks}]}}'
    origin = Origin(book.origin.path.replace("book.yaml", "sources.yaml"))
    with tempfile.TemporaryDirectory() as folder:
        records = Path(folder, "sources.yaml")  # JSON is YAML, and much quicker to write
        records.write_text(references, encoding="utf-8")
        options = ["--from=json", "--to=json", "--citeproc", f"--bibliography={records}", f"--csl={csl.path}"]
        run = run_pandoc(options, document, origin)
    complaints = [m.strip() for m in WARNING.findall(run.complaints) if not EXPECTED.search(m)]
    if run.failed:
        complaints.append(run.complaints.splitlines()[-1])  # what came before the last line are warnings
    if any(csl.path.name in each or "CSL" in each for each in complaints):  # the style is at fault, not a record
        origin = Origin(csl.shown)
    if complaints:
        raise Faulty([Problem(origin, CITEPROC, f"pandoc: {' '.join(each.split())}") for each in complaints])
    return run.output
