"""Notes worded: pandoc's citeproc words every citation of the book, in reading order.

What goes out is, for each note, its paragraphs with citations replaced by words; the bibliography by sections; and a
register of every citation (full or short, and where), for `press trace`. Nothing else in the press words a citation.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from itertools import pairwise

from press.alphabets.alphabet import tag_with_order
from press.book import Book, Document, Source, SourceDate, SourceField, SourceName
from press.citations.answer import TreeReader, Unreadable
from press.citations.bibliography import cited_in, make_bibliography
from press.citations.corrections import capital
from press.citations.pandoc_tree import TreeWriter
from press.citations.references import references_of
from press.citations.wording import CitationStyle, SentNote, Stretch, WordedStretch, Wording
from press.kinds import kind_named
from press.lines import lines_within
from press.pandoc import Json, pandoc_version, run_pandoc, stop_pandoc
from press.problem import Faulty, Origin, Problem
from press.rules import CITEPROC
from press.store import Store, key_of, written_out
from press.text import Citation, Cluster, Inlines, Note, Text, plain, walk
from press.workers import cores

SUBSTITUTE = re.compile(rb"\ssubsequent-author-substitute=\"[^\"]*\"")
"""What has a citation style put a dash for the authors of the entry before."""
LISTED = "bibliography"
"""The unit of the last stretch, which cites every listed work once: for some a style prints a note and no entry."""
WARNING = re.compile(r"\[WARNING\] (.*(?:\n  .*)*)")
SOMEWHERE = "\ue003"
"""The name of an archive that is none."""
UNHOUSED = re.compile(rf"[,.]? {SOMEWHERE}|{SOMEWHERE}[,.]? ?")
EXPECTED = re.compile(r"Bibliography entry with no printed form")
"""What citeproc warns of and we provide for: a letter or an interview, which `bibliography` words itself."""


def cite(book: Book, csl: CitationStyle, store: Store | None = None, *, by_piece: bool = False) -> Wording:
    """Word the book's citations; `by_piece`: and list at the end of each piece what it cites.

    Raises `Faulty` when pandoc is missing or complains.

    Every stretch is worded by itself, but always beside the list of all works, so that names and titles are told apart
    in the same way everywhere; so what is worded already need not be worded again.
    """
    store = store or Store(None)
    *stretches, last = _stretches(book)
    listing = TreeWriter(book.sources, csl.path.stem)
    tail = json.dumps(listing.stretch(last))
    keys = _keys_of_worded(stretches, tail, book, csl)
    kept = {key: known for key in keys if (known := store.load(key, WordedStretch))}
    new = [(key, stretch) for key, stretch in zip(keys, stretches, strict=True) if key not in kept]
    written = [TreeWriter(book.sources, csl.path.stem) for _ in new]
    sent = [json.dumps(writer.stretch(stretch)) for writer, (_, stretch) in zip(written, new, strict=True)]
    *answers, answer = _word([*sent, tail], book, csl, store)
    for (key, stretch), writer, answered in zip(new, written, answers, strict=True):
        kept[key] = _read_stretch(stretch, writer, json.loads(answered), book)
        store.keep(key, kept[key])
    list_ = json.loads(answer)
    worded = [*(kept[key] for key in keys), _read_stretch(last, listing, list_, book)]
    sent_notes = (note for stretch in (*stretches, last) for note in stretch.notes)
    notes = dict(zip((anchor for anchor, *_ in sent_notes), (n for each in worded for n in each.notes), strict=True))
    entries = _entries(list_, book, csl, store)
    listed = make_bibliography(book, entries, notes, cache(lambda: _in_full(tail, book, csl, store)))
    pieces = (p for p in book.pieces if by_piece and kind_named(p.own_kind).listed)  # a dedication has no works cited
    parts = {p.anchor: (p.chapter, p.kind == "documents" and book.documents) for p in pieces}
    cited = {anchor: works for anchor, part in parts.items() if (works := cited_in(walk(part)))}
    bibliography = listed(cited_in(book.nodes))
    by_anchor = {anchor: listed(works) for anchor, works in cited.items()}
    register = tuple(each for stretch in worded for each in stretch.register if each.unit != LISTED)
    printed = {k: v for k, v in notes.items() if not k.startswith(f"{LISTED}:")}
    return Wording(printed, bibliography, register, by_anchor)


def _keys_of_worded(stretches: Sequence[Stretch], tail: str, book: Book, csl: CitationStyle) -> list[str]:
    """The key of each stretch as it is worded in the end."""
    shared, *_ = _keys([tail], references_of(book.sources.values()), book, csl)
    sources = written_out(tuple(book.sources.values()))
    return [key_of("worded", shared, csl.path.stem, sources, written_out(stretch)) for stretch in stretches]


def _read_stretch(stretch: Stretch, writer: TreeWriter, answer: list[Json], book: Book) -> WordedStretch:
    """A stretch as worded by pandoc's answer; `writer` has written it. Raises `Faulty` for what cannot be read."""
    reader = TreeReader(writer.kept, book.sources)
    notes: list[tuple[Inlines, ...]] = []
    for (_, _, origin, paragraphs), worded in zip(stretch.notes, _notes(answer), strict=True):
        with _told(origin):
            pairs = zip(worded, paragraphs, strict=True)
            notes.append(tuple(_finished(reader.inlines(p["c"]), original) for p, original in pairs))
    return WordedStretch(tuple(notes), tuple(writer.register))


