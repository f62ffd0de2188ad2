"""The places of WeasyPrint that are patched, in the one version they are known in."""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from functools import wraps
from importlib.metadata import version
from typing import Any

import pydyf
import weasyprint
import weasyprint.pdf
from weasyprint import css
from weasyprint.layout import block as block_layout
from weasyprint.layout import inline as inline_layout
from weasyprint.layout import page as page_layout
from weasyprint.text import line_break

from press.typesetting.engine import justify
from press.typesetting.engine.version import TESTED


def _edit(module: Any, name: str, edits: Mapping[str, str]) -> bool:
    """Have a function of the engine with other words in its source; says whether it has been done, for which each must
    stand there once.
    """
    function = getattr(module, name)
    source = vars(function).get("edited") or inspect.getsource(function)
    if any(source.count(found) != 1 for found in edits):
        return False
    for found, wanted in edits.items():
        source = source.replace(found, wanted)
    exec(compile(source, module.__file__, "exec"), vars(module))
    getattr(module, name).edited = source
    return True


SQUEEZE = "report = not context.in_column and can_break_now and not could_break_before"


def keep_notes_with_calls(version: str) -> bool:
    """Stop the engine from squeezing a line onto a full page by pushing notes off it; says whether it has been done.

    That code (of WeasyPrint's #2432) moves notes that stand already, and loses those called from the squeezed line.
    `repair` would bring them home by public means, but at the price of laying a section out again for each: 30 layouts
    for the Krivitsky book. So the condition is switched off, in the one version known; in any other `repair` does it.
    """
    return version == TESTED and _edit(block_layout, "_linebox_layout", {SQUEEZE: "report = False"})


def let_spaces_hang(version: str) -> bool:
    """Let the space that ends a text, before an inline element, hang over the measure; says whether it has been done.

    The engine counts that space when it asks whether the rest of a text fits. When only the space does not, it breaks
    after the *first* word instead, and justifies that word across the line. There is no public way around it.
    """
    original = line_break.split_first_line
    if version != TESTED or inline_layout.split_first_line is not original:
        return False

    def split_first_line(text: str, style: Any, context: Any, max_width: Any, *rest: Any, **named: Any) -> Any:
        split = original(text, style, context, max_width, *rest, **named)
        _, _, resume_index, *_ = split
        broken = resume_index is not None and max_width is not None and style["white_space"] == "normal"
        if broken and text.endswith(" ") and len(text) <= max_width / style["font_size"] * 4:
            _, _, resume_index, *_ = original(text[:-1], style, context, max_width, *rest, **named)
            if resume_index is None:
                return original(text, style, context, None, *rest, **named)
        return split

    line_break.split_first_line = inline_layout.split_first_line = split_first_line
    return True


def set_paragraphs_whole(version: str) -> bool:
    """Let paragraphs be broken as a whole (`justify`); says whether it has been done.

    The engine breaks greedily, and nothing public tells it where to end a line and yet justify it.
    """
    if version != TESTED:
        return False
    justify.take_over()
    return True


ONLY = {r"(?m)^(?=::(foot)?note-)": ".note", r"(?m)^(?=::marker)": "li"}
"""Where a rule of the engine's own sheet begins that is for every element, and what it is needed for."""


def style_only_notes_as_notes(version: str) -> bool:
    """Keep the engine from giving every element the styles of a note and of a list item; says whether it has been done.

    Its own sheet does so, and six styles that are never used for each word in italics are a sixth of all memory that a
    layout takes, and a twentieth of its time.
    """
    own = weasyprint.html.UA
    for rule, element in ONLY.items():
        own, found = re.subn(rule, element, own)
        if version != TESTED or not found:
            return False
    weasyprint.UA_STYLESHEET = weasyprint.CSS(string=own, counter_style=weasyprint.html.UA_COUNTER_STYLE)
    return True


class Alike(css.ComputedStyle):  # type: ignore[misc]
    """The style of an element that differs from another one by its id alone: computed but once, for that other."""

    def __init__(self, other: Any, cascaded: Mapping[str, Any]) -> None:
        super().__init__(
            *(other.parent_style, cascaded, other.pseudo_type, other.root_style, other.base_url),
            *(other.font_config, other.initial_page_sizes),
        )
        self.other, self.specified = other, other.specified

    def __missing__(self, name: str) -> Any:
        if name == "anchor":
            return super().__missing__(name)
        value = self[name] = self.other[name]
        return value


def _alike(style: Any, cascaded: Mapping[str, Any]) -> Any:
    """A style for an element like that of `style`, of which only the id may be another."""
    return style if "anchor" not in cascaded and not style["anchor"] else Alike(style, cascaded)


def _first(style: Any) -> Any:
    """The style that others are like."""
    return vars(style).get("other", style)


SHARING = {
    "id(computed_styles[parent, None])": "id(_first(computed_styles[parent, None]))",
    "key = (parent_id, element_declarations,": "key = (parent_id, element_declarations if presentational_hints or"
    " {'style', 'lang', 'name', 'width', 'height'} & set(etree_element.keys()) else None,",
    "computed_styles[etree_element, None] = computed_cache[key]\n": "computed_styles[etree_element, None] ="
    " _alike(computed_cache[key], cascaded_styles.get((etree_element, None), {}))\n"
    "                if anchor := computed_styles[etree_element, None]['anchor']:\n"
    "                    target_collector.collect_anchor(anchor)\n",
}
"""Where the engine shares styles, and how it would if ids did not matter."""


