"""Justified paragraphs planned: measured as the engine will print them, and the ends of their lines found.

`measured_text` reads a paragraph from the engine's own boxes, `breakpoints` says where its lines may end, and
`total_fit` where they do; here it becomes cuts in each of its texts, by which `justify` has the engine set it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from weasyprint.layout.percent import percentage

from press.style.justification import Justification
from press.typesetting.engine.breakpoints import End, ends_of, places_of
from press.typesetting.engine.measured_text import MeasuredText
from press.typesetting.engine.shaping import advances_of, memory_of
from press.typesetting.measured_paragraph import Fit, MeasuredParagraph, Place
from press.typesetting.rivers import rivers
from press.typesetting.tally import Amiss, Tally
from press.typesetting.total_fit import fit
from press.typesetting.wishes import NO_WISH, Wish

LEAST = 4.0
"""Ems: a last line shorter than this, or than the indent, looks like a slip."""


NARROW, NARROWEST = 0.15, 0.138
"""Ems: a space that is seen to be narrow, and the least; with less, programs that read the PDF miss some spaces."""
MOST = 0.4
"""By how much of itself a space may shrink at most, however wide it is in the type."""


class LineCut(NamedTuple):
    """Where a line ends in a text, in bytes; whether a hyphen is printed there, and whether a river has come so far."""

    at: int
    hyphen: bool
    river: bool = False


class Plan(NamedTuple):
    """How a paragraph is set: the cuts of each of its texts, and how good it came out; `unbroken`: its lines up to the
    first line break that was asked for.
    """

    cuts: tuple[tuple[LineCut, ...], ...]
    lines: int
    hyphens: int
    strain: str
    parts: tuple[MeasuredParagraph, ...]
    unbroken: int


@dataclass(slots=True)
class ParagraphWork:
    """What is asked for in one layout, and what came of it: element and first words → anchor, and plan or reason.
    `initials`: there are some; `plain`: those that could not be set, by their paragraphs.

    The words belong to the key, for an element has several paragraphs of boxes if something stands between its lines.
    """

    justification: Justification
    names: frozenset[str] = frozenset()
    wishes: Mapping[str, Wish] = field(default_factory=dict)
    initials: bool = False
    plain: dict[str, Amiss] = field(default_factory=dict)
    done: dict[tuple[int, str], tuple[str, Plan | str]] = field(default_factory=dict)

    def tally(self) -> Tally:
        """All of it counted."""
        told = [(anchor, words, what) for (_, words), (anchor, what) in self.done.items()]
        plans = [what for _, _, what in told if isinstance(what, Plan)]
        return Tally(
            len(plans),
            sum(plan.lines for plan in plans),
            sum(plan.hyphens for plan in plans),
            tuple(Amiss(anchor, words, what) for anchor, words, what in told if isinstance(what, str)),
            tuple(
                Amiss(anchor, words, what.strain)
                for anchor, words, what in told
                if isinstance(what, Plan) and what.strain
            ),
            tuple(self.plain.values()),
        )

    def measured(self) -> dict[str, MeasuredParagraph]:
        """The paragraphs with an anchor as they were measured; none of those with line breaks that were asked for."""
        plans = [(anchor, what) for anchor, what in self.done.values() if anchor and isinstance(what, Plan)]
        return {anchor: plan.parts[0] for anchor, plan in plans if len(plan.parts) == 1}


def plan(
    work: ParagraphWork,
    context: Any,
    box: Any,
    containing_block: Any,
    first_line: Mapping[str, Any],
    *,
    beside: tuple[float, ...] = (),
) -> Plan:
    """How a paragraph is to be set. Raises `Unmeasured`.

    `beside`: by how much each of its lines after the first is shorter.
    """
    text = MeasuredText(context, containing_block, first_line)
    text.add(box)
    measure = containing_block.width
    wish = work.wishes.get(anchor_of(box), NO_WISH)
    plans = memory_of(box.style).plans
    own = tuple(str(box.style[key]) for key in ("text_indent", "text_align_last", "font_size", "lang"))
    key = (tuple(text.key), own, measure, wish, work.justification, work.names, beside)
    if key not in plans:
        plans[key] = _fitted(work, text, box, measure, wish=wish, beside=beside)
    found: Plan = plans[key]
    # The cuts are hung on the boxes of this layout: the engine makes boxes anew for each, the plan outlives them.
    for (_, run), cuts in zip(text.runs, found.cuts, strict=True):
        run.cuts = None if run.text == "\n" else cuts
    return found


def anchor_of(box: Any) -> str:
    """The id of the element that a box stands for, or nothing."""
    return (box.element.get("id") if box.element is not None else "") or ""


def _fitted(
    work: ParagraphWork, text: MeasuredText, box: Any, measure: float, *, wish: Wish, beside: tuple[float, ...]
) -> Plan:
    """The plan of a paragraph: every part of it, up to a line break that was asked for, is fitted by itself."""
    how = work.justification
    size = float(box.style["font_size"])
    indent = percentage(box.style["text_indent"], box.style, measure)
    fills = box.style["text_align_last"] == "justify"
    ends = ends_of(text, box.style["lang"] or "", work.names)
    places = places_of(text, text.advances, ends, how.hanging / 100)
    opening = places_of(text, text.opening, ends, how.hanging / 100) if text.opening else ()
    least = max(LEAST * size, abs(indent) * 1.1)
    space = advances_of(box.style, " ")[0] / size
    shrink, pinched = (max(0.0, 1 - each / space) if space else 0.0 for each in (NARROWEST, NARROW))
    cuts: list[list[LineCut]] = [[] for _ in text.runs]
    fits: list[Fit] = []
    parts: list[MeasuredParagraph] = []
    hyphens = 0
    first = 0
    for stop in _stops(text, ends):
        part = _part(places, first, stop)
        paragraph = MeasuredParagraph(
            part,
            measure,
            indent if first == 0 else 0.0,  # only the first part is indented and has a first line of its own
            _part(opening, first, stop) if opening and first == 0 else (),
            how.expansion / 100,
            fills and stop == len(places) - 1,
            least if stop == len(places) - 1 else 0.0,
            beside if first == 0 else (),
            min(shrink, MOST),
            pinched,
        )
        parts.append(paragraph)
        fits.append(fit(paragraph, wish))
        told = rivers(paragraph, fits[-1])
        for line, number in enumerate(fits[-1].ends[:-1]):
            at, hyphen, _ = ends[first + number]
            run = text.run_at(at - 1)  # by the letter before: a line may end between two boxes
            start, source = text.runs[run]
            cuts[run].append(LineCut(len(source.text[: at - start].encode()), hyphen, line in told))
            hyphens += part[number].hyphen
        first = stop + 1
    # an address has few places where a line may end, and nobody can word it otherwise
    has_address = any(run.style["overflow_wrap"] == "break-word" for _, run in text.runs)
    strain = _strain([ratio for each in fits for ratio in each.ratios], has_address)
    return Plan(tuple(map(tuple, cuts)), sum(each.lines for each in fits), hyphens, strain, tuple(parts), fits[0].lines)


def _stops(text: MeasuredText, ends: Sequence[End]) -> list[int]:
    """The places that end a part of the paragraph: every line break that was asked for, and the end."""
    return [n for n, end in enumerate(ends) if text.words[end.at - 1] == "\n"] + [len(ends)]


def _part(places: Sequence[Place], first: int, stop: int) -> list[Place]:
    """The places of a part of a paragraph, measured from its own beginning."""
    if first == 0:
        return list(places[: stop + 1])
    origin = places[first - 1]
    return [
        Place(
            p.end - origin.begin,
            p.begin - origin.begin,
            p.spaces_end - origin.spaces_begin,
            p.spaces_begin - origin.spaces_begin,
            *p[4:],
        )
        for p in places[first : stop + 1]
    ]


def _strain(ratios: Sequence[float], has_address: bool) -> str:
    """What is wrong with the lines, if anything; `ratios` as `total_fit` has them. By an address they may be short."""
    if min(ratios) < -1:
        return "a line is wider than the measure"
    if max(ratios) > 3 and not has_address:
        return "the measure is too narrow to justify"
    return ""
