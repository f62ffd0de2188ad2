"""What the press does where the engine is left without some of its patches: in processes of their own.

An engine is patched once in a process, and that of the tests is patched; so of this module they call
only `without`, `made_without_each` and `told_by_a_build`.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

TESTS = Path(__file__).parent
TOP = TESTS.parent
Result = TypeVar("Result")
CHAPTER = """---
title: One
id: one
---
Ada Quill kept the *ferry* at Saltmarsh for as long as anybody there could afterwards recollect, and kept its ledger
too.^[She said so herself, and more than once: the *correspondence* of those years is full of it.] The harbour master
was of another opinion; for that see [what he wrote](https://example.org/letters) to the ministry, nevertheless.^[Quill
never answered.]

> A ledger is a ledger, and what is not written down in it has not been carried.

- Lace, which came from Flushing under herrings
- Herrings
"""
BOOK = {
    "manuscript/chapters/1-one.md": CHAPTER,
    "manuscript/people.yaml": "- {id: quill, name: {family: Quill, given: Ada}, gloss: a keeper, forms: [Quill]}\n",
    "manuscript/sources.yaml": "references: []\n",
    "manuscript/book.yaml": "title: A Small Book\nlanguage: en-GB\nstyle: classic\n"
    "contents:\n  body:\n    - chapters/1-one.md\n  back:\n    - index-of-names\n",
}
"""A book with something for every patch to be about: notes, links, italics, a list, an index in columns."""


def run(program: str, *arguments: str | Path) -> Any:
    """What a Python program prints at last, as JSON; it finds the press and the tests."""
    program = f"import sys; sys.path[:0] = [{str(TOP)!r}, {str(TESTS)!r}]\n{program}"
    command = [sys.executable, "-c", program, *map(str, arguments)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=TOP)
    return json.loads(told.stdout.splitlines()[-1])


def without(patches: Iterable[str], function: Callable[[], Result]) -> Result:
    """What a function of a test module returns, as JSON has it, where the engine is left without these patches."""
    name = Path(function.__code__.co_filename).stem
    applied = f"from press.typesetting.engine.patches.table import apply; apply({list(patches)!r})"
    found: Result = run(f"{applied}\nimport json, {name}; print(json.dumps({name}.{function.__name__}()))")
    return found


def made_without_each(top: Path) -> dict[str, dict[str, Any]]:
    """The small book, made in an empty folder: with all patches (under no name), and without each of them by name."""
    made: dict[str, dict[str, Any]] = run("import unpatched; unpatched.make_without_each(sys.argv[1])", top)
    return made


def make_without_each(top: str) -> None:
    """Print what `made_without_each` gives. The book is read once; then this process, which has loaded the engine and
    not used it, is forked for each patch.
    """
    from press import build
    from press.project import Project
    from press.typesetting.engine.patches.table import PATCHES

    for name, text in BOOK.items():
        (Path(top) / name).parent.mkdir(parents=True, exist_ok=True)
        (Path(top) / name).write_text(text, encoding="utf-8")
    (Path(top) / "styles").symlink_to(TOP / "styles")
    project = Project.at(Path(top))
    book, style, wording, _ = build.prepare(project)

    def make(name: str) -> dict[str, Any]:
        from press.pdf.bind import bind
        from press.problem import Faulty
        from press.typesetting.engine.patches.table import apply
        from press.typesetting.settle import settle

        apply([name] if name else [])
        try:
            with build.set_up(project, book, style, wording, workers=1) as shop:
                proof = settle(shop, build.silent)
                pdf = bind(shop, proof)
        except Faulty as fault:
            return {"told": [str(problem) for problem in fault.problems]}
        pages = [page for setting in proof.settings for page in setting.fragment.survey]
        words = "".join(line.text for page in pages for line in (*page.lines, *page.notes))
        return {
            "told": [str(problem) for problem in shop.problems],
            "fingerprint": shop.fingerprint,
            "pdf": hashlib.sha256(pdf).hexdigest(),
            "letters": "".join(filter(str.isalpha, words)),
            "strays": sum(len(account.strays) for account in proof.accounts),
            "placed": sum(account.placed for account in proof.accounts),
            "whole": sum(tally.paragraphs for tally in proof.tallies),
        }

    # all that the processes have in common is loaded before they part
    import pyphen

    import press.pdf.bind  # noqa: F401
    from press.collation import sort_key

    sort_key("Quill")
    pyphen.Pyphen(lang="en_GB")
    print(json.dumps({name: _in_a_process_of_its_own(make, name) for name in ("", *(each.name for each in PATCHES))}))


def told_by_a_build(change: str) -> list[str]:
    """The problems that a build of the tiny book tells, in their order, after the engine has been changed."""
    said: list[str] = run(f"import unpatched; unpatched.build_changed({change!r})")
    return said


def build_changed(change: str) -> None:
    """Print what `told_by_a_build` gives."""
    import shutil
    import tempfile

    import weasyprint

    from press import build
    from press.problem import Faulty, Problem
    from press.project import Project

    exec(change, {"weasyprint": weasyprint})
    told: list[Problem] = []
    with tempfile.TemporaryDirectory() as top:
        shutil.copytree(TESTS / "books" / "tiny", top, dirs_exist_ok=True)
        for folder in ("styles", "profiles"):
            (Path(top) / folder).symlink_to(TOP / folder)
        try:
            build.build(Project.at(Path(top)), say=told.append)
        except Faulty as fault:
            told += fault.problems
    print(json.dumps([str(problem) for problem in told]))


def _in_a_process_of_its_own(make: Callable[[str], dict[str, Any]], name: str) -> dict[str, Any]:
    reading, writing = os.pipe()
    if not os.fork():
        with os.fdopen(writing, "w") as answer:
            answer.write(json.dumps(make(name)))
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as answer:
        told = answer.read()
    os.wait()
    made: dict[str, Any] = json.loads(told)
    return made
