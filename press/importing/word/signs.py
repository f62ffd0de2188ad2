"""Signs in a .docx for what pandoc passes by: references, index marks, comments, live citations, lists in notes."""

from __future__ import annotations

from press.importing.index_marks import MarkList
from press.importing.references.live_citations import LiveCitations
from press.importing.word.citations import word_citations
from press.importing.word.comments import word_comments
from press.importing.word.fields import word_fields
from press.importing.word.index_marks import word_marks
from press.importing.word.note_lists import word_note_lists


def signed_word(content: bytes, marks: MarkList, cited: LiveCitations) -> bytes:
    """The file with all its signs; what they stand for is entered in `marks` and `cited`."""
    # references first of all, while all fields are as the program has written them
    content = word_marks(word_fields(content), marks)
    return word_note_lists(word_citations(word_comments(content, marks), cited))
