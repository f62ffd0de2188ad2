"""Lists in the notes of a .docx, of which pandoc makes paragraphs: these get signs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from press.importing.archive_parts import rewritten
from press.importing.tree.note_lists import BULLET, NUMBER
from press.importing.word.names import NOTES, NUMBERING
from press.importing.word.numbers import WordNumbers
from press.importing.word.styles import WordStyles

PARAGRAPH = re.compile(r"<w:p[ >].*?</w:p>", re.DOTALL)
LEVEL = re.compile(r'<w:numPr>.*?<w:ilvl w:val="(\d)" ?/>.*?<w:numId w:val="(\d+)" ?/>', re.DOTALL)


def word_note_lists(content: bytes) -> bytes:
    """The file with signs in its notes; as it was, if they have no lists."""
    return rewritten(content, (*NOTES, NUMBERING), _signed)


def _signed(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    root = ElementTree.fromstring(parts[NUMBERING]) if NUMBERING in parts else None
    numbers = WordNumbers.of(root, WordStyles())
    texts = {name: parts[name].decode() for name in NOTES if name in parts}
    made = {name: PARAGRAPH.sub(lambda found: _paragraph(found[0], numbers), text) for name, text in texts.items()}
    return {name: text.encode() for name, text in made.items() if text != texts[name]}


def _paragraph(paragraph: str, numbers: WordNumbers) -> str:
    """A paragraph with its sign behind its properties, if it is an item."""
    if (found := LEVEL.search(paragraph)) is None:
        return paragraph
    sign = (NUMBER if numbers.is_numbered(found[2], found[1]) else BULLET) * (int(found[1]) + 1)
    return paragraph.replace("</w:pPr>", f"</w:pPr><w:r><w:t>{sign}</w:t></w:r>", 1)
