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
    return filter(None, map(_inverted, _named(source)))


def _named(source: Source) -> tuple[SourceName, ...]:
    named = next((found for role in ROLES if (found := source.fields.get(role))), ())
    return tuple(each for each in named if isinstance(each, SourceName)) if isinstance(named, tuple) else ()


def _inverted(name: SourceName) -> str:
    """`de Gaulle, Charles`, `Goethe, Johann Wolfgang von`, `King, Martin Luther, Jr`; a body by its own name."""
    parts = name.parts
    if not parts.get("family"):
        return parts.get("literal", "") or parts.get("given", "")
    given = " ".join(part for key in ("given", "dropping-particle") if (part := parts.get(key, "")))
    return ", ".join(part for part in (_family(name), given, parts.get("suffix", "")) if part)


def _family(name: SourceName) -> str:
    return attach(name.parts.get("non-dropping-particle", ""), name.parts["family"])


def author_names(sources: Iterable[Source]) -> AuthorNames:
    """The names in all sources, compared by their surnames."""
    origins: dict[str, Origin] = {}
    bearers: dict[tuple[str, str], list[str]] = defaultdict(list)
    given: dict[str, list[str]] = {}
    for source in sources:
        for each in _named(source):
            name = _inverted(each)
            if not name or name in origins:
                continue
            origins[name] = source.origin
            # a body has no forenames, nor has who goes by one name
            if each.parts.get("family") and (forenames := _forenames(each)):
                bearers[_family(each).casefold(), each.parts.get("suffix", "")].append(name)
                given[name] = forenames
    fuller: dict[str, str] = {}
    doubtful: list[tuple[str, str]] = []
    for alike in bearers.values():
        for name in alike:
            others = [each for each in alike if each != name and _begins(given[name], given[each])]
            longest = [
                each for each in others if not any(_begins(given[each], given[more]) for more in others if more != each)
            ]
            if len(longest) == 1 and _is_initials(given[name]):
                fuller[name] = longest[0]
            else:
                doubtful += [(name, each) for each in longest]
    return AuthorNames(fuller, tuple(doubtful), origins)


def _forenames(name: SourceName) -> list[str]:
    """The forenames of a name, each by itself: `G.M.` and `Jean-Paul` are two; particles behind them too."""
    written = f"{name.parts.get('given', '')} {name.parts.get('dropping-particle', '')}"
    return [each for each in written.replace(".", ". ").replace("-", " ").split() if each != "."]


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
            message = f"the author {name} is entered as {full}"
            hint = f"that is at {names.origins[full]}: write both alike; if these are two, give forenames in full"
            yield warning(names.origins[name], AUTHOR_TWICE, message, hint)
    for name, other in names.doubtful:
        if {name, other} <= cited:
            message = f"the author {name} may be {other}, and they are entered as two"
            hint = f"that is at {names.origins[other]}: write both alike, if they are one author's"
            yield warning(names.origins[name], AUTHOR_TWICE, message, hint)


AUTHOR_CHECKS: tuple[tuple[Callable[[Book], Iterator[Problem]], frozenset[str]], ...] = (
    (authors_are_written_alike, frozenset({"sources"})),
)
"""What may be asked of a book, with the registers that must have been read whole for it to be just."""
