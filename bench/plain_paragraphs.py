"""A book of plain paragraphs: nothing but words, of every length, in sentences and chapters; the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

COMMON = """
the of and to a in that was he his it with as for had on at by be not they which from but were this her or an are
she have him all their one would when there who so been no more out up into them said what some could than other
then its about time only any two may first over such our these man me even most made after also did many before must
through back years where much your way well down should because each just those people how too little
"""
LONGER = """
government department question history committee president considerable archives particular published ordinary
circumstances correspondence administration evidence between national secretary opinion conference negotiations
documents experience immediately character university interest different authority carefully ambassador following
possibility importance remembered establishment representatives understanding responsibility original necessary
century international political relations military official council against another society financial village
morning letters winter summer carriage neighbour afternoon silence answered pleasure journey station
"""
CHAPTERS, PARAGRAPHS = 6, 36
BOOK = """title: Plain Paragraphs
author: "Nobody"
language: en-GB
publisher: "The Press"
year: 2026
style: {style}
contents:
  front: [half-title, title-page, imprint, contents]
  body:
{chapters}
"""


def write_book(to: Path, style: str, seed: int = 1) -> Path:
    """Write the manuscript of such a book into a new folder."""
    chance = random.Random(seed)
    (to / "chapters").mkdir(parents=True)
    files = [f"chapters/{number}-chapter.md" for number in range(1, CHAPTERS + 1)]
    (to / "book.yaml").write_text(
        BOOK.format(style=style, chapters="\n".join(f"    - {file}" for file in files)), encoding="utf-8"
    )
    (to / "people.yaml").write_text("[]\n", encoding="utf-8")
    (to / "sources.yaml").write_text("references: []\n", encoding="utf-8")
    for number, file in enumerate(files, 1):
        text = "\n\n".join(_paragraph(chance) for _ in range(PARAGRAPHS))
        (to / file).write_text(f"---\nid: chapter-{number}\ntitle: {_title(chance)}\n---\n\n{text}\n", encoding="utf-8")
    return to


def _title(chance: random.Random) -> str:
    return " ".join(chance.sample(LONGER.split(), 2)).title()


def _paragraph(chance: random.Random) -> str:
    return " ".join(_sentences(chance))


def _sentences(chance: random.Random) -> Iterator[str]:
    common, longer = COMMON.split(), LONGER.split()
    for _ in range(chance.randint(3, 9)):
        words: list[str] = []
        for at in range(chance.randint(7, 28)):
            word = chance.choice(common if chance.random() < 0.62 else longer)
            # no word twice in a row, which would be told as a slip
            words.append(word if not words or word != words[-1].rstrip(",") else "only" if word != "only" else "then")
            if at > 3 and chance.random() < 0.07:
                words[-1] += ","
        yield " ".join(words).rstrip(",").capitalize() + "."
