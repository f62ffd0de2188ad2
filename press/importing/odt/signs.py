"""Signs in an .odt for what pandoc passes by: references, index marks, comments, live citations, lists in notes."""

from __future__ import annotations

from collections.abc import Mapping

from press.importing.archive_parts import rewritten
from press.importing.index_marks import MarkList
from press.importing.odt.citations import odt_citations
from press.importing.odt.comments import odt_comments
from press.importing.odt.fields import odt_fields, with_words_of_references
from press.importing.odt.index_marks import odt_marks
from press.importing.odt.names import CONTENT, STYLES
from press.importing.odt.note_lists import odt_note_lists
from press.importing.references.live_citations import LiveCitations


def signed_odt(content: bytes, marks: MarkList, cited: LiveCitations) -> bytes:
    """The file with all its signs; what they stand for is entered in `marks` and `cited`."""

    def signed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
        if CONTENT not in parts:
            return {}
        text = parts[CONTENT].decode()
        made = odt_citations(odt_comments(odt_marks(odt_fields(text), marks), marks), cited)
        made = odt_note_lists(with_words_of_references(made), parts.get(STYLES, b"").decode())
        return {CONTENT: made.encode()} if made != text else {}

    return rewritten(content, (CONTENT, STYLES), signed)