def _word(sent: Sequence[str], book: Book, csl: CitationStyle, store: Store) -> Iterator[bytes]:
    """Pandoc's answer to each stretch. What the store lacks is worded now, by a pandoc on each core.

    JSON takes twenty times the memory when it is parsed, so it stays text.
    """
    *stretches, tail = sent  # the tail goes with every run: it cites all works
    references = references_of(book.sources.values())
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

        try:
            for group, document in zip(groups, pool.map(run, groups), strict=True):
                for n, answer in zip([*group, len(stretches)], _parted(json.loads(document)["blocks"]), strict=True):
                    answers[keys[n]] = json.dumps(answer).encode()
                    store.put(keys[n], answers[keys[n]])
        except KeyboardInterrupt:
            stop_pandoc()  # else the threads would be waited for
            raise
    return (answers[key] for key in keys)


def check_citations(book: Book, csl: CitationStyle, store: Store) -> None:
    """Have pandoc word one work of each make that is printed. Raises `Faulty` as `cite` does.

    Whether a citation can be worded lies with the style, and with what fields of what kinds a record has; not with the
    words in them. All citations of a long book take pandoc a hundred times as long: they wait for a build.
    """
    makes = {_make(source): source for source in reversed(_listed(book))}
    sample = list(reversed(makes.values()))
    writer = TreeWriter(book.sources, csl.path.stem)
    stretch = Stretch(LISTED, tuple(_sample_notes(sample)))
    sent = json.dumps(writer.stretch(stretch))
    references = references_of(sample)
    # not the key of an answer that is kept: of a book without works the sample is all that is sent, then too
    key = key_of("sample", _keys([sent], references, book, csl)[0])
    if store.has(key):
        return
    try:
        answer = _ask_citeproc([sent], references, book, csl)
        _read_sample(stretch, writer, json.loads(answer)["blocks"], book)
    except Faulty:  # then of all works of which it is true
        cite(book, csl, store)
    else:
        store.put(key, b"")  # it could be read, and that is all


def _read_sample(stretch: Stretch, writer: TreeWriter, blocks: list[Json], book: Book) -> None:
    """Read what pandoc answers to a sample, to see whether we can."""
    reader = TreeReader(writer.kept, book.sources)
    for (_, _, origin, _), paragraphs in zip(stretch.notes, _notes(blocks), strict=True):
        with _told(origin):
            for paragraph in paragraphs:
                reader.inlines(paragraph["c"])
    tuple(_read_entries(blocks, book.sources))


def _make(source: Source) -> tuple[object, ...]:
    """What a style can tell a work by, beside words: its type, its fields, and of what kind each is."""
    return source.fields.get("type"), *((name, _kind(field)) for name, field in sorted(source.fields.items()))


def _kind(field: SourceField) -> object:
    """A date by what is known of it, names by their parts, words by the marks within them."""
    if isinstance(field, SourceDate):
        return tuple(map(len, field.parts)), field.doubtful, bool(field.season), bool(field.literal)
    if isinstance(field, str):
        return str
    return frozenset(part for each in field if isinstance(each, SourceName) for part in each.parts) or frozenset(
        type(each) for each in walk(field)
    )


