"""WeasyPrint, at arm's length: what is particular to it stands here, in `account` and in `bind`, and nowhere else.

Gives a fetcher that reads only the project and the style's fonts, a way to hear what the engine logs, a way to write
pages without their type, and eight patches.
"""

from __future__ import annotations

import inspect
import logging
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from hashlib import md5
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import pydyf
import weasyprint
import weasyprint.pdf
from weasyprint import css
from weasyprint.layout import block as block_layout
from weasyprint.layout import inline as inline_layout
from weasyprint.layout import page as page_layout
from weasyprint.pdf import stream as pdf_stream
from weasyprint.pdf.fonts import Font
from weasyprint.text import line_break
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from press.printing.setting import justify
from press.printing.setting.version import TESTED
from press.problem import Origin, Problem

CSS_LINE = re.compile(r" at (\d+):\d+")
ANCHOR = re.compile(r'#([^\s,"]+)')
MANY = 40
"""Pages laid out after which it is searched for what the engine has left behind: boxes that refer to one another."""
FILE = re.compile(r"file://\S+?(?=['\"]?:?(?:\s|$))")


class OutsideProject(FatalURLFetchingError):  # type: ignore[misc]
    """A style or a manuscript asked for something that is neither in the project nor a font of the style."""


class ProjectFetcher(URLFetcher):  # type: ignore[misc]
    """Fetches files of the given folders and `font:Family/style`; never the network."""

    def __init__(self, folders: tuple[Path, ...], fonts: Mapping[str, tuple[Path, ...]]) -> None:
        super().__init__(allowed_protocols=("file", "data", "font"), allow_redirects=False, fail_on_errors=True)
        self.folders = tuple(folder.resolve() for folder in folders)
        self.fonts = fonts

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes behind a URL. Raises `OutsideProject`."""
        scheme = url.split(":", 1)[0].lower()
        if scheme == "data":
            return super().fetch(url, headers)
        path = self._font(unquote(url.split(":", 1)[1])) if scheme == "font" else self._file(url)
        if path is None or not path.is_file():
            raise OutsideProject(f"cannot read {url}")
        return URLFetcherResponse(url, path.read_bytes())

    def _font(self, name: str) -> Path | None:
        family, _, slope = name.strip("/").partition("/")
        files = self.fonts.get(family, ())
        return next((file for file in files if ("Italic" in file.name) == (slope == "italic")), None)

    def _file(self, url: str) -> Path | None:
        if urlsplit(url).scheme.lower() != "file":
            return None
        path = _path(url).resolve()
        return path if any(path.is_relative_to(folder) for folder in self.folders) else None


class _Records(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        if message not in self.messages:
            self.messages.append(message)


@contextmanager
def listening() -> Iterator[list[str]]:
    """What the engine logs as warnings or errors while the block runs."""
    logger = logging.getLogger("weasyprint")
    records = _Records()
    logger.addHandler(records)
    propagate, logger.propagate = logger.propagate, False
    try:
        yield records.messages
    finally:
        logger.removeHandler(records)
        logger.propagate = propagate


def css_problems(path: str, messages: list[str]) -> list[Problem]:
    """What the engine said of a style sheet, with the sheet's line."""
    found = []
    for message in messages:
        line = CSS_LINE.search(message)
        said = CSS_LINE.sub("", message).rstrip(".")
        found.append(Problem(Origin(path, int(line[1]) if line else 0), "css", said[:1].lower() + said[1:]))
    return found


@dataclass(frozen=True, slots=True)
class File:
    """A file that the engine speaks of: its name in the manuscript, if it is there, and as it is told to people."""

    name: str
    shown: str


def layout_problems(
    section: str, messages: list[str], origins: Mapping[str, Origin], file_at: Callable[[Path], File | None]
) -> list[Problem]:
    """What the engine said of a section, with the manuscript's line where an anchor or a picture gives it.

    The engine names files by their URLs; `file_at` tells what is at a path, if it is of the project.
    """

    def file_of(url: str) -> File:
        return file_at(_path(url)) or File("", url)

    found = []
    for message in messages:
        named = [*ANCHOR.findall(message), *(file_of(url).name for url in FILE.findall(message))]
        origin = next((origins[name] for name in named if name in origins), Origin(section))
        told = FILE.sub(lambda url: file_of(url[0]).shown, message)
        found.append(Problem(origin, "engine", told[:1].lower() + told[1:].rstrip(".: ")))
    return found


def _path(url: str) -> Path:
    """The path of a `file:` URL."""
    return Path(url2pathname(urlsplit(url).path))


class Named(Font):  # type: ignore[misc]
    """A font named after what it is. The engine names a variable font after the size too at which it first meets it,
    for Pango sets the optical size by that; then the same face of two sizes would be two, and neither be cast.
    """

    def __init__(self, *of: Any) -> None:
        super().__init__(*of)
        axes = sorted((axis, round(value, 3)) for axis, value in self.variations.items())
        digest = md5(f"{self.family} {self.weight} {self.style} {axes}".encode(), usedforsecurity=False).digest()
        self.hash = "".join(chr(ord("A") + byte % 26) for byte in digest[:6])


pdf_stream.Font = Named


@contextmanager
def type_left_out() -> Iterator[None]:
    """While the block runs the engine writes pages that name their fonts and do not hold them.

    Every section would else embed a subset of its own, and spend most of its time on that.
    """

    def names_only(_: Any, fonts: Mapping[Any, Any], *__: Any) -> Any:
        return pydyf.Dictionary({font.hash: "null" for font in fonts.values()})

    with _building_fonts(names_only):
        yield


@contextmanager
def type_cast(used: Mapping[str, tuple[Mapping[int, str], Mapping[int, float]]]) -> Iterator[None]:
    """While the block runs the engine embeds the given glyphs and widths of each font, whatever its pages use."""
    original = weasyprint.pdf.build_fonts_dictionary

    def with_glyphs(pdf: Any, fonts: Mapping[Any, Any], *rest: Any) -> Any:
        for font in fonts.values():
            font.to_unicode, font.widths = map(dict, used[font.hash])
        return original(pdf, fonts, *rest)

    with _building_fonts(with_glyphs):
        yield


@contextmanager
def _building_fonts(build: Any) -> Iterator[None]:
    original = weasyprint.pdf.build_fonts_dictionary
    weasyprint.pdf.build_fonts_dictionary = build
    try:
        yield
    finally:
        weasyprint.pdf.build_fonts_dictionary = original


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