def share_styles(version: str) -> bool:
    """Let elements share a style that differ by their ids alone; says whether it has been done.

    To the engine an id is a declaration, so that every paragraph, note and mention has a style of its own, and all that
    stands in it; to compute them takes a tenth of a layout.
    """
    source = inspect.getsource(css.StyleFor.__init__)
    if version != TESTED or any(source.count(found) != 1 for found in SHARING):
        return False
    for found, shared in SHARING.items():
        source = source.replace(found, shared)
    names = {**vars(css), "_alike": _alike, "_first": _first}
    exec(compile(f"if True:\n{source}", css.__file__, "exec"), names)
    css.StyleFor.__init__ = names["__init__"]
    return True


def set_columns_once(version: str) -> bool:
    """Let a column that has been tried stand, if it is full; says whether it has been done.

    The engine sets all columns of a page to see whether the text ends there, and where it does not, sets each again
    just as it was, which for an index takes half the time.
    """
    original = block_layout.block_box_layout
    if version != TESTED:
        return False

    @wraps(original)
    def block_box_layout(context: Any, box: Any, bottom: Any, skip: Any, *rest: Any, **named: Any) -> Any:
        if not box.is_column:
            return original(context, box, bottom, skip, *rest, **named)
        _, page_is_empty, absolute, fixed, *_ = rest
        tried = vars(context).setdefault("columns_tried", {})
        key = box.children[0], box.width, box.position_y, round(bottom, 3), str(skip), page_is_empty
        if key in tried:
            set_before, resume, *others = tried.pop(key)
            set_before.translate(box.position_x - set_before.position_x, 0)
            return set_before, resume, *others
        result = original(context, box, bottom, skip, *rest, **named)
        plain = not absolute and not fixed and not context.excluded_shapes
        if any(column != key[0] for column, *_ in tried):
            tried.clear()
        if result[0] and result[1] and plain and not any(b.footnote or b.note for b in result[0].descendants()):
            tried[key] = result
        return result

    block_layout.block_box_layout = block_box_layout
    return True


def number_pages_once(version: str) -> bool:
    """Let a PDF list its pages once for all of its elements; says whether it has been done.

    It makes the list anew for each, so that the time this takes grows with the square of the pages.
    """
    listed = pydyf.PDF.page_references.fget
    if version != TESTED:
        return False

    def page_references(pdf: Any) -> tuple[bytes, ...]:
        known: tuple[bytes, ...] = vars(pdf).get("pages_listed", ())
        if len(known) * 3 != len(pdf.pages["Kids"]):
            known = pdf.pages_listed = listed(pdf)
        return known

    pydyf.PDF.page_references = property(page_references)
    return True


CALLS = {"if descendant.footnote in context.": "if descendant.footnote and descendant.footnote in context."}
ANCHORS = {
    "cached_anchors = []": "cached_anchors = set()",
    "cached_anchors.extend(": "cached_anchors.update(",
    "cached_anchors.append(": "cached_anchors.add(",
}
MARGIN_BOXES = {"in style_for.get_cascaded_styles():": "in _of_page(page_type, style_for):"}


def _of_page(page_type: Any, style_for: Any) -> list[tuple[Any, str | None]]:
    """The page itself and its margin boxes, of those that have a style."""
    styles = style_for.get_cascaded_styles()
    selectors = (each for sheet, *_ in style_for._sheets for _, each, _ in sheet.page_rules)
    boxes = dict.fromkeys(pseudo for each in selectors for _, pseudo, _ in each)
    return [(page_type, pseudo) for pseudo in boxes if (page_type, pseudo) in styles]


def search_less(version: str) -> bool:
    """Have the engine search where something can be, and not everywhere; says whether it has been done.

    For every box of a line it goes through all notes that are still to come, for every anchor of a page through all
    anchors before it, for every page through the styles of all elements. All this grows with the square of a section's
    length: for 350 pages of documents it is a sixth of the time.
    """
    if version != TESTED:
        return False
    page_layout._of_page = _of_page
    return (
        _edit(block_layout, "_linebox_layout", CALLS)
        and _edit(page_layout, "make_page", ANCHORS)
        and _edit(page_layout, "set_page_type_computed_styles", MARGIN_BOXES)
    )


PATCHES = (
    *(keep_notes_with_calls, let_spaces_hang, set_paragraphs_whole, style_only_notes_as_notes, share_styles),
    *(set_columns_once, number_pages_once, search_less),
)
PATCHED = all(patch(weasyprint.__version__) for patch in PATCHES)


def versions() -> str:
    """The engine and the libraries that shape its text: with others the pages may be others."""
    from weasyprint.text.ffi import pango

    return f"weasyprint {weasyprint.__version__}, pango {pango.pango_version()}, pyphen {version('pyphen')}, {PATCHED}"
