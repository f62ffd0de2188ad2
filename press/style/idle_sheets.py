"""What a sheet says in vain: of pages, running heads and classes that there are not, and of numbers that nobody knows
when the text is set. The engine passes over all of these without a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

import tinycss2

from press.files import read_text
from press.kinds import KINDS
from press.problem import Origin, Problem, did_you_mean, warning
from press.style.records import IMPRINT_LINES
from press.style.rules import IDLE_SHEET
from press.style.style import Style, StyleSheet

PAGES = frozenset({"roman", "part", "bare", "bleed", "auto"})
"""The names of pages that `structure.css` gives."""
OWN_PAGE = re.compile(r"[{;\s]page\s*:\s*([\w-]+)", re.IGNORECASE)
COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
HEADS = frozenset({"verso", "recto", "plain-verso", "plain-recto"})
SET_HEAD = re.compile(r"string-set\s*:\s*([^;}]*)|position\s*:\s*running\(\s*([\w-]+)", re.IGNORECASE)
CALLED = ("string", "element")
WRITTEN = frozenset(
    {
        *("blank", "verso", "recto", "roman", "arabic", "in-part", "heading", "furnished", "running-head", "narrow"),
        *("document-line", "index-piece", "index-of-names", "text-note", "epigraph-page", "series-page", "with-folios"),
        *("full", "extract", "calendar", "facsimile", "translation", "figures-3", "figures-4", "level-2", "level-3"),
        *(
            "left",
            "center",
            "right",
            "title",
            "part",
            "chapter",
            "prose",
            "documents",
            "drop",
            "raised",
            "hanging",
            "hung",
            "large",
        ),
        *(f"{part}-of-letter" for part in ("dateline", "salutation", "signature", "postscript")),
        *(f"imprint-{line.replace('_', '-')}" for line in get_args(IMPRINT_LINES)),
    }
)
"""Classes that the press writes by itself, or puts together."""
HINT = "a page is named by page: in a sheet; what fills heads, and what has numbers, is in docs/designers-guide.md"
WORD = re.compile(r"[\w-]+")


def check_idle_sheets(style: Style) -> Iterator[Problem]:
    """What the sheets of a style's pages say in vain: an error for a name that there is not, a warning for a class."""
    pages, heads = set(PAGES), set(HEADS)
    for text in (COMMENT.sub(" ", sheet.text) for sheet in style.sheets):
        pages |= set(OWN_PAGE.findall(text))
        for strings, element in SET_HEAD.findall(text):
            heads |= {*WORD.findall(strings), element}
    classes = _classes(style)
    for sheet in style.sheets:
        rules = tinycss2.parse_stylesheet(sheet.text, skip_comments=True, skip_whitespace=True)
        for line, message, hint in _in_rules(rules, pages, heads):
            yield Problem(Origin(sheet.path, line), IDLE_SHEET, message, hint)
        yield from _of_classes(sheet, rules, classes)


def _classes(style: Style) -> frozenset[str]:
    """Every word of the templates, some of which are classes, and the classes that the press writes."""
    paths = (path for folder in style.folders for path in folder.glob("*.j2"))
    words = {word for path in paths for word in WORD.findall(read_text(path, path.name))}
    return frozenset(words | WRITTEN | set(filter(None, KINDS)))


def _in_rules(rules: Sequence[Any], pages: Iterable[str], heads: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    """Names of pages and heads that there are not, and counters not known: line, message, hint."""
    for rule in rules:
        if rule.type == "at-rule" and rule.lower_at_keyword == "page":
            for name in (name for name in _page_names(rule.prelude) if name not in pages):
                yield rule.source_line, f'no page is called "{name}"', did_you_mean(name, pages) or HINT
            yield from _of_heads(rule.content or (), heads)
        elif inner := _within(rule):
            yield from _in_rules(inner, pages, heads)
        elif rule.type == "qualified-rule":
            for each in _functions(rule.content, ("counter", "counters")):
                said = next((token.value for token in each.arguments if token.type == "ident"), "")
                if said in ("page", "pages"):
                    message = f'counter("{said}") in the text, which is set before pages have numbers'
                    yield each.source_line, message, HINT
            yield from _of_pictures(rule.content)


def _page_names(prelude: Sequence[Any]) -> Iterator[str]:
    """The names in the selectors of an `@page`, between commas: chapter, part:first."""
    begins = True
    for token in (token for token in prelude if token.type not in ("whitespace", "comment")):
        if begins and token.type == "ident":
            yield str(token.value)
        begins = token.type == "literal" and token.value == ","


def _within(rule: Any) -> Sequence[Any]:
    """The rules within one of a condition, as `@media`; none of any other."""
    if rule.type != "at-rule" or rule.content is None or rule.lower_at_keyword not in ("media", "supports"):
        return ()
    return tuple(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def _of_pictures(content: Sequence[Any]) -> Iterator[tuple[int, str, str]]:
    """Pictures as generated content, which would be figures that nobody can read out: an ornament is a background."""
    for each in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if each.type != "declaration" or each.lower_name != "content":
            continue
        if any(token.type == "url" or getattr(token, "lower_name", "") == "url" for token in each.value):
            yield each.source_line, 'a picture as "content", which has no words to be read out', "make it a background"


def _of_heads(content: Sequence[Any], heads: Iterable[str]) -> Iterator[tuple[int, str, str]]:
    for each in _functions(content, (*CALLED, "counter")):
        said = next((token.value for token in each.arguments if token.type == "ident"), "")
        if each.lower_name in CALLED and said not in heads:
            yield each.source_line, f'nothing fills {each.lower_name}("{said}")', did_you_mean(said, heads) or HINT
        elif said == "pages":
            yield each.source_line, 'counter("pages") counts those of one section, for each is set by itself', HINT


def _functions(tokens: Iterable[Any], names: Sequence[str]) -> Iterator[Any]:
    """The calls of functions of some names, however deep they stand in brackets."""
    for token in tokens:
        if token.type == "function":
            if token.lower_name in names:
                yield token
            yield from _functions(token.arguments, names)
        elif hasattr(token, "content") and isinstance(token.content, list):
            yield from _functions(token.content, names)


def _of_classes(sheet: StyleSheet, rules: Sequence[Any], classes: frozenset[str]) -> Iterator[Problem]:
    """A warning for each class that no template writes."""
    for rule in rules:
        yield from _of_classes(sheet, _within(rule), classes)
        for name in () if rule.type != "qualified-rule" else dict.fromkeys(_named(rule.prelude)):
            if name not in classes:
                message, hint = f'nothing has the class "{name}"', did_you_mean(name, classes)
                yield warning(Origin(sheet.path, rule.source_line), IDLE_SHEET, message, hint)


def _named(tokens: Sequence[Any]) -> Iterator[str]:
    """The classes of a selector."""
    dotted = False
    for token in tokens:
        if dotted and token.type == "ident":
            yield str(token.value)
        dotted = token.type == "literal" and token.value == "."
        if token.type == "function":
            yield from _named(token.arguments)
