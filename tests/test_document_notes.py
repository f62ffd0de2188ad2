"""The editors' notes of documents: numbered anew in each, or through all of them."""

from __future__ import annotations

import pytest
from conftest import Project

from press import build as pipeline
from press.problem import has_errors

ANOTHER = """---
id: reply
title: Jonas Verrall to Ada Quill
kind: letter
date: 1911-05-05
treatment: full
source: "@quill-letter"
rights: There is nobody left to ask.
headnote: The answer.[@pelham, 119]
---
The nail is yours.^[It was returned.]{.original} I keep the lamp.^[Until 1912.]
"""


ANEW = ["1", "a", "2"]


@pytest.mark.parametrize(
    ("said", "second"),
    [("", ANEW), ("document_notes: by-document\n", ANEW), ("document_notes: throughout\n", ["3", "a", "4"])],
)
def test_notes_of_documents_begin_anew_in_each_or_go_on_and_those_of_an_original_keep_their_letters(
    tiny: Project, said: str, second: list[str]
) -> None:
    tiny.write("manuscript/documents/02-reply.md", ANOTHER)
    first = "  - documents/01-lantern-letter.md\n"
    both = f"{first}  - documents/02-reply.md\n"
    tiny.mend("manuscript/book.yaml", f"documents:\n{first}", f"{said}documents:\n{both}")
    book, problems = pipeline.edit(tiny.project)
    assert not has_errors(problems), problems
    numbers = {each: [] for each in ("lantern-letter", "reply")}
    for target in book.targets.values():
        if target.kind == "note" and target.home in numbers:
            numbers[target.home].append(target.number)
    assert numbers == {"lantern-letter": ANEW, "reply": second}
