"""A drawing in SVG that the engine could not draw, would draw for hours, or that asks for what it may not have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

from press.fields import POINTS
from press.files import is_there
from press.limits import BRACKETS, LEVELS, SHAPES
from press.links import public_link
from press.style.nesting import too_deep

LINK = "{http://www.w3.org/1999/xlink}href"
URL = re.compile(r"url\(\s*[\"']?([^\"')]*)|@import\s+[\"']([^\"']*)")
LENGTH = re.compile(rf"([0-9]*\.?[0-9]+)({'|'.join(POINTS)})?")
NUMBERS = re.compile(r"-?[0-9]*\.?[0-9]+")
RUNS = {"script", "handler", "listener"}
UNDRAWN = {"foreignObject", "iframe", "video", "audio"}
"""What the engine leaves out without a word."""
Element = ElementTree.Element


def faults_of_drawing(content: bytes, path: Path, manuscript: Path) -> Iterator[str]:
    """What is wrong with a drawing, in words that follow upon its name."""
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, LookupError, ValueError) as fault:
        asks = "asks for an entity that it does not have" if "undefined entity" in str(fault) else "is no SVG"
        yield f"{asks}: {fault}"
        return
    except RecursionError:
        yield f"has elements more than {LEVELS} deep"
        return
    if _name(root) != "svg":
        yield f"is no SVG: its root is <{_name(root)}>"
        return
    if _depth(root) > LEVELS:  # and nothing below looks into what is so deep
        yield f"has elements more than {LEVELS} deep"
        return
    shapes = _shapes(root)
    if shapes > SHAPES:
        drawn = "endlessly: something in it draws itself" if shapes == float("inf") else f"{shapes:.3g} shapes"
        yield f"draws {drawn}; at most {SHAPES:,} can be drawn"
    if any(too_deep(text) for element in root.iter() for text in (*element.attrib.values(), element.text or "")):
        yield f"has brackets more than {BRACKETS} deep in its styles"
    yield from dict.fromkeys(_asked(root, path, manuscript.resolve()))


def proportion_of_drawing(content: bytes) -> float:
    """The width of a drawing by its height, as it says it itself or by its `viewBox`; 0 where it says neither."""
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, LookupError, ValueError, RecursionError):
        return 0.0
    sides = [LENGTH.fullmatch(root.get(name, "").strip()) for name in ("width", "height")]
    wide, high = (float(side[1]) * POINTS[side[2] or "px"] if side else 0.0 for side in sides)
    if wide and high:
        return wide / high
    box = [float(each) for each in NUMBERS.findall(root.get("viewBox", ""))]
    return box[2] / box[3] if len(box) == 4 and box[2] > 0 and box[3] > 0 else 0.0


def _asked(root: Element, path: Path, manuscript: Path) -> Iterator[str]:
    """What a drawing asks for and must not have, and what in it would run or be left out."""
    for element in root.iter():
        name = _name(element)
        if name in RUNS or any(_local(key).lower().startswith("on") for key in element.attrib):
            yield "has a script in it, and nothing in a book may run"
        elif name in UNDRAWN:
            yield f"has <{name}> in it, which cannot be printed"
        for href in (element.get(key) for key in ("href", LINK)):
            if href and name == "a":
                if not public_link(href) and not href.startswith("#"):
                    yield f'has a link that is none of a book: "{href[:80]}"'
            elif href:
                yield from _resource(href.strip(), path, manuscript)
        texts = [element.text or ""] if name == "style" else []
        for text in (*texts, *element.attrib.values()):
            for found in URL.finditer(text):
                yield from _resource((found[1] or found[2] or "").strip(), path, manuscript)


def _resource(url: str, path: Path, manuscript: Path) -> Iterator[str]:
    if not url or url.startswith(("#", "data:")):
        return
    parts = urlsplit(url) if "[" not in url else None
    if parts is None or parts.scheme or parts.netloc:
        told = "a file of this machine" if url.lower().startswith("file:") else "the network"
        yield f'asks for {told}: "{url[:80]}"'
        return
    file = (path.resolve().parent / unquote(parts.path)).resolve() if "\0" not in unquote(parts.path) else None
    if file is None or not (is_there(file) and file.is_relative_to(manuscript)):
        yield f'asks for a file that is not in the manuscript: "{url[:80]}"'


def _shapes(root: Element) -> float:
    """How many elements are drawn, those that `<use>` draws again counted as often as that; infinite for a circle."""
    named = {element.get("id"): element for element in root.iter() if element.get("id")}
    counted: dict[int, float] = {}
    children = partial(_drawn_by, named)
    waiting = [root]
    under_way: set[int] = set()
    while waiting:  # not by recursion: what is used may be used from within, a thousand deep
        element = waiting[-1]
        within = children(element)
        if id(element) in counted:
            waiting.pop()
        elif id(element) in under_way:
            counted[id(element)] = 1 + sum(counted.get(id(each), float("inf")) for each in within)
            under_way.discard(id(element))
            waiting.pop()
        else:
            under_way.add(id(element))
            if any(id(each) in under_way for each in within):
                return float("inf")
            waiting += [each for each in within if id(each) not in counted]
    return counted[id(root)]


def _drawn_by(named: dict[str | None, Element], element: Element) -> list[Element]:
    href = (element.get("href") or element.get(LINK) or "") if _name(element) == "use" else ""
    return [*element, *([named[href[1:]]] if href[:1] == "#" and href[1:] in named else [])]


def _depth(root: Element) -> int:
    depth, level = 0, [root]
    while level and depth <= LEVELS:
        depth, level = depth + 1, [child for element in level for child in element]
    return depth


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _name(element: Element) -> str:
    return _local(element.tag) if isinstance(element.tag, str) else ""
