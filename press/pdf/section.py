"""A section's PDF as the engine wrote it → one that can be gathered: links that lead on, notes and elements tagged."""

from __future__ import annotations

import io
import zlib

import pikepdf
from pikepdf import Name, Object

from press.pdf.elements import list_identified, mend_elements
from press.pdf.groups import without_idle_groups
from press.pdf.structure import lead_on, tag_notes
from press.pdf.turn import turn

NOTHING = zlib.compress(b"")


def write_nothing(stream: Object) -> None:
    """Make a stream an empty one that every reader reads: no bytes at all, said to be deflated, are cut off to some."""
    stream.write(NOTHING, filter=Name.FlateDecode)


def finish_section(written: bytes, turned: frozenset[int] = frozenset()) -> bytes:
    """The PDF of a section with the structure that its HTML meant; type and furniture are still to come.

    `turned`: the pages, from 0, that are to stand on their left side.
    """
    with pikepdf.open(io.BytesIO(written)) as pdf:
        for number in sorted(turned):
            turn(pdf, pdf.pages[number].obj)
        lead_on(pdf)
        tag_notes(pdf)
        mend_elements(pdf)
        without_idle_groups(pdf)
        list_identified(pdf)
        return save(pdf)


def save(pdf: pikepdf.Pdf) -> bytes:
    """A PDF as bytes, the same whenever its objects are."""
    out = io.BytesIO()
    pdf.save(out, min_version="1.7", deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()
