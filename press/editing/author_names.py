"""Authors of the sources as an index has them: what each is called, and which names are one author's.

`G. Kern` and `Gary Kern` are one where nobody else fits: initials are entered under the forenames that they begin, and
it is told. Names that are both written out, and not alike, are left apart, and told as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from press.book import Book, Source, SourceName
from press.editing.index_rules import AUTHOR_TWICE
from press.people import attach
from press.problem import Origin, Problem, warning

KIND = "authors-cited"
ROLES = ("author", "editor")
"""Who is named for a work: the first of these that it has (Chicago 18, 13.75)."""


@dataclass(frozen=True, slots=True)
class AuthorNames:
    """What the names of authors come to: `fuller`, for those that are entered otherwise than they are written;
    `doubtful`: those that may be one author's, or several's.
    """

    fuller: Mapping[str, str]
    doubtful: tuple[tuple[str, str], ...]
    origins: Mapping[str, Origin]


def names_of_work(source: Source) -> Iterator[str]:
    """The names of those who wrote a work, or edited it where nobody did, each as an index has it."""
    named = next((found for role in ROLES if (found := source.fields.get(role))), ())
    for each in named if isinstance(named, tuple) else ():
        if isinstance(each, SourceName) and (name := _inverted(each)):
            yield name


def _inverted(name: SourceName) -> str:
    """`de Gaulle, Charles`, `Goethe, Johann Wolfgang von`, `King, Martin Luther, Jr`; a body by its own name."""
    parts = name.parts
    if not parts.get("family"):
        return parts.get("literal", "") or parts.get("given", "")
    head = attach(parts.get("non-dropping-particle", ""), parts["family"])
    given = " ".join(part for key in ("given", "dropping-particle") if (part := parts.get(key, "")))
    return ", ".join(part for part in (head, given, parts.get("suffix", "")) if part)


def author_names(sources: Iterable[Source]) -> AuthorNames:
    """The names in all sources, compared by their surnames."""
    origins: dict[str, Origin] = {}
    for source in sources:
        for name in names_of_work(source):
            origins.setdefault(name, source.origin)
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in origins:
        family, given, suffix = _parts(name)
        if given:
            bearers[family.casefold(), suffix].append(name)
    fuller: dict[str, str] = {}
    doubtful: list[tuple[str, str]] = []
    for alike in bearers.values():
        for name in alike:
            others = [each for each in alike if each != name and _begins(_given(name), _given(each))]
            longest = [
                each
                for each in others
                if not any(_begins(_given(each), _given(more)) for more in others if more != each)
            ]
            if len(longest) == 1 and _is_initials(_given(name)):
                fuller[name] = longest[0]
            else:
                doubtful += [(name, each) for each in longest]
    return AuthorNames(fuller, tuple(doubtful), origins)


def _parts(name: str) -> tuple[str, str, str]:
    family, _, rest = name.partition(", ")
    given, _, suffix = rest.partition(", ")
    return family, given, suffix


def _given(name: str) -> list[str]:
    """The forenames of a heading, each by itself: `G.M.` and `Jean-Paul` are two."""
    return [each for each in _parts(name)[1].replace(".", ". ").replace("-", " ").split() if each != "."]


def _is_initials(given: Sequence[str]) -> bool:
    return all(len(each.rstrip(".")) == 1 for each in given)


def _begins(short: Sequence[str], long: Sequence[str]) -> bool:
    """Whether forenames may be others in short: each an initial of one, or one itself, and fewer or shorter."""
    if len(short) > len(long) or [*short] == [*long]:
        return False
    pairs = [(a.rstrip("."), b.rstrip(".")) for a, b in zip(short, long, strict=False)]
    # initials of a forename that is one itself are no fuller name
    if len(short) == len(long) and all(len(b) <= len(a) for a, b in pairs):
        return False
    return all(
        a.casefold() == b.casefold() or (len(a) == 1 and b.casefold().startswith(a.casefold())) for a, b in pairs
    )


def authors_are_written_alike(book: Book) -> Iterator[Problem]:
    """Names of cited authors that are entered under a fuller one, or may have to be."""
    cited = {each.form for each in book.occurrences if book.register(each.register).kind == KIND}
    if not cited:
        return
    names = author_names(book.sources.values())
    for name, full in names.fuller.items():
        if name in cited:
            message = f"{name} is entered as {full}, which {names.origins[full]} has"
            hint = "write the name alike in both; if these are two authors, give this one's forenames in full"
            yield warning(names.origins[name], AUTHOR_TWICE, message, hint)
    for name, other in names.doubtful:
        if {name, other} <= cited:
            message = f"{name} may be {other}, which {names.origins[other]} has: they are entered as two"
            hint = "write the name alike in both, if it is one author's"
            yield warning(names.origins[name], AUTHOR_TWICE, message, hint)


AUTHOR_CHECKS: tuple[tuple[Callable[[Book], Iterator[Problem]], frozenset[str]], ...] = (
    (authors_are_written_alike, frozenset({"sources"})),
)
"""What may be asked of a book, with the registers that must have been read whole for it to be just."""