def _sample_notes(sample: Sequence[Source]) -> Iterator[SentNote]:
    """Each work in full, again at once, with a page, and once more when others have been cited; in a sentence too."""
    page: Inlines = (Text(", 5"),)
    for suffixes in (((), (), page, page), ((),)):
        for source in sample:
            for suffix in suffixes:
                yield source.key, "", source.origin, ((Cluster((Citation(source.key, (), suffix),)),),)
    for source in sample:
        named = Cluster((Citation(source.key, (), ()),), running=True)
        yield source.key, "", source.origin, ((Text("It is told in "), named, Text(".")),)


def _keys(sent: Sequence[str], references: str, book: Book, csl: CitationStyle) -> list[str]:
    """The key of the answer to each stretch."""
    # the tail is in every key: which works there are decides how names and titles are told apart
    shared = key_of(references, csl.path.read_bytes(), _language(book), sent[-1], pandoc_version())
    return [key_of(shared, blocks) for blocks in sent]


def _language(book: Book) -> str:
    """The language that citeproc words and sorts in."""
    return tag_with_order(book.imprint.language, book.alphabet) or book.imprint.language


def _parted(blocks: list[Json]) -> Iterator[list[Json]]:
    """Pandoc's answer, by stretches: each begins with its header; the bibliography comes behind the last."""
    starts = [n for n, block in enumerate(blocks) if block["t"] == "Header"]
    for start, end in pairwise([*starts, len(blocks)]):
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
    listed = _listed(book)
    cluster = [(Cluster((Citation(s.key, (), ()),)),) for s in listed]
    entered = ((f"{LISTED}:{s.key}", "", s.origin, (c,)) for s, c in zip(listed, cluster, strict=True))
    yield Stretch(LISTED, tuple(entered))


def _listed(book: Book) -> list[Source]:
    """The works that are printed: those of the bibliography, and what else is cited."""
    cited = cited_in(book.nodes)
    return [s for s in book.sources.values() if s.section != "none" or s.key in cited]


def _notes_of(part: object) -> Iterator[SentNote]:
    for node in walk(part.noted if isinstance(part, Document) else part):
        if isinstance(node, Note):
            yield node.anchor, node.mark, node.origin, lines_within(node.blocks)


def _finished(worded: Inlines, original: Inlines) -> Inlines:
    """A note that begins with a citation begins with a capital; one that is a bare citation ends with a stop."""
    first = original[0] if original else None
    if not isinstance(first, Cluster):  # the author's own words stay as they are
        return worded
    if len(original) == 1 and not first.running and plain(worded).rstrip("’”)")[-1:] not in ".?!":
        worded = (*worded, Text("."))
    return capital(worded)


def _notes(blocks: list[Json]) -> Iterator[list[Json]]:
    """The contents of each note of pandoc's answer, in order."""
    for block in blocks:
        if block["t"] == "Para" and block["c"] and block["c"][0]["t"] == "Note":
            yield block["c"][0]["c"]


def _entries(answer: list[Json], book: Book, csl: CitationStyle, store: Store) -> tuple[tuple[str, Inlines], ...]:
    """The entries of the bibliography in the order of the style, empty where it prints none.

    Chicago prints none for an interview that is unpublished and lies nowhere. So it is asked for again as if it lay in
    an archive, and that is taken off the answer.
    """
    entries = dict(_read_entries(answer, book.sources))
    unlisted = [book.sources[key] for key, words in entries.items() if not words]
    again = [each for each in unlisted if each.fields.get("type") == "interview" and not each.cite]
    if not again:
        return tuple(entries.items())
    somewhere: Inlines = (Text(SOMEWHERE),)
    held = [replace(each, fields={**each.fields, "archive": somewhere}) for each in again]
    cluster = Cluster(tuple(Citation(each.key, (), ()) for each in held))
    stretch = Stretch(LISTED, ((LISTED, "", book.origin, ((cluster,),)),))
    sent = json.dumps(TreeWriter(book.sources, csl.path.stem).stretch(stretch))
    references = references_of(held)
    asked = store.recall(
        _keys([sent], references, book, csl)[0], bytes, lambda: _ask_citeproc([sent], references, book, csl)
    )
    answered = dict(_read_entries(json.loads(asked)["blocks"], book.sources))
    return tuple((key, words or _unhoused(answered.get(key, ()))) for key, words in entries.items())


