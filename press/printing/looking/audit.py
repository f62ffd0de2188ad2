"""The audit of pages: surveys → what a compositor would not pass, and figures of the whole book.

Each rule is one function: a section's survey and the limits → faults. A new rule is one function and one line in
`RULES`. Where the books disagree the stricter is taken, and `look:` in the style's `style.yaml` may set other limits.
Cited are Robert Bringhurst, The Elements of Typographic Style (3.x); The Chicago Manual of Style, 17th ed.; Theodore
Low De Vinne, Correct Composition (1902).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby, pairwise
from typing import TypeAlias

from press.printing.looking.limits import Limits
from press.printing.looking.page import Line, Page, Survey
from press.printing.places import Folio
from press.problem import Origin, Problem, Severity, Silence, did_you_mean

PX = 0.75
"""Points in a CSS px."""
RUNNING = frozenset({"text", "quotation", "list", "note"})
"""What is read line after line, and set as paragraphs."""
Box: TypeAlias = tuple[float, float, float, float]
"""x, y, width, height in CSS px from the page's top left corner."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a section: which rule, on which of its pages (from 0), where, in which block, and in words."""

    rule: str
    page: int
    box: Box
    block: str
    message: str


@dataclass(frozen=True, slots=True)
class Part:
    """A section as surveyed: its pages, their folios, and where the manuscript asks for it."""

    leaves: Survey
    folios: tuple[Folio, ...]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in its place in the book: on which sheet (from 1), with which folio, from which line of ours."""

    fault: Fault
    folio: Folio
    origin: Origin

    def problem(self) -> Problem:
        """The finding as a problem to be looked at."""
        rule, message = self.fault.rule, f"p. {self.folio}: {self.fault.message}"
        return Problem(self.origin, rule, message, severity=Severity.LOOK)


@dataclass(frozen=True, slots=True)
class Spread:
    """Word spaces: the median, and what one in twenty and one in a hundred exceeds; as shares of the type size."""

    median: float
    p95: float
    p99: float


@dataclass(frozen=True, slots=True)
class Figures:
    """The book in figures: pages, lines of running text, those that end in a hyphen, the spread of word spaces.

    `edge`: the greatest departure from the right edge, in points, without punctuation that may hang. `equal`, `facing`:
    spreads of equal depth, and all; `plain_equal`, `plain_facing`: of those without a heading.
    """

    pages: int
    lines: int
    hyphens: int
    gaps: Spread
    text_gaps: Spread
    note_gaps: Spread
    edge: float
    equal: int
    facing: int
    plain_equal: int
    plain_facing: int


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit found, in the order of pages, the figures, and findings that somebody has silenced."""

    findings: tuple[Finding, ...]
    figures: Figures
    silenced: tuple[Finding, ...] = ()

    @property
    def counts(self) -> Counter[str]:
        """How many findings of each rule."""
        return Counter(finding.fault.rule for finding in self.findings)


def audit(parts: Sequence[Part], origins: Mapping[str, Origin], limits: Limits) -> Audit:
    """The audit of a whole book. `origins`: block → the line of ours that it comes from."""
    findings = [
        Finding(fault, part.folios[fault.page], _origin(fault.block, part, origins))
        for part in parts
        for fault in faults(part.leaves, limits)
    ]
    return Audit(tuple(findings), figures(parts, limits))


def faults(leaves: Survey, limits: Limits) -> tuple[Fault, ...]:
    """Every fault of one section, in the order of its pages."""
    found = [fault for rule in RULES for fault in rule(leaves, limits)]
    return tuple(sorted(found, key=lambda fault: (fault.page, fault.box[1], fault.rule)))


def _origin(block: str, part: Part, origins: Mapping[str, Origin]) -> Origin:
    """Where a block comes from; a piece of a note from where the note does, what the press made from its piece."""
    return origins.get(block) or origins.get(block.partition("--")[0]) or part.origin


# --- the rules -------------------------------------------------------------------------------------


