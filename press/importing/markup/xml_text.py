"""An author's XML read safely: no entity but those of characters, no file but this one; each element with its line."""

from __future__ import annotations

import html
import re
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from press.problem import Faulty, Origin, Problem
from press.rules import IMPORT_BROKEN

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
ENTITY = re.compile(r"&([A-Za-z][\w.]*);")
OWN = {"amp", "lt", "gt", "quot", "apos"}
DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[(?P<inner>.*?)\]\s*)?>", re.DOTALL)
DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def parse_xml(text: str, name: str) -> tuple[Element, dict[Element, int]]:
    """The root of a text in XML, and the line on which each element begins. Raises `Faulty`."""
    lines: dict[Element, int] = {}
    builder = TreeBuilder()
    parser = expat.ParserCreate("utf-8", "}")

    def begin(tag: str, attributes: dict[str, str]) -> None:
        element = builder.start(_named(tag), {_named(key): value for key, value in attributes.items()})
        lines[element] = parser.CurrentLineNumber

    parser.StartElementHandler = begin
    parser.EndElementHandler = lambda tag: builder.end(_named(tag))
    parser.CharacterDataHandler = builder.data
    parser.buffer_text = True
    try:
        parser.Parse(ready(text, name).encode(), True)
    except expat.ExpatError as fault:
        said = expat.ErrorString(fault.code)
        raise Faulty([Problem(Origin(name, fault.lineno), IMPORT_BROKEN, f"not XML: {said}")]) from None
    return builder.close(), lines


def _named(tag: str) -> str:
    """A name as ElementTree has it: with its namespace in braces, if it has one."""
    return f"{{{tag}" if "}" in tag else tag


def ready(text: str, name: str) -> str:
    """The text without its document type, and with the characters that entities name. Raises `Faulty` for others."""
    kept = DECLARED.sub("", text)
    if (found := DOCTYPE.search(kept)) and found["inner"] and "<!ENTITY" in found["inner"]:
        line = kept.count("\n", 0, found.start()) + 1
        hint = "have them written out"
        raise Faulty([Problem(Origin(name, line), IMPORT_BROKEN, "entities that the file declares itself", hint)])
    # as many lines as before, so that a fault is told at its own
    kept = DOCTYPE.sub(lambda match: "\n" * match[0].count("\n"), kept)
    return ENTITY.sub(lambda match: match[0] if match[1] in OWN else html.unescape(match[0]), kept)


def local(element: Element) -> str:
    """The name of an element without its namespace; nothing of a comment."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def words_of_element(element: Element) -> str:
    """All words in an element, spaces single."""
    return " ".join("".join(element.itertext()).split())
