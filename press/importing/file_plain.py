"""A word processor's file made plain for pandoc, whichever of them made it; any other file is what it was."""

from __future__ import annotations

from press.importing.file_styles import StyleTable
from press.importing.odt.plain import plain_odt
from press.importing.plain_file import PlainFile
from press.importing.word.plain import plain_word


def made_plain(content: bytes, suffix: str, table: StyleTable) -> PlainFile:
    """The file with all its words where pandoc reads them, and what is to be told of it; its styles go to `table`."""
    if suffix == ".docx":
        return plain_word(content, table)
    return plain_odt(content, table) if suffix == ".odt" else PlainFile(content)