def loose_lines(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A justified line whose word spaces are too wide: Bringhurst 2.1.2 has a quarter of the type size as the mean of
    justified text and half of it as the utmost.
    """
    for page, line in _lines(leaves):
        if line.justified and line.gaps and line.gap > limits.loose:
            yield Fault(
                "loose-line", page, _box(line), line.block, f"a loose line, spaces of {line.gap:.2f}: {_quote(line)}"
            )


def tight_lines(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A justified line whose word spaces are too narrow: Bringhurst 2.1.2 has a fifth of the type size as the least,
    for a typical face; a narrow one like Garamond's bears less.
    """
    for page, line in _lines(leaves):
        if line.justified and line.gaps and line.gap < limits.tight:
            yield Fault(
                "tight-line", page, _box(line), line.block, f"a tight line, spaces of {line.gap:.2f}: {_quote(line)}"
            )


def ladders(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """Hyphens in a row at the ends of lines: De Vinne (p. 139) avoids divisions in three consecutive lines, Bringhurst
    2.4.3 more than three.
    """
    for flow in (_text(leaves), _notes(leaves)):
        for hyphens, run in groupby(flow, lambda pair: pair[1].hyphen):
            steps = list(run)
            if hyphens and len(steps) >= limits.ladder:
                page, line = steps[0]
                box = _around([_box(each) for at, each in steps if at == page])
                yield Fault(
                    "ladder", page, box, line.block, f"{len(steps)} lines in a row end in a hyphen: {_quote(line)}"
                )


def page_end_hyphens(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A word divided at the foot of a page. Bringhurst 2.4.10: no hyphen where the text is interrupted; worst on a
    recto, for the leaf has to be turned.
    """
    for page, leaf in enumerate(leaves):
        for line in (*_feet(leaf), *leaf.notes[-1:]):
            if line.hyphen:
                rule, side = ("verso-hyphen", "verso") if leaf.verso else ("recto-hyphen", "recto")
                yield Fault(rule, page, _box(line), line.block, f"a {side} ends in a hyphen: {_quote(line)}")


def runts(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A last line narrower than the indent, or of one word that is short or the end of a divided one: Bringhurst 2.4.2
    (fewer than four letters); Chicago 2.116.
    """
    before: Line | None = None
    for page, line in _lines(leaves):
        words = line.text.split()
        stub = before is not None and before.hyphen and before.block == line.block and len(words) == 1
        short = len(words) == 1 and sum(map(str.isalnum, line.text)) < 4
        if line.column:  # an entry of an index turns over as it can
            continue
        if line.last and not line.first and (stub or short or line.width < limits.runt * line.size):
            yield Fault("runt", page, _box(line), line.block, f"a last line of “{line.text}” alone")
        before = line


def widows(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A page that begins with the last line of a paragraph: Bringhurst 2.4.8; Chicago 2.116."""
    for page, leaf in enumerate(leaves):
        for line in _heads(leaf):
            if line.kind in RUNNING and line.last and not line.first:
                yield Fault(
                    "widow", page, _box(line), line.block, f"a paragraph’s last line at the head: {_quote(line)}"
                )


def orphans(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A page that ends with the first line of a paragraph. Chicago 2.116 defines it, and lets it pass since the 16th
    edition; Bringhurst 2.4.8 too. The classic book has none.
    """
    for page, leaf in enumerate(leaves):
        for line in _feet(leaf):
            if line.kind in RUNNING and line.first and not line.last:
                yield Fault(
                    "orphan", page, _box(line), line.block, f"a paragraph’s first line at the foot: {_quote(line)}"
                )


def stranded_headings(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A heading with fewer lines of text below it on its page than two: a heading belongs to what follows."""
    for page, leaf in enumerate(leaves[:-1]):
        at = max((n for n, line in enumerate(leaf.lines) if line.kind == "heading"), default=-1)
        if at >= 0 and not leaf.pictures and len(_rows(leaf.lines[at + 1 :])) < limits.under_heading:
            line = leaf.lines[at]
            yield Fault("stranded-heading", page, _box(line), line.block, f"a heading at the foot: {_quote(line)}")


def short_pages(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A page that lacks lines though the section goes on, or a last page of a few lines. Chicago 2.116 and Bringhurst
    2.4.9 let a spread run a line long or short.
    """
    for page, leaf in enumerate(leaves):
        if page < len(leaves) - 1 and leaf.lacking >= limits.short and not leaf.blank:
            box = (leaf.area[0], leaf.area[1] + leaf.depth, leaf.area[2], max(leaf.white, leaf.pitch))
            lacking = f"a short page: {leaf.lacking} lines are lacking"
            yield Fault("short-page", page, box, _last_block(leaf), lacking)
    if len(leaves) > 1 and 0 < (left := len(_rows(leaves[-1].lines))) < limits.last_page:
        lines = leaves[-1].lines
        few = f"a last page of {left} line{'s' if left > 1 else ''}"
        yield Fault("short-page", len(leaves) - 1, _around(list(map(_box, lines))), lines[0].block, few)


def unequal_pages(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """Facing pages of unequal depth: Bringhurst 2.4.9, balance facing pages by moving single lines. Depth is counted
    in lines of text that a page still has room for above its notes or its foot.
    """
    for page, verso, recto in facing(leaves):
        if verso.lacking != recto.lacking:
            at = page if verso.lacking > recto.lacking else page + 1
            leaf = leaves[at]
            box = (leaf.area[0], leaf.area[1] + leaf.depth, leaf.area[2], max(leaf.white, leaf.pitch / 2))
            rule = "unequal-at-heading" if _headed(verso) or _headed(recto) else "unequal-pages"
            lines = abs(verso.lacking - recto.lacking)
            shorter = f"{lines} line{'s' if lines > 1 else ''} shorter than the page it faces"
            yield Fault(rule, at, box, _last_block(leaf), shorter)


def crowded_notes(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """Notes that take more than half of the page: the text is to lead."""
    for page, leaf in enumerate(leaves):
        if leaf.notes_depth > limits.notes * leaf.area[3] and leaf.lines:
            share = f"notes take {leaf.notes_depth / leaf.area[3]:.0%} of the page"
            yield Fault("crowded-notes", page, _around(list(map(_box, leaf.notes))), leaf.notes[0].block, share)


def overfull_lines(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A line that runs out over its measure."""
    for page, line in _lines(leaves):
        if (out := (line.right - line.right_edge) * PX) > limits.edge + limits.hang * line.size * PX:
            yield Fault("overfull-line", page, _box(line), line.block, f"{out:.1f} pt over the measure: {_quote(line)}")


def uneven_edges(leaves: Survey, limits: Limits) -> Iterator[Fault]:
    """A justified line that stops short of its measure, so that the right edge is not straight."""
    for page, line in _lines(leaves):
        if line.justified and (lacking := (line.right_edge - line.right) * PX) > limits.edge:
            yield Fault(
                "uneven-edge", page, _box(line), line.block, f"{lacking:.1f} pt short of the measure: {_quote(line)}"
            )


Rule: TypeAlias = Callable[[Survey, Limits], Iterator[Fault]]
RULES: tuple[Rule, ...] = (
    loose_lines,
    tight_lines,
    ladders,
    page_end_hyphens,
    runts,
    widows,
    orphans,
    stranded_headings,
    short_pages,
    unequal_pages,
    crowded_notes,
    overfull_lines,
    uneven_edges,
)
NAMES = {
    "loose-line": "loose lines",
    "tight-line": "tight lines",
    "ladder": "ladders of hyphens",
    "recto-hyphen": "hyphens at the foot of a recto",
    "verso-hyphen": "hyphens at the foot of a verso",
    "runt": "runts",
    "widow": "widows",
    "orphan": "orphans",
    "stranded-heading": "stranded headings",
    "short-page": "short pages",
    "unequal-pages": "unequal facing pages",
    "unequal-at-heading": "unequal, with a heading",
    "crowded-notes": "notes over half a page",
    "overfull-line": "overfull lines",
    "uneven-edge": "uneven right edges",
}
"""Every rule, and what its faults are called."""


def facing(leaves: Survey) -> Iterator[tuple[int, Page, Page]]:
    """The spreads that lie within a section, but those with its last page: the verso's number from 0, verso, recto."""
    for page, (verso, recto) in enumerate(pairwise(leaves[:-1])):
        if verso.verso and not verso.blank and not recto.blank:
            yield page, verso, recto


# --- silences --------------------------------------------------------------------------------------


def unknown_looks(silences: Sequence[Silence]) -> list[Problem]:
    """Silences of rules that there are not."""
    return [
        Problem(each.origin, "unknown-look", f'no look is called "{each.rule}"', did_you_mean(each.rule, NAMES))
        for each in silences
        if each.rule not in NAMES
    ]


def heed(
    found: Audit, silences: Sequence[Silence], lines: Mapping[str, Sequence[str]]
) -> tuple[Audit, tuple[Problem, ...]]:
    """The audit with its findings silenced where somebody said so, and the silences that silence nothing (an error:
    what they were for has been mended, or they never hit it). `lines`: the files of the manuscript.
    """
    silent: dict[int, Finding] = {}
    problems: list[Problem] = []
    for silence in silences:
        hit = {n: each for n, each in enumerate(found.findings) if _silences(silence, each, lines)}
        silent |= hit
        if not hit:
            message = f'no {silence.rule} where {silence.file} has "{silence.words}"'
            problems.append(Problem(silence.origin, "stale-look", message, "take the record out, or quote other words"))
    left = tuple(each for n, each in enumerate(found.findings) if n not in silent)
    return Audit(left, found.figures, tuple(silent[n] for n in sorted(silent))), tuple(problems)


def _silences(silence: Silence, finding: Finding, lines: Mapping[str, Sequence[str]]) -> bool:
    """Whether a finding is of the rule, and comes from the paragraph in which the words stand."""
    origin = finding.origin
    here = silence.origin.path.rpartition("/")[0]
    if finding.fault.rule != silence.rule or origin.path != (f"{here}/{silence.file}" if here else silence.file):
        return False
    return " ".join(silence.words.split()) in passage(origin, lines)


def passage(origin: Origin, lines: Mapping[str, Sequence[str]]) -> str:
    """The paragraph of ours that an origin stands in, as one line; of a register (YAML) the line alone."""
    text = lines.get(origin.path, ())
    at = origin.line - 1
    if not 0 <= at < len(text):
        return ""
    first = last = at
    while not origin.path.endswith(".yaml") and first > 0 and text[first - 1].strip():
        first -= 1
    while not origin.path.endswith(".yaml") and last + 1 < len(text) and text[last + 1].strip():
        last += 1
    return " ".join(" ".join(text[first : last + 1]).split())


# --- the figures -----------------------------------------------------------------------------------


def _departure(line: Line, limits: Limits) -> float:
    """How far a justified line is from the right edge, in CSS px."""
    out = line.right - line.right_edge
    return max(-out, out - limits.hang * line.size, 0.0)


def figures(parts: Sequence[Part], limits: Limits) -> Figures:
    """The figures of a whole book."""
    lines = [line for part in parts for _, line in _lines(part.leaves) if line.kind in RUNNING and not line.column]
    spreads = [(verso, recto) for part in parts for _, verso, recto in facing(part.leaves)]
    plain = [(verso, recto) for verso, recto in spreads if not (_headed(verso) or _headed(recto))]
    return Figures(
        sum(len(part.leaves) for part in parts),
        len(lines),
        sum(line.hyphen for line in lines),
        spread_of(lines),
        spread_of(line for line in lines if line.kind != "note"),
        spread_of(line for line in lines if line.kind == "note"),
        max((_departure(line, limits) * PX for line in lines if line.justified), default=0.0),
        sum(verso.lacking == recto.lacking for verso, recto in spreads),
        len(spreads),
        sum(verso.lacking == recto.lacking for verso, recto in plain),
        len(plain),
    )


def spread_of(lines: Iterable[Line]) -> Spread:
    """The spread of word spaces over justified lines, each space counted."""
    gaps = sorted((line.gap, line.gaps) for line in lines if line.justified and line.gaps)
    if not gaps:
        return Spread(0.0, 0.0, 0.0)
    upto = list(accumulate(count for _, count in gaps))
    return Spread(*(gaps[bisect_left(upto, share * upto[-1])][0] for share in (0.5, 0.95, 0.99)))


def table(found: Audit) -> str:
    """The audit as a table: each rule, how often, per 100 pages, and silenced; then the figures."""
    counts, quiet, of = found.counts, Counter(each.fault.rule for each in found.silenced), found.figures
    hundred = max(of.pages, 1) / 100
    rows = [f"{'':32}{'found':>7}{'per 100 pages':>15}{'silenced':>10}"]
    for rule, name in NAMES.items():
        n, silent = counts[rule], quiet[rule]
        rows.append(f"{name:32}{n or '–':>7}{(f'{n / hundred:.1f}' if n else '–'):>15}{silent or '–':>10}")
    rows.append("")
    for name, gaps in (
        ("word spaces, all", of.gaps),
        ("  of the text", of.text_gaps),
        ("  of the notes", of.note_gaps),
    ):
        rows.append(f"{name:32}median {gaps.median:.3f}   p95 {gaps.p95:.3f}   p99 {gaps.p99:.3f}")
    rows.append(f"{'lines that end in a hyphen':32}{of.hyphens} of {of.lines}, {of.hyphens / max(of.lines, 1):.1%}")
    plain = f"{of.plain_equal} of {of.plain_facing} without a heading"
    rows.append(f"{'facing pages of equal depth':32}{plain}, {of.equal} of {of.facing} in all")
    rows.append(f"{'right edge out by at most':32}{of.edge:.2f} pt")
    return "\n".join(rows)


# --- lines and boxes -------------------------------------------------------------------------------


def _lines(leaves: Survey) -> Iterator[tuple[int, Line]]:
    """Every line of text and notes, with its page from 0."""
    yield from _text(leaves)
    yield from _notes(leaves)


def _text(leaves: Survey) -> Iterator[tuple[int, Line]]:
    return ((page, line) for page, leaf in enumerate(leaves) for line in leaf.lines)


def _notes(leaves: Survey) -> Iterator[tuple[int, Line]]:
    return ((page, line) for page, leaf in enumerate(leaves) for line in leaf.notes)


def _feet(leaf: Page) -> list[Line]:
    """The last line of a page, or of each of its columns."""
    return list({line.column: line for line in leaf.lines}.values())[-max(1, _columns(leaf)) :]


def _heads(leaf: Page) -> list[Line]:
    """The first line of a page, or of each of its columns."""
    return list({line.column: line for line in reversed(leaf.lines)}.values())


def _columns(leaf: Page) -> int:
    return max((line.column for line in leaf.lines), default=0)


def _rows(lines: Sequence[Line]) -> set[float]:
    """The rows of type that these lines make: cells of a table, or columns, stand side by side."""
    return {round(line.baseline) for line in lines}


def _headed(leaf: Page) -> bool:
    return any(line.kind == "heading" for line in leaf.lines)


def _last_block(leaf: Page) -> str:
    """The block that the text of a page ends with."""
    return leaf.lines[-1].block if leaf.lines else leaf.notes[-1].block if leaf.notes else ""


def _box(line: Line) -> Box:
    """The box of a line of type."""
    return (line.x, line.y, line.width, line.height)


def _around(boxes: Sequence[Box]) -> Box:
    """The box around several."""
    x, y = min(box[0] for box in boxes), min(box[1] for box in boxes)
    right, foot = max(box[0] + box[2] for box in boxes), max(box[1] + box[3] for box in boxes)
    return (x, y, right - x, foot - y)


def _quote(line: Line) -> str:
    """The last words of a line, as the place is known by."""
    words = line.text.split()
    return f"“{'… ' if len(words) > 4 else ''}{' '.join(words[-4:])}”"
