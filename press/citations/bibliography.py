"""Entries → the bibliography: by the sections of book.yaml, and each where its words sort.

The order is the citation style's. What it cannot know is done here: an article at the head of a title is passed over,
`sort:` says where a work goes, and what has a wording of the editor's own is put among the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeAlias

from press.alphabets.alphabet import tag_with_order
from press.book import Book, Source, SourceName
from press.citations.corrections import without_article
from press.citations.wording import Bibliography
from press.collation import sort_key
from press.text import Citation, Inlines, Phrase, Text, plain

Entry: TypeAlias = "tuple[str, Inlines]"
Run: TypeAlias = "list[Entry]"
"""An entry, and those behind it that have a dash for what they begin with alike."""
InFull: TypeAlias = "Callable[[], Mapping[str, Inlines]]"
"""What words the entries anew, with names where there are dashes, if any are needed."""
DASHES = ("—", "–", "---")


def cited_in(nodes: Iterable[object]) -> set[str]:
    """The keys of all works that are cited among some nodes, as those of a book."""
    return {each.key for each in nodes if isinstance(each, Citation)}


def make_bibliography(
    book: Book, worded: Iterable[Entry], notes: Mapping[str, tuple[Inlines, ...]], in_full: InFull
) -> Callable[[set[str]], Bibliography]:
    """What makes a bibliography of some works, by sections. `notes` has each work as a note words it.

    A letter, for which a style prints no entry, is listed as its note gives it, the name inverted, when the editor put
    it in a section. What has a wording of the editor's own goes where its first words sort. `in_full`: entries without
    dashes, for a list in which one has lost the entry that it begins like.
    """
    cited = cited_in(book.nodes)
    entries = [
        (key, words or _inverted(notes.get(f"bibliography:{key}", ((),))[0], book.sources[key]))
        for key, words in worded
        if not book.sources[key].cite
    ]
    ordered = _ordered(entries, book)
    for key in sorted(cited):
        if own := book.sources[key].cite:
            words = (*own, *([] if plain(own).endswith(".") else [Text(".")]))
            _insert(ordered, [(key, words)], book)

    def listed(keys: set[str]) -> Bibliography:
        runs = [[each for each in run if each[0] in keys] for run in ordered]

        def section(id_: str) -> Iterable[Run]:
            return ([each for each in run if _in(book.sources[each[0]], id_)] for run in runs)

        sections = book.bibliography or (("", Phrase()),)
        return tuple((title, tuple(_headed(section(id_), in_full))) for id_, title in sections)

    return listed


def _headed(runs: Iterable[Run], in_full: InFull) -> Iterator[Entry]:
    """Entries, of which the first of each run has words and no dash."""
    for (key, words), *more in (run for run in runs if run):
        yield key, in_full().get(key, words) if plain(words).startswith(DASHES) else words
        yield from more


def _ordered(entries: Iterable[Entry], book: Book) -> list[Run]:
    """Entries in the style's order, but for those that begin with an article or are sorted otherwise."""
    runs: list[Run] = []
    for entry in entries:
        # it begins as the one before it does, and stays there
        if runs and plain(entry[1]).startswith(DASHES) and not book.sources[entry[0]].sort:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    if not tag_with_order(book.imprint.language, book.alphabet):
        # the alphabet is not that of the language, and citeproc was not told: works of one author stay as they are
        runs.sort(key=lambda run: sort_key(plain(run[0][1]), alphabet=book.alphabet).letters[:2])
    moved = [run for run in runs if book.sources[run[0][0]].sort or _has_article(run[0], book)]
    kept = [run for run in runs if run not in moved]
    for run in moved:
        _insert(kept, run, book)
    return kept


def _insert(runs: list[Run], run: Run, book: Book) -> None:
    """Put a run before the first that goes behind it."""
    place, *others = (sort_key(_sorted_by(each[0], book), alphabet=book.alphabet) for each in (run, *runs))
    runs.insert(next((n for n, other in enumerate(others) if other > place), len(runs)), run)


def _sorted_by(entry: Entry, book: Book) -> str:
    """The words by which an entry is sorted: its own, or those of the title that it begins with, without an article."""
    source = book.sources[entry[0]]
    if source.sort:
        return source.sort
    title = "" if source.cite else _title_at_head(entry, source)
    return without_article(title, _language(source, book)) or plain(entry[1])


def _has_article(entry: Entry, book: Book) -> bool:
    source = book.sources[entry[0]]
    title = _title_at_head(entry, source).lstrip("“‘«„")
    return without_article(title, _language(source, book)) != title


def _language(source: Source, book: Book) -> str:
    return str(source.fields.get("language") or book.imprint.language)


def _title_at_head(entry: Entry, source: Source) -> str:
    """The title that an entry begins with; nothing, where it begins with a name."""
    shown = plain(entry[1]).lstrip("“‘«„").casefold()
    for key in ("title", "container-title", "reviewed-title"):
        title = plain(source.fields.get(key, ()))
        # its first words; a style may have other marks further on
        head = " ".join(title.lstrip("“‘«„").split()[:2]).casefold().rstrip(".,:;?!’”")
        if head and shown.startswith(head):
            return title
    return ""


def _inverted(words: Inlines, source: Source) -> Inlines:
    """A note as an entry of the bibliography: the first author's family name before the given."""
    authors = source.fields.get("author")
    author = authors[0] if isinstance(authors, tuple) and authors else None
    parts = author.parts if isinstance(author, SourceName) else {}
    given, family = parts.get("given", ""), parts.get("family", "")
    first = words[0] if words else None
    # where the note does not begin so, the style has done something of its own with the name
    if not (given and family and isinstance(first, Text) and first.text.startswith(f"{given} {family}")):
        return words
    return (Text(f"{family}, {given}{first.text[len(given) + len(family) + 1 :]}", first.line), *words[1:])


def _in(source: Source, section: str) -> bool:
    return source.section == section if section else source.section != "none"
