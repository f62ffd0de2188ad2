"""A figure that asks for type, or for a character, which the style has not would be lettered in another, and nobody
told: found beforehand.

What an element of a drawing asks for is found as the engine finds it: its attribute or its parent's, over that the
sheets of the drawing, its own `style`, and what is `!important`.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree

import cssselect2
import tinycss2

from press.book import Book
from press.files import is_there, leads_within
from press.problem import Origin, Problem, Severity
from press.project import Project
from press.store import Store
from press.style.glyphs import characters, is_lacking, no_font_has
from press.style.rules import MISSING_GLYPH, MISSING_TYPE
from press.style.style import Style
from press.text import Figure

LETTERED = {"text", "tspan", "tref", "textPath", "a"}
"""The elements of SVG that hold letters."""
GENERIC = {"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "ui-serif", "ui-sans-serif"}
"""Names of no family in particular: the style's own type will do, as it does where none is named."""
NAMES = ("font-family", "font", "display")


def check_lettering(book: Book, style: Style, project: Project) -> Iterator[Problem]:
    """One problem for each figure and family that it asks for in vain."""
    known = {family.casefold() for family in style.fonts}
    hint = f"name first in its font-family: {', '.join(style.fonts)}; or serif, for whatever type the style has"
    asked: dict[str, tuple[str, ...]] = {}
    for name, origin in _drawings(book):
        if name not in asked:
            asked[name] = tuple(dict.fromkeys(families_asked_for(_content(project.manuscript, name))))
        for families in asked[name]:
            wanted = [_as_heard(family) for family in families.split(",")]
            # the engine takes the first that it has: if not the one wanted most, that is a doubt; if none, an error
            if wanted[0].casefold() in known | GENERIC:
                continue
            instead = any(family.casefold() in known | GENERIC for family in wanted)
            shown = project.shown(project.manuscript / name)
            message = f'{shown} asks for the type "{wanted[0]}", which the style has not'
            yield Problem(origin, MISSING_TYPE, message, hint, Severity.WARNING if instead else Severity.ERROR)


def _drawings(book: Book) -> Iterator[tuple[str, Origin]]:
    """The pictures of a book that are drawings, and where they are asked for."""
    pictures = [(node.path, node.origin) for node in book.nodes if isinstance(node, Figure)]
    pictures += [(document.image, document.origin) for document in book.documents]
    return ((name, origin) for name, origin in pictures if name.lower().endswith(".svg"))


def _content(manuscript: Path, name: str) -> bytes:
    """What is in a file of the manuscript; nothing if it is not there, which somebody else complains of."""
    path = manuscript / name
    return path.read_bytes() if is_there(path) and leads_within(path, manuscript) else b""


def _as_heard(family: str) -> str:
    """A family of a list as the engine takes it: a second one in quotation marks keeps the first of them."""
    return family.strip("\"'").strip()


def check_letters(book: Book, style: Style, project: Project, store: Store) -> Iterator[Problem]:
    """One problem for each character of a drawing that no font of the style has, at its line in the drawing."""
    covered: frozenset[int] | None = None
    for name in dict.fromkeys(name for name, _ in _drawings(book)):
        content = _content(project.manuscript, name)
        letters = {char for words, _ in _lettered(content) for char in words if not char.isascii()}
        covered = characters(style, store) if letters and covered is None else covered
        lacking = sorted(char for char in letters if covered is not None and is_lacking(char, covered))
        lines = content.decode("utf-8", "replace").splitlines() if lacking else []
        for char in lacking:
            line = next((n for n, each in enumerate(lines, 1) if char in html.unescape(each)), 1)
            origin = Origin(project.shown(project.manuscript / name), line)
            yield Problem(origin, MISSING_GLYPH, no_font_has(char), "letter it otherwise, or take another style")


def families_asked_for(svg: bytes) -> Iterator[str]:
    """The `font-family` of everything lettered in a drawing that asks for one; nothing of what cannot be read."""
    return (family for _, family in _lettered(svg) if family)


def letters_of(svg: bytes) -> str:
    """Every character that a drawing is lettered with, once; nothing of what cannot be read."""
    return "".join(sorted({char for words, _ in _lettered(svg) for char in words}))


def _lettered(svg: bytes) -> Iterator[tuple[str, str]]:
    """The words of everything lettered in a drawing, each with the `font-family` that it asks for, if any."""
    if not any(tag.encode() in svg for tag in LETTERED - {"a"}):
        return
    try:
        root = cssselect2.ElementWrapper.from_xml_root(ElementTree.fromstring(svg))
    except (ElementTree.ParseError, LookupError, ValueError):
        return
    sheets = _sheets(root)
    waiting: list[tuple[cssselect2.ElementWrapper, Mapping[str, str]]] = [(root, {})]
    while waiting:
        element, around = waiting.pop()
        said = _cascade(element, around, sheets)
        if said.get("display") == "none":  # nor is anything within it drawn
            continue
        if words := _words(element.etree_element):
            yield words, " ".join(said.get("font-family", "").split())
        waiting += [(child, said) for child in element.iter_children()]


def _words(element: ElementTree.Element) -> str:
    """The words that an element of letters holds itself."""
    if element.tag.rpartition("}")[2] not in LETTERED:
        return ""
    return "".join(text or "" for text in (element.text, *(child.tail for child in element))).strip()


Rules = tuple[cssselect2.Matcher, cssselect2.Matcher]
"""What the sheets of a drawing say of its elements: plainly, and as important."""


def _sheets(root: cssselect2.ElementWrapper) -> Rules:
    plain, important = cssselect2.Matcher(), cssselect2.Matcher()
    for element in root.etree_element.iter("{http://www.w3.org/2000/svg}style"):
        for rule in tinycss2.parse_stylesheet(element.text or "", skip_comments=True, skip_whitespace=True):
            if rule.type != "qualified-rule":
                continue
            try:  # what is no selector the engine complains of itself, when it draws the figure
                selectors = cssselect2.compile_selector_list(rule.prelude)
            except cssselect2.SelectorError:
                continue
            for selector in selectors:
                for matcher, said in zip((plain, important), _declarations(rule.content), strict=True):
                    if said and not selector.never_matches:
                        matcher.add_selector(selector, said)
    return plain, important


def _declarations(content: object) -> tuple[dict[str, str], dict[str, str]]:
    """What declarations say of `NAMES`: plainly, and as important."""
    said: tuple[dict[str, str], dict[str, str]] = ({}, {})
    for each in tinycss2.parse_blocks_contents(content):
        if each.type == "declaration" and each.lower_name in NAMES:
            said[each.important][each.lower_name] = tinycss2.serialize(each.value).strip()
    return said


def _cascade(element: cssselect2.ElementWrapper, around: Mapping[str, str], sheets: Rules) -> dict[str, str]:
    """What is said of `NAMES` for an element, when so much is said around it."""
    attributes = element.etree_element.attrib
    said = {**around, **{name: attributes[name] for name in NAMES if name in attributes}}
    own = _declarations(attributes.get("style", ""))
    for matcher, declared in zip(sheets, own, strict=True):
        for *_, rule in matcher.match(element):
            said |= rule
        said |= declared
    if len(parts := said.pop("font", "").split(maxsplit=1)) == 2:  # as the engine has it: a size, then families
        said["font-family"] = parts[1]
    return {name: around.get(name, "") if value == "inherit" else value for name, value in said.items()}
