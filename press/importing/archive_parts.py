"""An archive of a word processor with some of its parts written anew: .docx and .odt are such archives."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping, Sequence
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from press.importing.word.names import W

PREFIX = re.compile(rb"xmlns:(\w+)=[\"']([^\"']+)[\"']")
NUMBERED = re.compile(r"ns\d+")
"""Prefixes that Python's own writer makes up."""


def with_parts(archive: zipfile.ZipFile, made: Mapping[str, bytes]) -> bytes:
    """The archive, with these contents in the parts of these names, and the others in their order as they were."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for item in archive.infolist():
            name = item.filename
            written.writestr(item, made[name] if name in made else archive.read(item))
    return out.getvalue()


def rewritten(
    content: bytes, names: Sequence[str], make: Callable[[Mapping[str, bytes]], Mapping[str, bytes]]
) -> bytes:
    """The archive with what `make` makes of its parts of these names; as it was, if that is nothing.

    So is one that cannot be read: pandoc says what is wrong with it.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.namelist()
            made = make({name: archive.read(name) for name in names if name in listed})
            return with_parts(archive, made) if made else content
    except (ElementTree.ParseError, UnicodeDecodeError, zipfile.BadZipFile):
        return content


def parsed(text: bytes) -> Element:
    """The tree of a part; `written` gives its namespaces the prefixes that they have in it.

    But Word's own is `w`, whatever a program calls it: so it is looked for in what has been written.
    """
    ElementTree.register_namespace("w", W[1:-1])
    for found in PREFIX.finditer(text[:20_000]):
        prefix, uri = found[1].decode(), found[2].decode("utf-8", errors="replace")
        if not NUMBERED.fullmatch(prefix) and (prefix == "w") == (uri == W[1:-1]):
            ElementTree.register_namespace(prefix, uri)
    return ElementTree.fromstring(text)


def written(root: Element) -> bytes:
    """A part with this tree."""
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def has_doctype(texts: Mapping[str, bytes]) -> bool:
    """Whether any part declares a type of document, with entities perhaps: no word processor writes one."""
    return any(b"<!DOCTYPE" in text for text in texts.values())
