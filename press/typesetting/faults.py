"""What a compositor would not pass: a section's pages → its faults.

Each rule is one function: a section's survey and the limits → faults. A new rule is one function and one line in
`RULES`. Where the books disagree the stricter is taken, and `look:` in the style's `style.yaml` may set other limits.
Cited are Robert Bringhurst, The Elements of Typographic Style (3.x); The Chicago Manual of Style, 17th ed.; Theodore
Low De Vinne, Correct Composition (1902).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

from press.style.limits import Limits
from press.typesetting.fault import Fault, around, box_of, quote
from press.typesetting.line_faults import OF_LINES
from press.typesetting.page import PX, RUNNING, Line, Page, Survey, facing, headed, lines_of, notes_of, text_of
from press.typesetting.rules import (
    CROWDED_NOTES,
    FLOAT_EARLY,
    FLOAT_HERE,
    LADDER,
    LOOSE_LINE,
    ORPHAN,
    OVERFULL_LINE,
    RECTO_HYPHEN,
    RUNT,
    SHORT_PAGE,
    STRANDED_HEADING,
    STRANDED_HEADNOTE,
    TIGHT_LINE,
    UNEQUAL_AT_HEADING,
    UNEQUAL_COLUMNS,
    UNEQUAL_PAGES,
    UNEVEN_EDGE,
    VERSO_HYPHEN,
    WIDOW,
)
from press.typesetting.type_faults import OF_TYPE, Judge


def faults(pages: Survey, limits: Limits) -> tuple[Fault, ...]:
    """Every fault of one section, in the order of its pages. One that is turned or that a float has to itself has no
    text, and is looked at for nothing.
    """
    pages = tuple(
        replace(page, blank=True, lines=(), pictures=()) if page.turned or page.alone else page for page in pages
    )
    found = [fault for rule in RULES for fault in rule(pages, limits)]
    return tuple(sorted(found, key=lambda fault: (fault.page, fault.box[1], fault.rule.name)))


def loose_lines(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A justified line whose word spaces are too wide: Bringhurst 2.1.2 has a quarter of the type size as the mean of
    justified text and half of it as the utmost.
    """
    for page, line in lines_of(pages):
        if line.justified and line.gaps and line.gap > limits.loose:
            yield Fault(
                LOOSE_LINE, page, box_of(line), line.block, f"a loose line, spaces of {line.gap:.2f}: {quote(line)}"
            )


