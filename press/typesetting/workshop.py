"""All that a book is set with, opened once for each run: its composer, the worker processes, what was made before."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from press.book import Book
from press.citations.wording import Wording
from press.compose.compose import Composer
from press.problem import Faulty, Problem, has_errors
from press.project import Project
from press.store import Store, digest_of, key_of
from press.style.style import Style
from press.typesetting.desk import Desk, Finish
from press.typesetting.engine.patches.table import apply, problems_of, versions
from press.workers import Workers

PICTURE = re.compile(r'<img\b[^>]*\bsrc="([^"]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """All that a book is set with: its composer, workers with a desk each, and the store of what they have made.

    `fingerprint`: a digest of all that layout depends on beside the HTML of a section: the engine, the style, the type.
    `problems`: warnings of what the engine has not been patched for; the press does without.
    """

    project: Project
    book: Book
    style: Style
    composer: Composer
    workers: Workers[Desk]
    store: Store
    fingerprint: str
    problems: tuple[Problem, ...] = ()

    def pictures(self, html: str) -> str:
        """A digest of the pictures that a section shows, which may change while its HTML does not."""
        return digest_of({self.project.manuscript / name for name in PICTURE.findall(html)})


@contextmanager
def open_workshop(
    project: Project,
    book: Book,
    style: Style,
    wording: Wording,
    finish: Finish,
    *,
    workers: int = 0,
    store: Store | None = None,
    like: Desk | None = None,
) -> Iterator[Workshop]:
    """A workshop for one book; `workers` is the number of processes, 0 for one on each core.

    `finish`: what is made of the PDF of a section that has just been written, in the process that wrote it. Without a
    `store` nothing is kept. `like`: a desk of this process, from which its next one takes what it can. Raises `Faulty`
    if the press cannot work with the engine that is installed.
    """
    # before the workers are forked, so that every one of them has the engine that the fingerprint tells of
    if has_errors(unpatched := problems_of(apply())):
        raise Faulty(unpatched)
    composer = Composer(book, style, wording)
    files = [file for files in style.fonts.values() for file in files]
    fingerprint = key_of(versions(), digest_of([*style.folders, *files]), book.trim)
    with Workers(partial(Desk, project, book, style, composer, finish, like=like), workers) as ready:
        yield Workshop(
            project=project,
            book=book,
            style=style,
            composer=composer,
            workers=ready,
            store=store or Store(None),
            fingerprint=fingerprint,
            problems=unpatched,
        )
