"""The whole book made in a process of its own, for `press.preview.watch`, which may give it up at any moment.

What has become of it is left as a pickled `Whole` in a file that the watch names. The process then waits for the next
save, and knows by then what has not changed; one that has been given up knows nothing for certain, and ends.
"""

from __future__ import annotations

import contextlib
import gc
import json
import pickle
import sys
from dataclasses import dataclass
from pathlib import Path

from press import build as pipeline
from press.editions import Made
from press.files import disk_trouble, replace_file
from press.lifetime import end_with
from press.memory import give_back
from press.preview.looks import looks_at
from press.preview.traced import outline, trace_pages
from press.preview.view import View
from press.problem import Faulty, Problem
from press.project import Project
from press.store import Store, press_version
from press.typesetting.settle import LONG, Progress, Proof, settle
from press.typesetting.workshop import Workshop


@dataclass(frozen=True, slots=True)
class Whole:
    """What became of the whole book: all problems, and what was made and is to be seen of it, without its PDF; or why
    nothing could be.
    """

    problems: tuple[Problem, ...]
    made: Made | None = None
    view: View | None = None
    trouble: str = ""

    @property
    def waits(self) -> bool:
        """Whether who has made it waits for the next; with the process goes the memory that a long book has filled."""
        return self.made is None or len(self.made.folios) <= LONG


def make_whole(project: Project, reader: pipeline.BookReader | None = None) -> Whole:
    """The whole book made; `reader`: who has read it before."""
    problems: list[Problem] = []
    seen: list[View] = []

    def see(shop: Workshop, proof: Proof) -> None:
        seen.append(view_of(shop, proof))

    try:
        made = pipeline.build(project, say=problems.append, seen=see, reader=reader)
    except Faulty as fault:
        return Whole(fault.problems)
    except OSError as fault:
        return Whole((), trouble=disk_trouble(fault, project.shown(project.dist)))
    return Whole(tuple(problems), made, seen[0])


def view_of(shop: Workshop, proof: Proof) -> View:
    """What there is to be seen of a book that stands, without its PDF."""
    pages = trace_pages(shop, proof.settings, proof.folios)
    return View(
        title=str(shop.book.imprint.title),
        folios=proof.folios,
        pages=pages,
        texts=shop.book.lines,
        outline=outline(proof.settings, pages),
        looks=looks_at(shop, proof.settings, pages),
    )


def view_of_project(project: Project, progress: Progress) -> View:
    """What there is to be seen of a book laid out for that alone. Raises `Faulty`."""
    book, style, wording, _ = pipeline.prepare(project)
    with pipeline.set_up(project, book, style, wording, store=Store(project.cache)) as shop:
        return view_of(shop, settle(shop, progress))


def main() -> None:
    """Be ready for lines that name the folders of a project and a file; for each make the whole book, and leave the
    answer in that file. What is named to the process is the one that watches, with which it ends.
    """
    end_with(int(sys.argv[1]))
    with contextlib.suppress(KeyboardInterrupt):
        # what takes time and is the same for any book: while nobody waits
        pipeline.load_engine()
        press_version()
        reader = pipeline.BookReader(keeps=True)
        while asked := sys.stdin.readline():
            *folders, out = map(Path, json.loads(asked))
            whole = make_whole(Project(*folders), reader)
            # put in place whole, for the watch may look at any moment
            replace_file(out, pickle.dumps(whole))
            if not whole.waits:
                return
            gc.collect()  # while nobody waits
            give_back()