def tight_lines(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A justified line whose word spaces are too narrow: Bringhurst 2.1.2 has a fifth of the type size as the least,
    for a typical face; a narrow one like Garamond's bears less.
    """
    for page, line in lines_of(pages):
        if line.justified and line.gaps and line.gap < limits.tight:
            yield Fault(
                TIGHT_LINE, page, box_of(line), line.block, f"a tight line, spaces of {line.gap:.2f}: {quote(line)}"
            )


def ladders(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """Hyphens in a row at the ends of lines: De Vinne (p. 139) avoids divisions in three consecutive lines, Bringhurst
    2.4.3 more than three.
    """
    for flow in (text_of(pages), notes_of(pages)):
        for hyphens, run in groupby(flow, lambda pair: pair[1].hyphen):
            steps = list(run)
            if hyphens and len(steps) >= limits.ladder:
                page, line = steps[0]
                box = around([box_of(each) for at, each in steps if at == page])
                yield Fault(
                    LADDER, page, box, line.block, f"{len(steps)} lines in a row end in a hyphen: {quote(line)}"
                )


def page_end_hyphens(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A word divided at the foot of a page. Bringhurst 2.4.10: no hyphen where the text is interrupted; worst on a
    recto, for the leaf has to be turned.
    """
    for number, page in enumerate(pages):
        for line in (*_feet(page), *page.notes[-1:]):
            if line.hyphen:
                rule, side = (VERSO_HYPHEN, "verso") if page.verso else (RECTO_HYPHEN, "recto")
                yield Fault(rule, number, box_of(line), line.block, f"a {side} ends in a hyphen: {quote(line)}")


def runts(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A last line narrower than the indent, or of one word that is short or the end of a divided one: Bringhurst 2.4.2
    (fewer than four letters); Chicago 2.116.
    """
    before: Line | None = None
    for page, line in lines_of(pages):
        words = line.text.split()
        # Of a divided word the end alone is a runt however long it is.
        stub = before is not None and before.hyphen and before.block == line.block and len(words) == 1
        short = len(words) == 1 and sum(map(str.isalnum, line.text)) < 4
        if line.column:  # an entry of an index turns over as it can
            continue
        if line.last and not line.first and (stub or short or line.width < limits.runt * line.size):
            yield Fault(RUNT, page, box_of(line), line.block, f"a last line of “{line.text}” alone")
        before = line


def widows(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A page that begins with the last line of a paragraph: Bringhurst 2.4.8; Chicago 2.116."""
    for number, page in enumerate(pages):
        for line in _heads(page):
            if line.kind in RUNNING and line.last and not line.first:
                yield Fault(
                    WIDOW, number, box_of(line), line.block, f"a paragraph’s last line at the head: {quote(line)}"
                )


def orphans(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A page that ends with the first line of a paragraph. Chicago 2.116 defines it, and lets it pass since the 16th
    edition; Bringhurst 2.4.8 too. The classic book has none.
    """
    for number, page in enumerate(pages):
        for line in _feet(page):
            if line.kind in RUNNING and line.first and not line.last:
                yield Fault(
                    ORPHAN, number, box_of(line), line.block, f"a paragraph’s first line at the foot: {quote(line)}"
                )


def stranded_headings(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A heading with fewer lines of text below it on its page than two: a heading belongs to what follows."""
    for number, page in enumerate(pages[:-1]):  # on the last page whatever the heading is of stands below it
        at = max((n for n, line in enumerate(page.lines) if line.kind == "heading"), default=-1)
        # A picture may be what the heading is of, and stands on no line.
        if at >= 0 and not page.pictures and len(_rows(page.lines[at + 1 :])) < limits.under_heading:
            line = page.lines[at]
            yield Fault(STRANDED_HEADING, number, box_of(line), line.block, f"a heading at the foot: {quote(line)}")


def stranded_headnotes(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """What the editors say before a document, with fewer lines of that below it on its page than a heading has: it is
    read as an introduction, and what it introduces is to be seen.
    """
    for number, (page, after) in enumerate(pairwise(pages)):
        at = max((n for n, line in enumerate(page.lines) if line.headnote), default=-1)
        goes_on = bool(after.lines) and after.lines[0].headnote
        if at >= 0 and not goes_on and not page.pictures and len(_rows(page.lines[at + 1 :])) < limits.under_heading:
            line = page.lines[at]
            told = f"a headnote at the foot, and its document overleaf: {quote(line)}"
            yield Fault(STRANDED_HEADNOTE, number, box_of(line), line.block, told)


def short_pages(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A page that lacks lines though the section goes on, or a last page of a few lines. Chicago 2.116 and Bringhurst
    2.4.9 let a spread run a line long or short. Plates are as deep as they are.
    """
    if all(_pictures_alone(page) for page in pages):
        return
    for number, page in enumerate(pages):
        # The last page ends where the text does; that it is all but empty is another matter.
        if number < len(pages) - 1 and page.lacking >= limits.short and not page.blank:
            box = (page.area[0], page.area[1] + page.depth, page.area[2], max(page.white, page.pitch))
            lacking = f"a short page: {page.lacking} lines are lacking"
            yield Fault(SHORT_PAGE, number, box, _last_block(page), lacking)
    if len(pages) > 1 and 0 < (left := len(_rows(pages[-1].lines))) < limits.last_page:
        lines = pages[-1].lines
        few = f"a last page of {left} line{'s' if left > 1 else ''}"
        yield Fault(SHORT_PAGE, len(pages) - 1, around(list(map(box_of, lines))), lines[0].block, few)


def _pictures_alone(page: Page) -> bool:
    """Whether a page holds pictures and captions alone, or nothing."""
    return all(line.kind == "caption" for line in page.lines) and (page.blank or bool(page.pictures))


def unequal_pages(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """Facing pages of unequal depth: Bringhurst 2.4.9, balance facing pages by moving single lines. Depth is counted
    in lines of text that a page still has room for above its notes or its foot.
    """
    for number, verso, recto in facing(pages):
        if verso.lacking != recto.lacking:
            # Told of the shorter page, where there is a line's room for whatever would mend it.
            at = number if verso.lacking > recto.lacking else number + 1
            page = pages[at]
            box = (page.area[0], page.area[1] + page.depth, page.area[2], max(page.white, page.pitch / 2))
            # Told apart: a heading loses its white at the head of a page, and may not stand at the foot, so that equal
            # pages cannot always be had.
            rule = UNEQUAL_AT_HEADING if headed(verso) or headed(recto) else UNEQUAL_PAGES
            lines = abs(verso.lacking - recto.lacking)
            shorter = f"{lines} line{'s' if lines > 1 else ''} shorter than the page it faces"
            yield Fault(rule, at, box, _last_block(page), shorter)


def crowded_notes(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """Notes that take more than half of the page: the text is to lead."""
    for number, page in enumerate(pages):
        height = page.area[3] + page.room
        if page.notes_depth > limits.notes * height and page.lines:
            share = f"notes take {page.notes_depth / height:.0%} of the page"
            yield Fault(CROWDED_NOTES, number, around(list(map(box_of, page.notes))), page.notes[0].block, share)


def overfull_lines(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A line that runs out over its measure."""
    for page, line in lines_of(pages):
        if (out := (line.right - line.right_edge) * PX) > limits.edge + limits.hang * line.size * PX:
            yield Fault(OVERFULL_LINE, page, box_of(line), line.block, f"{out:.1f} pt over the measure: {quote(line)}")


def uneven_edges(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """A justified line that stops short of its measure, so that the right edge is not straight."""
    for page, line in lines_of(pages):
        if line.justified and (lacking := (line.right_edge - line.right) * PX) > limits.edge:
            yield Fault(
                UNEVEN_EDGE, page, box_of(line), line.block, f"{lacking:.1f} pt short of the measure: {quote(line)}"
            )


def stray_floats(pages: Survey, limits: Limits) -> Iterator[Fault]:
    """What is to float and stands elsewhere, or before the spread of its first mention: Chicago 18, 3.8."""
    told = {
        "here": (FLOAT_HERE, "a figure or table that is to float, and stands in the text"),
        "other": (FLOAT_HERE, "a figure or table that is to float, and has no room where it is to stand"),
        "early": (FLOAT_EARLY, "a figure or table before the spread on which it is first mentioned"),
    }
    for number, page in enumerate(pages):
        lines = [*page.lines, *(line for each in page.floats for line in each.lines)]
        for block, how in page.strays:
            line = next((each for each in lines if each.block == block), None)
            yield Fault(told[how][0], number, box_of(line) if line else page.area, block, told[how][1])


RULES: tuple[Judge, ...] = (
    loose_lines,
    tight_lines,
    ladders,
    page_end_hyphens,
    runts,
    widows,
    orphans,
    stranded_headings,
    stranded_headnotes,
    short_pages,
    unequal_pages,
    crowded_notes,
    overfull_lines,
    uneven_edges,
    stray_floats,
    *OF_LINES,
    *OF_TYPE,
)
WEIGHTS = Counter(
    {
        RECTO_HYPHEN: 8,
        VERSO_HYPHEN: 4,
        RUNT: 4,
        WIDOW: 8,
        ORPHAN: 4,
        STRANDED_HEADING: 8,
        STRANDED_HEADNOTE: 5,
        SHORT_PAGE: 4,
        UNEQUAL_PAGES: 6,
        UNEQUAL_AT_HEADING: 2,
        UNEQUAL_COLUMNS: 2,
        LADDER: 6,
        LOOSE_LINE: 2,
        TIGHT_LINE: 1,
        OVERFULL_LINE: 20,
    }
)
"""How much worse a section is for a fault of each rule, in the measure in which copyfitting reckons; 0 for those that
it can do nothing about."""


def _feet(page: Page) -> list[Line]:
    """The last line of a page, or of each of its columns."""
    # What runs over all columns, as a title does, counts as column 0 and comes first.
    return list({line.column: line for line in page.lines}.values())[-max(1, _columns(page)) :]


def _heads(page: Page) -> list[Line]:
    """The first line of a page, or of each of its columns."""
    return list({line.column: line for line in reversed(page.lines)}.values())


def _columns(page: Page) -> int:
    return max((line.column for line in page.lines), default=0)


def _rows(lines: Sequence[Line]) -> set[float]:
    """The rows of type that these lines make: cells of a table, or columns, stand side by side."""
    return {round(line.baseline) for line in lines}


def _last_block(page: Page) -> str:
    """The block that the text of a page ends with."""
    return page.lines[-1].block if page.lines else page.notes[-1].block if page.notes else ""
