"""What the press spends its time on, as shares of one plain layout of the book, all measured in one run."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from press import build
from press.printing.bind import bind
from press.printing.cite import cite
from press.printing.compose import Composer
from press.printing.settle import settle
from press.printing.style import read_style
from press.printing.typeset import Compositor, Start
from press.project import Project


class _Watch:
    """Seconds by what they were spent on, in the order of first use."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def timing(self, what: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.seconds[what] = self.seconds.get(what, 0) + time.perf_counter() - begun


def bench(project: Project) -> str:
    """A table of the stages of one build: seconds, and the ratio to one layout of every section without any repair."""
    watch = _Watch()
    with watch.timing("read, parse, link, check"):
        book, _ = build.edit(project)
    style = read_style(project, book.style, book.citation_style, book.origin)
    with watch.timing("cite"):
        wording = cite(book, style)
    composer = Composer(book, style, wording)
    once = Compositor(project, style, book.imprint.language, book.trim, composer.origins)
    with build.no_collecting():
        places = settle(book, composer, once, style.long_note, build.silent).places
        plain = Compositor(project, style, book.imprint.language, book.trim, composer.origins)
        for piece in book.pieces:
            plain.lay_out(composer.compose(piece, places, {}, composer.index(places)), Start(1, False))
        whole = Compositor(project, style, book.imprint.language, book.trim, composer.origins)
        with watch.timing("settle, all rounds"):
            proof = settle(book, composer, whole, style.long_note, build.silent)
        with watch.timing("bind"):
            bind(proof, book, style)
    layout = plain.spent["layout"]
    rows = {
        "one layout": layout,
        **watch.seconds,
        "  of that, layout": whole.spent["layout"],
        "  of that, the account of notes": whole.spent["account"],
    }
    lines = [f"{what:34} {seconds:7.2f} s  {seconds / layout:5.2f}" for what, seconds in rows.items()]
    made = (
        f"{len(proof.pages)} pages, {whole.layouts} layouts in {proof.rounds} rounds, {proof.repairs} repairs of notes"
    )
    return "\n".join([*lines, made])