def _in_full(tail: str, book: Book, csl: CitationStyle, store: Store) -> Mapping[str, Inlines]:
    """The entries without dashes for names: asked for by a style that has none, and otherwise says the same."""
    references = references_of(book.sources.values())
    undashed = SUBSTITUTE.sub(b"", csl.path.read_bytes())
    key = key_of("in full", *_keys([tail], references, book, csl), undashed)
    asked = store.recall(key, bytes, lambda: _ask_citeproc([tail], references, book, csl, undashed))
    return dict(_read_entries(json.loads(asked)["blocks"], book.sources))


def _unhoused(words: Inlines) -> Inlines:
    """An entry without the archive that it was asked for with; nothing, if the style prints none even so."""
    return tuple(Text(UNHOUSED.sub("", each.text), each.line) if isinstance(each, Text) else each for each in words)


def _read_entries(blocks: list[Json], sources: Mapping[str, Source]) -> Iterator[tuple[str, Inlines]]:
    reader = TreeReader((), sources)
    for block in blocks:
        if block["t"] == "Div" and block["c"][0][0] == "refs":
            for entry in block["c"][1]:
                key = entry["c"][0][0].removeprefix("ref-")
                with _told(sources[key].origin):
                    yield key, capital(reader.entry(key, entry["c"][1]))


@contextmanager
def _told(origin: Origin) -> Iterator[None]:
    """What cannot be read of an answer is a problem where it was asked for."""
    try:
        yield
    except Unreadable as fault:
        message = f'pandoc words this with a "{fault}", which the press cannot print'
        raise Faulty([Problem(origin, CITEPROC, message)]) from None


def _blamed(complaint: str, book: Book, csl: CitationStyle) -> Origin | None:
    """What a complaint of pandoc's is about: a work that it names, or the citation style."""
    for key in re.findall(r"[^\s,:\"]+", complaint):
        if key in book.sources:
            return book.sources[key].origin
    ours = csl.path.name in complaint or "CSL" in complaint or "Citeproc" in complaint
    return Origin(csl.shown, 1) if ours else None


def _ask_citeproc(sent: Sequence[str], references: str, book: Book, csl: CitationStyle, instead: bytes = b"") -> bytes:
    """One run of pandoc over some stretches, each the JSON of a list of blocks; its answer, as JSON too. `instead`: a
    citation style that has no file.
    """
    # joined as text: parsed, a long book's notes would take twenty times the memory
    language = json.dumps({"t": "MetaString", "c": _language(book)})
    blocks = ", ".join(stretch[1:-1] for stretch in sent)
    meta = f'{{"lang": {language}, "references": {references}}}'
    if instead:
        address = f"data:application/xml;base64,{base64.b64encode(instead).decode()}"
        meta = f'{meta[:-1]}, "csl": {{"t": "MetaString", "c": "{address}"}}}}'
    document = f'{{"pandoc-api-version": [1, 23, 1], "meta": {meta}, "blocks": [{blocks}]}}'
    records = Origin(book.origin.path.replace("book.yaml", "sources.yaml"))
    # named beside it: pandoc takes a path for an address, with escapes
    options = ["--from=json", "--to=json", "--citeproc", *([] if instead else [f"--csl={csl.path.name}"])]
    run = run_pandoc(options, document, records, beside=csl.path.parent)
    complaints = [m.strip() for m in WARNING.findall(run.complaints) if not EXPECTED.search(m)]
    if run.failed:
        complaints.append(run.complaints.splitlines()[-1])  # what came before the last line are warnings
    if complaints:
        told: dict[tuple[Origin, str], str] = {}
        for each in complaints:
            said = " ".join(each.split())
            # a work that is cited twice together, or again, is one fault
            told.setdefault((_blamed(each, book, csl) or records, said.rpartition(":")[0]), said)
        raise Faulty([Problem(origin, CITEPROC, f"pandoc: {said}") for (origin, _), said in told.items()])
    return run.output
