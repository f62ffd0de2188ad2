"""A citation style (CSL), looked at before pandoc is given it.

Pandoc tells no line of one, leaves out what it does not find, asks the network for the style that another only names,
and never ends where macros call each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers import expat

from press.problem import Origin, Problem, did_you_mean
from press.style.rules import BAD_CSL

NAMESPACE = "http://purl.org/net/xbiblio/csl"


KNOWN = {
    *("style", "info", "locale", "style-options", "terms", "term", "single", "multiple", "macro", "citation", "layout"),
    *(
        "bibliography",
        "sort",
        "key",
        "text",
        "date",
        "date-part",
        "number",
        "names",
        "name",
        "name-part",
        "et-al",
        "label",
    ),
    *("institution", "institution-part", "substitute", "group", "choose", "if", "else-if", "else"),
}
"""The elements of CSL 1.0.2, and of its extensions those that styles have though citeproc passes them over."""
NEEDED = {
    "text": {"variable", "macro", "term", "value"},
    "key": {"variable", "macro"},
    "date": {"variable", "form"},  # of a locale, which says how all dates of a form look
    "number": {"variable"},
    "names": {"variable"},
    "macro": {"name"},
    "term": {"name"},
    "date-part": {"name"},
}
"""Of which attributes an element must have one."""


@dataclass(slots=True)
class CslOutline:
    """What a CSL file consists of. `elements`, `macros`: those that there are, with the line of the last or the first.
    `calls`: which macro ("" is none) calls which, and on which line. `parent`: the line that names the style of which
    this is but another name. `faults`: what is wrong with single elements, and where. `open`: the elements that are
    open while it is read.
    """

    root: str = ""
    elements: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[int, str]] = field(default_factory=list)
    macros: dict[str, int] = field(default_factory=dict)
    calls: list[tuple[str, str, int]] = field(default_factory=list)
    parent: int = 0
    open: list[str] = field(default_factory=list)


def faults_of_csl(text: str, path: str) -> Iterator[Problem]:
    """What is wrong with a citation style; `path`: as it is told to people."""
    try:
        outline = _outline(text)
    except expat.ExpatError as fault:
        message = f"it is no CSL, for it is no XML: {expat.ErrorString(fault.code)}"
        yield Problem(Origin(path, fault.lineno), BAD_CSL, message)
        return
    if outline.root != "style":
        yield Problem(
            Origin(path, 1), BAD_CSL, f"it is no CSL: its root is <{outline.root}>, not <style> of {NAMESPACE}"
        )
    elif outline.parent:
        hint = "take the style that it names in its place"
        yield Problem(Origin(path, outline.parent), BAD_CSL, "it says nothing but which other style it is like", hint)
    elif "citation" not in outline.elements:
        yield Problem(Origin(path, 1), BAD_CSL, "it has no <citation>, which says how a work is cited")
    elif outline.elements.get("layout", 0) < outline.elements["citation"]:
        yield Problem(Origin(path, outline.elements["citation"]), BAD_CSL, "its <citation> has no <layout>")
    for line, said in outline.faults:
        yield Problem(Origin(path, line), BAD_CSL, said)
    for _, called, line in outline.calls:
        if called not in outline.macros:
            message = f'it calls the macro "{called}", which it has not'
            yield Problem(Origin(path, line), BAD_CSL, message, did_you_mean(called, outline.macros))
    for name in _circular(outline):
        message = f'the macro "{name}" calls itself, by way of others or at once'
        yield Problem(Origin(path, outline.macros[name]), BAD_CSL, message)


@lru_cache(maxsize=16)  # read with its style whenever anything is saved; only this module has outlines in its hands
def _outline(text: str) -> CslOutline:
    """What stands in a CSL file. Raises `ExpatError`."""
    outline, within = CslOutline(), [""]
    parser = expat.ParserCreate("utf-8", namespace_separator=" ")

    def begin(tag: str, attributes: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        line = parser.CurrentLineNumber
        outline.root = outline.root or (name if space == NAMESPACE else tag.replace(" ", ":"))
        within.append(attributes.get("name", "") if name == "macro" else within[-1])
        if name == "link" and attributes.get("rel") == "independent-parent":
            outline.parent = line
        if space == NAMESPACE and "info" not in outline.open:
            _look_at(outline, name, attributes, line, within[-1])
        outline.open.append(name)

    def end(_: str) -> None:
        within.pop()
        outline.open.pop()

    parser.StartElementHandler, parser.EndElementHandler = begin, end
    parser.Parse(text.encode(), True)
    return outline


def _look_at(outline: CslOutline, name: str, attributes: dict[str, str], line: int, macro: str) -> None:
    """Take note of an element that is none of the style's particulars, and of what is wrong with it."""
    if name in ("citation", "bibliography") and name in outline.elements:
        outline.faults.append((line, f"a second <{name}>"))
    outline.elements[name] = line
    if name not in KNOWN:
        outline.faults.append((line, f"there is no <{name}> in CSL"))
    elif name == "substitute" and "names" not in outline.open:
        outline.faults.append((line, "a <substitute> that stands in no <names>"))
    elif name in NEEDED and not NEEDED[name] & attributes.keys():
        outline.faults.append((line, f"a <{name}> without {' or '.join(sorted(NEEDED[name]))}"))
    if name == "macro" and macro:
        outline.macros.setdefault(macro, line)
    elif name in ("text", "key") and (called := attributes.get("macro", "")):
        outline.calls.append((macro, called, line))


def _circular(outline: CslOutline) -> Iterator[str]:
    """The macros from which a way of calls leads back to themselves, the first of each circle."""
    calls: dict[str, set[str]] = {}
    for by, called, _ in outline.calls:
        calls.setdefault(by, set()).add(called)
    told: set[str] = set()
    for name in outline.macros:
        reached, waiting = set[str](), [*calls.get(name, ())]
        while waiting:
            if (each := waiting.pop()) not in reached:
                reached.add(each)
                waiting += calls.get(each, ())
        if name in reached and not reached & told:
            told.add(name)
            yield name
