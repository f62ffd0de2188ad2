"""A book of much of everything: people, sources, notes, rows of a table, pages of a chapter; for `bench.bench`.

What is added stands in sentences at the ends of paragraphs of running text, at even distances all over the book; the
table and the long chapter are chapters of their own. The result passes `check`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from itertools import islice, product
from pathlib import Path
from typing import Any

import yaml

from bench.repeat import WORDS_PER_PAGE, dump
from press.project import Project

FIRST = ("Ba", "Ce", "Do", "Fi", "Gu", "Ka", "Le", "Mo", "Ni", "Pu", "Ra", "Se", "To", "Vi", "Zu")
MIDDLE = ("bal", "cer", "dim", "fon", "gul", "kar", "len", "mir", "nov", "pur", "ras", "ser", "tol", "vin", "zul")
LAST = ("anek", "echt", "ilin", "onsk", "uvar", "avic", "ezin", "iker", "odur", "umov", "aldt", "ersk", "into", "ovar")
GIVEN = ("Anna", "Boris", "Clara", "Denis", "Elena", "Felix", "Greta", "Henrik", "Irena", "Josef")
FREE = "Nothing else is known of it."
NOTES_OF_ROWS = 50
"""Every so many rows of the table one has a note."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Extent:
    """How many people, sources and notes a book is to have in all, at least; how many rows a table that is added, how
    many pages a chapter that is. 0 adds nothing.
    """

    people: int = 0
    sources: int = 0
    notes: int = 0
    rows: int = 0
    chapter: int = 0


def read_extent(typed: str) -> Extent | None:
    """What is typed as `people=3000,rows=2000`; None for nothing. Raises `ValueError` for what is neither."""
    pairs = [each.partition("=") for each in typed.split(",") if each.strip()]
    known = [each.name for each in fields(Extent)]
    for name, _, count in pairs:
        if name.strip() not in known or not count.strip().isdecimal():
            raise ValueError(f'"{name}={count}" is none of {", ".join(f"{each}=100" for each in known)}')
    return Extent(**{name.strip(): int(count) for name, _, count in pairs}) if pairs else None


def enlarge(project: Project, extent: Extent) -> None:
    """Add to a manuscript, in its place, what it lacks of what is asked for."""
    folder = project.manuscript
    book = _load(folder / "book.yaml")
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in book["contents"]["body"]}
    people = list(_people(extent.people - len(_load(folder / "people.yaml"))))
    sources = list(_sources(extent.sources - len(_load(folder / "sources.yaml")["references"])))
    notes = extent.notes - sum(text.count("^[") + text.count("[^") for text in texts.values()) - len(sources)
    sentences = [f" So it was told by {person['forms'][0]}." for person in people]
    sentences += [f" It has been written of.^[@{source['id']}, {n % 300 + 1}.]" for n, source in enumerate(sources)]
    sentences += [f" Of this more could be said.^[It is told otherwise too. {FREE}]"] * max(notes, 0)
    texts = _spread_over(texts, sentences)
    if extent.rows:
        texts["chapters/a-table.md"] = _table(extent.rows)
    if extent.chapter:
        texts["chapters/a-long-chapter.md"] = _long_chapter(texts, extent.chapter)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    book["contents"]["body"] = list(texts)
    dump(folder / "book.yaml", book)
    dump(folder / "people.yaml", _load(folder / "people.yaml") + people)
    dump(folder / "sources.yaml", {"references": _load(folder / "sources.yaml")["references"] + sources})


def _load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _people(count: int) -> Iterator[dict[str, Any]]:
    for n, parts in enumerate(islice(product(FIRST, MIDDLE, LAST), max(count, 0))):
        family, given = "".join(parts), GIVEN[n % len(GIVEN)]
        yield {
            "id": f"added-{n}",
            "name": {"family": family, "given": given},
            "gloss": f"witness of the {n % 90 + 10} days",
            "bio": "One of many witnesses whose statements were taken down and never printed.",
            "forms": [f"{given} {family}", family],
        }


def _sources(count: int) -> Iterator[dict[str, Any]]:
    for n, parts in enumerate(islice(product(MIDDLE, LAST, FIRST), max(count, 0))):
        yield {
            "id": f"added-{n}",
            "section": "later",
            "type": "book",
            "author": [{"family": "".join(parts).capitalize(), "given": GIVEN[n % len(GIVEN)]}],
            "title": f"A Study of the {parts[0].capitalize()}{parts[1]} Question",
            "publisher": f"{parts[2]}{parts[1]} Press",
            "publisher-place": "London",
            "issued": str(1900 + n % 120),
        }


def _spread_over(texts: dict[str, str], sentences: list[str]) -> dict[str, str]:
    """The texts with the sentences behind paragraphs of running text."""
    paragraphs = {name: text.rstrip("\n").split("\n\n") for name, text in texts.items()}
    prose = [(name, n) for name, each in paragraphs.items() for n, text in enumerate(each) if _is_prose(text)]
    for n, sentence in enumerate(sentences):
        name, at = prose[n * len(prose) // len(sentences)]
        paragraphs[name][at] += sentence
    return {name: "\n\n".join(each) + "\n" for name, each in paragraphs.items()}


def _is_prose(paragraph: str) -> bool:
    return (
        len(paragraph.split()) > 60
        and paragraph[0].isalpha()
        and paragraph.rstrip()[-1] in ".]"
        and "\n" not in paragraph
    )


def _table(rows: int) -> str:
    """A chapter that is a table of four columns, with a note in some of its rows."""
    noted = f"^[Filed twice. {FREE}]"
    cells = (
        f"| {n} | Report of the month {n % 12 + 1} | {n * 37 % 9000 + 100} "
        f"| sent on to the second department{noted if n % NOTES_OF_ROWS == 0 else ''} |"
        for n in range(1, rows + 1)
    )
    head = ["| No. | What it is | Words | What became of it |", "| ---: | --- | ---: | --- |"]
    title = (
        "---\ntitle: The reports, one by one\nid: a-table\n---\n\nThe reports are listed in the order of their numbers."
    )
    return "\n".join([title, "", *head, *cells]) + "\n"


def _long_chapter(texts: dict[str, str], pages: int) -> str:
    """A chapter of so many pages: the running text of the others, again and again."""
    paragraphs = [p for text in texts.values() for p in text.split("\n\n") if _is_prose(p) and _stands_alone(p)]
    # a passage that an index has from one paragraph to another has no other end here
    found = [re.sub(r"\[\]\{[^}]*\.(?:begin|end)\}", "", paragraph) for paragraph in paragraphs]
    taken, words = [], pages * WORDS_PER_PAGE
    while words > 0:
        for paragraph in found:
            taken.append(paragraph)
            words -= len(paragraph.split())
            if words <= 0:
                break
    return "\n\n".join(["---\ntitle: The whole story\nid: a-long-chapter\n---", *taken]) + "\n"


def _stands_alone(paragraph: str) -> bool:
    """Whether a paragraph may be printed twice: it neither has an id nor calls a note written apart."""
    return "{#" not in paragraph and "[^" not in paragraph


def asked(extent: Extent) -> Iterable[str]:
    """What is asked for, in words."""
    counts = {"people": extent.people, "sources": extent.sources, "notes": extent.notes}
    counts |= {"rows of a table": extent.rows, "pages in a chapter": extent.chapter}
    return (f"{count} {what}" for what, count in counts.items() if count)
