"""Every place of the engine that is patched, why, what it must look like for that, and what becomes of the press if it
does not.

The table is gone through once in a process, by `apply`, before anything is laid out. A patch is applied if the engine
has what all its changes need, and else left; none depends on another. What came of each is a plain value (`Outcome`).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Collection
from importlib.metadata import requires, version

from press.problem import Origin, Problem, Severity
from press.typesetting.engine import justify, sides, typefaces
from press.typesetting.engine.patches import (
    artifacts,
    askings,
    columns,
    drawings,
    lengths,
    lines,
    note_area,
    page_list,
    pages,
    styles,
    tables,
    widths,
    work,
)
from press.typesetting.engine.patches.patch import Edit, Outcome, Patch, Referred, Reliance, Replacement, Throughout
from press.typesetting.engine.version import INSTALL
from press.typesetting.rules import ENGINE_VERSION

BLOCKS = "weasyprint.layout.block"
BOXES = "weasyprint.formatting_structure.boxes"
LENGTHS = "weasyprint.layout.percent"
INLINES = "weasyprint.layout.inline"
PAGES = "weasyprint.layout.page"
LINES = "weasyprint.text.line_break"
STYLES = "weasyprint.css"
TABLES = "weasyprint.layout.table"
DRAWING = "weasyprint.draw"
TAGS = "weasyprint.pdf.tags"

PATCHES = (
    Patch(
        "keep-notes-with-calls",
        "To squeeze a line onto a full page the engine pushes notes off it that stand already, and loses those called"
        " from the squeezed line (it came in with WeasyPrint's #2432). No property of a note or a page keeps it from"
        " that, and to mend it afterwards takes a layout for every such note.",
        (
            Edit(
                BLOCKS,
                "_linebox_layout",
                {"report = not context.in_column and can_break_now and not could_break_before": "report = False"},
            ),
        ),
        "the notes that go astray are brought home by turning blocks over to the next page, at a layout for each",
    ),
    Patch(
        "let-spaces-hang",
        "The engine counts the space that ends a text, before an inline element, when it asks whether the rest of the"
        " text fits. Where only the space does not, it breaks after the first word instead, and justifies that word"
        " across the line; white space cannot be styled so that it does otherwise.",
        (
            Replacement(INLINES, "split_first_line", lines.space_hanging),
            Replacement(LINES, "split_first_line", lines.space_hanging),
        ),
        "some lines that are not justified as a whole paragraph end too early before a link or italics",
    ),
    Patch(
        "set-paragraphs-whole",
        "The engine breaks a paragraph line by line, each as full as it can be. Nothing public tells it where to end a"
        " line and yet justify it: with line breaks in the text the words in the PDF would be other ones.",
        (
            Replacement(BLOCKS, "iter_line_boxes", justify.planned),
            Replacement(INLINES, "split_text_box", justify.cut_as_planned),
            Replacement(INLINES, "split_inline_box", justify.never_full),
            Replacement(INLINES, "text_align", justify.filled),
            Replacement("weasyprint.draw.text", "draw_first_line", justify.drawn_wide),
            Reliance(LINES, "create_layout", "(text, style, context, max_width, justification_spacing)"),
            Reliance(LINES, "Layout.set_text", "(self, text, justify=False)"),
            Reliance(LINES, "get_log_attrs", "(text, lang)"),
        ),
        "paragraphs are broken line by line, with more hyphens and wider spaces",
    ),
    Patch(
        "open-paragraphs-once",
        "Where a paragraph goes over to the next page, the engine sets the line that comes first there too as"
        " `::first-line` says: in small capitals, and outside the measure, where these open a chapter. There is no"
        " selector of the very first line; nor, within it, of letters that have no small capital.",
        (
            Replacement(BLOCKS, "iter_line_boxes", lines.opened_once),
            Replacement(INLINES, "split_inline_box", lines.letters_kept),
        ),
        "the first line on a page of a paragraph that goes over to it is set like its very first",
    ),
    Patch(
        "keep-heads-of-tables",
        "Where a row that is to stay whole is taller than a page, the engine leaves the head of its table out on the"
        " page where the row begins, and prints it on the next. No property parts such rows alone.",
        (
            Edit(TABLES, "table_layout", {tables.HEAD_LEFT_OUT: tables.HEAD_KEPT}),
            Replacement(BLOCKS, "table_layout", tables.as_edited),
        ),
        "a table has no head on a page that begins with a row taller than it",
    ),
    Patch(
        "continue-tables",
        "The head of a table is the same on all its pages; that it is continued must be said on all but the first. The"
        " engine repeats a head as it stands, and no selector knows on which page it is.",
        (
            Edit(
                TABLES,
                "table_layout",
                {tables.HEAD_TAKEN: tables.HEAD_OF_THIS_PAGE},
                {"without_continuation": tables.without_continuation},
            ),
            Replacement(BLOCKS, "table_layout", tables.as_edited),
        ),
        "a table with a caption says on its first page too that it is continued",
    ),
    Patch(
        "style-only-notes-as-notes",
        "The engine's own sheet gives the styles of a note and of a list item to every element, used or not. That is a"
        " sixth of all memory that a layout takes and a twentieth of its time, and no sheet of ours can take rules away"
        " from the engine's.",
        (styles.ONLY_NOTES_AND_ITEMS,),
        "a layout takes more memory and time",
    ),
    Patch(
        "share-styles",
        "Elements that are styled alike share a style, but an id is a declaration to the engine, so that every"
        " paragraph, note and mention has one of its own, with all that stands in it. To compute them takes a tenth of"
        " a layout, and without ids nothing could be pointed to.",
        (
            Edit(STYLES, "StyleFor.__init__", styles.SHARING, styles.SHARING_NAMES),
            Reliance(
                STYLES,
                "ComputedStyle",
                "(parent_style, cascaded, pseudo_type, root_style, base_url, font_config, initial_page_sizes)",
            ),
        ),
        "a layout takes more memory and time",
    ),
    Patch(
        "fit-verse",
        "Verse and lists are centred on their longest line, which nobody knows before it is laid out. The engine has no"
        " such width but for floats and cells: a float is not parted at the foot of a page, a cell is tagged as one.",
        (
            Edit(
                BLOCKS,
                "block_box_layout",
                {widths.WIDTH: widths.OWN_WIDTH},
                {"press_as_wide_as_its_lines": widths.as_wide_as_its_lines},
            ),
        ),
        "verse, and the contents in classic, stand at the left of their measure",
    ),
    Patch(
        "keep-side-notes-whole",
        "Where a line is at the foot of a page, the engine parts what stands in the margin beside it, and sets the rest"
        " at the head of the next page, over the text. It has no property that keeps a positioned box whole.",
        (Replacement("weasyprint.layout.absolute", "absolute_box_layout", sides.set_whole),),
        "a side-note at the foot of a page may be parted",
    ),
    Patch(
        "number-verse-aside",
        "The number of a line of verse is no word of the text: whoever listens is not to hear it, nor whoever copies"
        " the lines to find it among their words. The engine draws as an artifact what stands in the margins of a page,"
        " and nothing in the text; no attribute and no property makes it do so.",
        (
            Edit(
                DRAWING,
                "draw_inline_level",
                {artifacts.MARKED: artifacts.MARKED_UNLESS_ARTIFACT},
                {"press_is_artifact": artifacts.is_artifact},
            ),
            Edit(TAGS, "_build_box_tree", {artifacts.TAGGED: artifacts.TAGGED_UNLESS_ARTIFACT}),
        ),
        "numbers of verse are read aloud",
    ),
    Patch(
        "letter-drawings",
        "The engine letters a drawing sign by sign, in lining figures and without kerning, and in whatever face it"
        " comes upon where the drawing names none: a sheet says nothing of the text in an SVG.",
        (
            Replacement("weasyprint.images", "SVGImage.draw", drawings.drawn_in_style),
            Edit(
                "weasyprint.svg.text",
                "text",
                {drawings.SIZED: drawings.SIZED_AND_SET, drawings.LETTERS: drawings.RUNS},
                {"press_set_as_around": drawings.set_as_around, "press_runs": drawings.runs},
            ),
            Referred("weasyprint.svg.text", "text", "weasyprint.svg", "TAGS"),
        ),
        "figures and maps are lettered in lining figures, letter by letter",
    ),
    Patch(
        "set-columns-once",
        "The engine sets all columns of a page to see whether the text ends there, and where it does not, sets each"
        " again just as it was, its texts shaped anew. No property of columns keeps an index from that.",
        (
            Replacement(BLOCKS, "block_box_layout", columns.set_once),
            Replacement(INLINES, "split_first_line", lines.split_once),
        ),
        "an index takes more than twice the time",
    ),
    Patch(
        "seek-notes-at-calls",
        "For every box of a line the engine goes through all notes of the section that are still to come, which grows"
        " with the square of its length. A section that has notes cannot be kept from that.",
        (
            Edit(
                BLOCKS,
                "_linebox_layout",
                {"if descendant.footnote in context.": "if descendant.footnote and descendant.footnote in context."},
            ),
        ),
        "long sections take more time",
    ),
    Patch(
        "set-notes-once",
        "With every note that a page gets the engine sets all notes of the page again, to see how deep they are, and"
        " once more when it prints them. It measures them nowhere else.",
        (Replacement(BLOCKS, "block_level_layout_switch", note_area.set_once),),
        "pages with many notes take more time",
    ),
    Patch(
        "answer-at-once",
        "The engine asks of its boxes and styles some hundred thousand times what it could have known: thirteen lengths"
        " whenever it tries a box, though hardly any has a share of something in it. It has no place to keep that.",
        (
            Throughout(LENGTHS, "resolve_percentages", lengths.resolved_once),
            Throughout(LENGTHS, "resolve_radii_percentages", lengths.sharp_at_once),
            Throughout(LINES, "strut", askings.line_once),
            Replacement(BOXES, "Box.is_in_normal_flow", askings.in_flow_at_once),
            Replacement(BOXES, "Box.descendants", askings.one_by_one),
        ),
        "all layouts take more time",
    ),
    Patch(
        "keep-pages-free",
        "A turned table is laid out on broad pages of its own, while the text goes on to the foot of the page before"
        " them and behind them. The engine has pages between two lines only by a forced break, which ends the first.",
        (
            Edit(
                PAGES,
                "remake_page",
                {pages.BLANK: pages.BLANK_OR_FREE, pages.GROUPED: pages.GROUPED_UNLESS_FREE},
                {"press_kept_free": pages.is_kept_free},
            ),
            Edit(
                PAGES,
                "make_page",
                {pages.NOTES_TAKEN_UP: pages.NOTES_TAKEN_UP_UNLESS_FREE},
                {"press_kept_free": pages.is_kept_free},
            ),
        ),
        "turned tables stand behind the text of their section",
    ),
    Patch(
        "keep-room-for-floats",
        "A figure stands at the head or the foot of a page, between two lines of one paragraph. The engine floats what"
        " floats to the left or the right alone; and a sheet's rule for one page would have to know what the style"
        " leaves at its head and foot.",
        (Edit(PAGES, "make_page", {pages.PAGE_READY: pages.PAGE_WITH_ROOM}, {"press_keep_room": pages.keep_room}),),
        "figures that float stand where they are in the text",
    ),
    Patch(
        "look-anchors-up",
        "For every anchor of a page the engine goes through a list of all anchors before it, which grows with the"
        " square of a section's length; the index needs an anchor for every name in the text.",
        (
            Edit(
                PAGES,
                "make_page",
                {
                    "cached_anchors = []": "cached_anchors = set()",
                    "cached_anchors.extend(": "cached_anchors.update(",
                    "cached_anchors.append(": "cached_anchors.add(",
                },
            ),
        ),
        "long sections take more time",
    ),
    Patch(
        "style-boxes-of-the-page",
        "For every page the engine goes through the styles of all elements to find those of the page's margin boxes,"
        " which grows with the square of a section's length; whether the sheets have margin boxes or not.",
        (
            Edit(
                PAGES,
                "set_page_type_computed_styles",
                {"in style_for.get_cascaded_styles():": "in press_boxes_of_page(page_type, style_for):"},
                {"press_boxes_of_page": styles.boxes_of_page},
            ),
        ),
        "long sections take more time",
    ),
    Patch(
        "limit-boxes",
        "A sheet may have the engine try boxes within boxes again on each level, for hours; it has no limit of its own",
        (Replacement(BOXES, "Box.copy", work.counted),),
        "a layout that never ends is stopped by the clock, and not on all machines at the same sheet",
    ),
    Patch(
        "list-pages-once",
        "For every element that is tagged the list of all pages of a PDF is made anew, so that to write it takes a time"
        " that grows with the square of the pages. Only a PDF without tags is spared.",
        (Replacement("pydyf", "PDF.page_references", page_list.listed_once),),
        "long sections take more time to be written",
    ),
    Patch(
        "cast-type-once",
        "The engine embeds a subset of each font in each PDF that it writes, and names a variable font after the size"
        " at which it first meets it. A section's fonts would take most of its time, and those of two could not be made"
        " one. Whether fonts are embedded at all is not among the options of writing.",
        (
            Replacement("weasyprint.pdf.stream", "Font", typefaces.named_by_face),
            Replacement("weasyprint.pdf", "build_fonts_dictionary", typefaces.embedded_as_told),
        ),
        "no book can be gathered from its sections",
        needed=True,
    ),
)
"""All patches. For each that mends a fault of the engine a test fails when the engine does not need it any more."""

_outcomes: tuple[Outcome, ...] = ()


def check(without: Collection[str] = ()) -> tuple[Outcome, ...]:
    """What would come of each patch in the engine that is installed, or has come of it; nothing is changed.

    `without`: names of patches to be left out. Raises `ValueError` for a name that no patch has.
    """
    if unknown := set(without) - {patch.name for patch in PATCHES}:
        raise ValueError(f"no patch is named {', '.join(sorted(unknown))}")
    return _outcomes or tuple(
        Outcome(patch, ("it is left out",) if patch.name in without else tuple(patch.missing())) for patch in PATCHES
    )


def apply(without: Collection[str] = ()) -> tuple[Outcome, ...]:
    """Apply every patch that fits, once in a process; whoever asks later is told what came of it.

    `without` is for tests of what the press does without a patch. Raises `RuntimeError` if it is asked for too late.
    """
    global _outcomes  # noqa: PLW0603 – the engine is one in a process, and so is what has been done to it
    if _outcomes and without:
        raise RuntimeError("the engine has been patched already")
    if not _outcomes:
        # All are checked before the first is applied: two may change the same function, and neither is to find the
        # other's words there.
        _outcomes = check(without)
        for outcome in _outcomes:
            if outcome.applied:
                outcome.patch.apply()
    return _outcomes


def is_applied(name: str) -> bool:
    """Whether a patch has been applied, by its name."""
    return any(outcome.applied for outcome in apply() if outcome.patch.name == name)


def problems_of(outcomes: Collection[Outcome]) -> tuple[Problem, ...]:
    """What is to be told of the patches that are not applied: an error if the press can do nothing without one."""
    installed = version("weasyprint")
    return tuple(
        Problem(
            Origin("pyproject.toml"),
            ENGINE_VERSION,
            f"WeasyPrint {installed} is without the patch {outcome.patch.name}: {'; '.join(outcome.why_not)}",
            f"{INSTALL}; otherwise {outcome.patch.without}",
            Severity.ERROR if outcome.patch.needed else Severity.WARNING,
        )
        for outcome in outcomes
        if not outcome.applied
    )


def versions() -> str:
    """The engine, every library that makes something of a page, and what is patched: with others a page may be another.

    Those are what the engine asks for (pydyf writes its PDF, fontTools its type, Pillow its pictures), Jinja, which
    writes its HTML, pikepdf, with which its PDF is mended, and Pango, HarfBuzz and zlib, which are the system's.
    """
    from weasyprint.text.ffi import ffi, harfbuzz, pango

    asked = {re.split(r"[^\w.-]", each)[0] for each in requires("weasyprint") or () if "extra ==" not in each}
    asked |= {"weasyprint", "jinja2", "markupsafe", "pikepdf"}
    libraries = " ".join(f"{name} {version(name)}" for name in sorted(asked))
    patched = " ".join(outcome.patch.name for outcome in apply() if outcome.applied)
    ffi.cdef("const char *hb_version_string(void);", override=True)  # of which the engine has no need
    shaper = ffi.string(harfbuzz.hb_version_string()).decode()
    system = f"pango {pango.pango_version()}, harfbuzz {shaper}, zlib {zlib.ZLIB_RUNTIME_VERSION}"
    return f"{libraries}, {system}, {patched}"
