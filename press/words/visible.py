"""What the sheets of a finished page hide: elements whose words nobody sees, however good the markup.

The cascade of CSS, for the few properties that hide (CSS Cascading and Inheritance 4), by the libraries that the engine
uses too. What the sheet asks for under a condition (a narrow window, a dark screen, paper) is looked at by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias
from xml.etree.ElementTree import Element

import cssselect2
import tinycss2

BROWSER = """[hidden], head, script, style, template, noscript, dialog:not([open]) { display: none }"""
"""What every browser hides."""
HIDING = {
    "display": re.compile("none"),
    "visibility": re.compile("hidden|collapse"),
    "content-visibility": re.compile("hidden"),
    "opacity": re.compile(r"0(?:\.0*)?%?"),
    "font-size": re.compile(r"0(?:\.0*)?[a-z%]*"),
    "color": re.compile(r"transparent|rgba\(.*, ?0\)|rgb\(.*/ ?0%?\)|#[\da-f]{3}0|#[\da-f]{6}00"),
    "max-height": re.compile(r"0(?:\.0*)?[a-z%]*"),
    "height": re.compile(r"0(?:\.0*)?[a-z%]*"),
}
"""The value of each property that hides."""
INHERITED = ("visibility", "font-size", "color")
"""Of these an element within may say otherwise; by the others all is hidden that stands within."""
CLIPPED = ("height", "max-height")
"""These hide only together with `overflow`."""
NO_OVERFLOW = re.compile("hidden|clip|scroll|auto")
KNOWN = {*HIDING, "overflow"}
CONDITIONAL = ("media", "supports", "layer")
"""What holds rules; of a condition other than a medium it is taken that it is met."""

Unseen: TypeAlias = frozenset[Element]
Declared: TypeAlias = tuple[str, str, bool]
"""Property, value, whether it is important."""


@dataclass(frozen=True, slots=True)
class _SheetRule:
    """A rule of a sheet, under a condition or none."""

    medium: str
    selectors: Any
    declarations: tuple[Declared, ...]

    @property
    def may_hide(self) -> bool:
        """Whether it hides something, if only together with another."""
        return any(name not in HIDING or HIDING[name].fullmatch(value) for name, value, _ in self.declarations)


class Sheets:
    """The sheets of a page, as far as they hide. `media`: the conditions under which something else may be seen."""

    def __init__(self, texts: Iterable[str]) -> None:
        self.rules = [rule for text in (BROWSER, *texts) for rule in _rules(text, "")]
        self.media = ("", *dict.fromkeys(rule.medium for rule in self.rules if rule.medium and rule.may_hide))

    def unseen(self, root: Element, medium: str = "") -> Unseen:
        """The elements whose own words cannot be seen, with what the sheets ask for under a condition."""
        matcher = cssselect2.Matcher()
        for rule in self.rules:
            if rule.medium in ("", medium):
                for selector in rule.selectors:
                    matcher.add_selector(selector, rule.declarations)
        found: set[Element] = set()
        wrapped = cssselect2.ElementWrapper.from_html_root(root)
        _walk(wrapped, matcher, {}, False, found)
        return frozenset(found)


def _walk(element: Any, matcher: Any, inherited: Mapping[str, str], within: bool, found: set[Element]) -> None:
    """Note what is hidden of an element and of all that it holds; `within`: it stands within what is hidden."""
    said = {**inherited, **_declared(element, matcher)}
    hides = {name for name, value in said.items() if name in HIDING and HIDING[name].fullmatch(value)}
    if not NO_OVERFLOW.search(said.get("overflow", "")):
        hides -= set(CLIPPED)
    gone = within or bool(hides.difference(INHERITED))
    if gone or hides:
        found.add(element.etree_element)
    kept = {name: value for name, value in said.items() if name in INHERITED}
    for child in element.iter_children():
        _walk(child, matcher, kept, gone, found)


def _declared(element: Any, matcher: Any) -> dict[str, str]:
    """What the sheets, and its own attribute, say of an element."""
    matched = [(weight, each) for *weight, pseudo, each in matcher.match(element) if not pseudo]
    ranked = [each for _, each in sorted(matched, key=lambda pair: pair[0])]
    ranked.append(_declarations(element.etree_element.get("style", "")))
    said = {name: value for each in ranked for name, value, _ in each}
    said |= {name: value for each in ranked for name, value, important in each if important}
    return {name: value for name, value in said.items() if value not in ("inherit", "unset")}


def _rules(text: str, medium: str) -> Iterator[_SheetRule]:
    """The rules of a sheet that may hide something or show it again."""
    yield from _known(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True), medium)


def _known(nodes: Sequence[Any], medium: str) -> Iterator[_SheetRule]:
    for node in nodes:
        if node.type == "at-rule" and node.content is not None and node.lower_at_keyword in CONDITIONAL:
            asked = tinycss2.serialize(node.prelude).strip() if node.lower_at_keyword == "media" else ""
            inner = tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True)
            always = asked in ("", "all", "screen")
            yield from _known(inner, medium if always else f"{medium} {asked}".strip())
        elif node.type == "qualified-rule":
            declarations = _declarations(node.content)
            try:
                selectors = cssselect2.compile_selector_list(node.prelude) if declarations else ()
            except cssselect2.SelectorError:
                continue  # of a state that a page at rest is not in, as a link pointed at
            if declarations:
                yield _SheetRule(medium, selectors, declarations)


def _declarations(content: Any) -> tuple[Declared, ...]:
    """The declarations of a block, or of an attribute, that matter here."""
    if not content:
        return ()
    parsed = tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True)
    return tuple(
        (each.lower_name, tinycss2.serialize(each.value).strip().lower(), each.important)
        for each in parsed
        if each.type == "declaration" and each.lower_name in KNOWN
    )
