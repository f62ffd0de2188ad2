"""`./go golden`: write anew the list of rules, and what the tests expect of pages and of messages.

Read the difference before you keep it.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from approved import BOOKS, golden_of, in_style
from conftest import TOP, Project
from leaves import golden_text, read_pages
from test_pages import GOLDEN
from test_parts import GOLDEN as PARTED
from test_parts import golden_of as parted_golden
from test_parts import in_style as parted_in
from test_styles import GOLDEN as MODERN
from test_styles import folio
from test_volume import GOLDEN as OPENING
from test_volume import VOLUME, opening
from transcripts import NAME, act, folders

from press.cli.rulebook import all_rules, rulebook


def rewrite() -> None:
    """The list of rules, the words of the tiny book's pages, and the messages of every spoiled book."""
    (TOP / "docs" / "rules.md").write_text(rulebook(all_rules()), encoding="utf-8")
    for golden, style, folio_of in ((GOLDEN, "classic", lambda page: page.folio), (MODERN, "modern", folio)):
        with tempfile.TemporaryDirectory() as folder:
            project = Project(Path(folder)).mend("manuscript/book.yaml", "style: classic", f"style: {style}")
            golden.parent.mkdir(exist_ok=True)
            golden.write_text(golden_text(read_pages(project.make()), folio_of), encoding="utf-8")
    for style, folio_of in PARTED.items():
        with tempfile.TemporaryDirectory() as folder:
            pages = read_pages(parted_in(Path(folder), style).make())
            parted_golden(style).write_text(golden_text(pages, folio_of), encoding="utf-8")
    for book, style in ((book, style) for book, styles in BOOKS.items() for style in styles):
        with tempfile.TemporaryDirectory() as folder:
            pages = read_pages(in_style(Path(folder), book, style).make())
            golden_of(book, style).write_text(golden_text(pages, folio), encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        OPENING.write_text(opening(Project(Path(folder), VOLUME).make()), encoding="utf-8")
    for spoiled in folders():
        with tempfile.TemporaryDirectory() as folder:
            (spoiled / NAME).write_text(str(act(spoiled, Path(folder))), encoding="utf-8")


if __name__ == "__main__":
    rewrite()
