"""Fewer styles: an element has none that it cannot use, and one in common with others that are styled alike.

Most of what a layout holds in memory are styles, each a dictionary of properties computed as they are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import weasyprint
from weasyprint.css import ComputedStyle

from press.typesetting.engine.patches.patch import find


@dataclass(frozen=True, slots=True)
class SheetEdit:
    """The engine's own sheet for HTML with other words in it: patterns, each of which must be found, and what is put
    in their place.
    """

    patterns: Mapping[str, str]

    def missing(self) -> Iterator[str]:
        """The patterns that are not found, if there is such a sheet."""
        try:
            own, _, _ = (find("weasyprint.html", name) for name in ("UA", "UA_COUNTER_STYLE", "UA_STYLESHEET"))
        except (ImportError, AttributeError) as fault:
            yield f"the engine's own sheet cannot be read ({fault})"
            return
        for pattern in self.patterns:
            if not re.search(pattern, own):
                yield f"the engine's own sheet has nothing like {pattern!r}"

    def make(self) -> None:
        """Put a sheet read from the other words in the place of the engine's."""
        own = weasyprint.html.UA
        for pattern, words in self.patterns.items():
            own = re.sub(pattern, words, own)
        weasyprint.UA_STYLESHEET = weasyprint.CSS(string=own, counter_style=weasyprint.html.UA_COUNTER_STYLE)


ONLY_NOTES_AND_ITEMS = SheetEdit({r"(?m)^(?=::(foot)?note-)": ".note", r"(?m)^(?=::marker)": "li"})
"""Where a rule of that sheet begins that is for every element, and what it is needed for. The class `note` is that of
`styles/base/structure.css`.
"""


class Alike(ComputedStyle):  # type: ignore[misc]
    """The style of an element that differs from another one by its id alone: computed but once, for that other."""

    def __init__(self, other: Any, cascaded: Mapping[str, Any]) -> None:
        super().__init__(
            parent_style=other.parent_style,
            cascaded=cascaded,
            pseudo_type=other.pseudo_type,
            root_style=other.root_style,
            base_url=other.base_url,
            font_config=other.font_config,
            initial_page_sizes=other.initial_page_sizes,
        )
        self.other, self.specified = other, other.specified

    def __missing__(self, name: str) -> Any:
        if name == "anchor":
            return super().__missing__(name)
        value = self[name] = self.other[name]
        return value


def alike(style: Any, cascaded: Mapping[str, Any]) -> Any:
    """A style for an element like that of `style`, of which only the id may be another."""
    return style if "anchor" not in cascaded and not style["anchor"] else Alike(style, cascaded)


def first_of(style: Any) -> Any:
    """The style that others are like. Children look for styles to share by their parent's, which must be one then."""
    return vars(style).get("other", style)


SHARING = {
    "id(computed_styles[parent, None])": "id(press_first_of(computed_styles[parent, None]))",
    # What an element's own attributes declare keeps it apart from all others; so it is asked whether it has one that
    # declares more than an id does.
    "key = (parent_id, element_declarations,": "key = (parent_id, element_declarations if presentational_hints or"
    " {'style', 'lang', 'name', 'width', 'height'} & set(etree_element.keys()) else None,",
    # The engine notes an id as a place to point to where it computes a style, and not where it shares one.
    "computed_styles[etree_element, None] = computed_cache[key]\n": "computed_styles[etree_element, None] ="
    " press_alike(computed_cache[key], cascaded_styles.get((etree_element, None), {}))\n"
    "                if anchor := computed_styles[etree_element, None]['anchor']:\n"
    "                    target_collector.collect_anchor(anchor)\n",
}
"""Where the engine shares styles, and how it would if ids did not matter."""
SHARING_NAMES = {"press_alike": alike, "press_first_of": first_of}


def boxes_of_page(page_type: Any, style_for: Any) -> list[tuple[Any, str | None]]:
    """The page itself and its margin boxes, of those that have a style: what can stand in a sheet's page rules."""
    styles = style_for.get_cascaded_styles()
    selectors = (each for sheet, *_ in style_for._sheets for _, each, _ in sheet.page_rules)
    boxes = dict.fromkeys(pseudo for each in selectors for _, pseudo, _ in each)
    return [(page_type, pseudo) for pseudo in boxes if (page_type, pseudo) in styles]
