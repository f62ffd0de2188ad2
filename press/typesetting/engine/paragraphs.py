"""Justified paragraphs measured, and the ends of their lines found.

A paragraph is measured from the engine's own boxes, by the same shaper (HarfBuzz, through Pango), the same font files
and features that will print it, whatever the style sheets have made of it: italics, small capitals, figures, calls of
notes, links. `total_fit` then finds the ends of its lines, and `justify` has the engine set it so.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from weasyprint.formatting_structure import boxes
from weasyprint.layout.percent import percentage, resolve_percentages
from weasyprint.layout.preferred import max_content_width
from weasyprint.text.ffi import FROM_UNITS, ffi
from weasyprint.text.line_break import Layout, get_log_attrs

from press.style.justification import Justification
from press.typesetting.hyphenation import divisible, looks_like_a_name, syllables
from press.typesetting.tally import Amiss, Tally
from press.typesetting.total_fit import Fit, MeasuredParagraph, Place, fit
from press.typesetting.wishes import NO_WISH, Wish

LEAST = 4.0
"""Ems: a last line shorter than this, or than the indent, looks like a slip."""
HANG = {"-": 0.7, ".": 0.7, ",": 0.7, "’": 0.7, "‘": 0.7, "”": 0.5, "“": 0.5, ";": 0.4, ":": 0.4, "–": 0.3, "—": 0.2}
"""Which part of a mark may stand outside the measure when punctuation hangs."""
DASHES = "–—―"
SOFT_HYPHEN = "\xad"
OBJECT = "\ufffc"
WORD = re.compile(r"[^\s\u00a0\u2060\u200b–—―/]+")
EDGES = "‘’“”'\"()[]{}.,;:!?…«»‹›¿¡*†‡§¶"
NAMELIKE = 30_000.0
"""Demerits for dividing a capitalised word that no record knows as a name."""
COMPOUND = 20_000.0
"""Demerits for dividing a compound at its own hyphen: a reader cannot tell it from a division of the printer's."""
DOUBLE_NAME = re.compile(r"[^\W\d_a-z]\w*-[^\W\d_a-z]$")
FACE = (
    *(
        "font_family",
        "font_style",
        "font_stretch",
        "font_weight",
        "font_size",
        "font_kerning",
        "font_variation_settings",
    ),
    *("font_variant_ligatures", "font_variant_position", "font_variant_caps", "font_variant_numeric"),
    *("font_variant_alternates", "font_variant_east_asian", "font_feature_settings", "font_language_override"),
    *("lang", "direction", "letter_spacing", "word_spacing", "text_decoration_line"),
)
"""What decides how wide text runs."""


class Unmeasured(Exception):
    """Why a paragraph cannot be measured."""


class End(NamedTuple):
    """Where a line may end: the letter that begins the next, whether a hyphen is printed, and what that costs more."""

    at: int
    hyphen: bool = False
    demerits: float = 0.0


class LineCut(NamedTuple):
    """Where a line ends in a text, in bytes; whether a hyphen is printed there."""

    at: int
    hyphen: bool


class Plan(NamedTuple):
    """How a paragraph is set: the cuts of each of its texts, and how good it came out."""

    cuts: tuple[tuple[LineCut, ...], ...]
    lines: int
    hyphens: int
    strain: str
    parts: tuple[MeasuredParagraph, ...]


class _Memory:
    """What has been measured with one set of fonts; layouts of the same text come again and again."""

    def __init__(self) -> None:
        self.advances: dict[tuple[str, str], array[float]] = {}
        self.plans: dict[object, Plan] = {}
        self.pieces: dict[tuple[str, str, str], tuple[Any, float, float, float]] = {}


_memories: WeakKeyDictionary[Any, _Memory] = WeakKeyDictionary()


@dataclass(slots=True)
class ParagraphWork:
    """What is asked for in one layout, and what came of it: element and first words → anchor, and plan or reason."""

    justification: Justification
    names: frozenset[str] = frozenset()
    wishes: Mapping[str, Wish] = field(default_factory=dict)
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
        )

    def measured(self) -> dict[str, MeasuredParagraph]:
        """The paragraphs with an anchor as they were measured; none of those with line breaks that were asked for."""
        plans = [(anchor, what) for anchor, what in self.done.values() if anchor and isinstance(what, Plan)]
        return {anchor: plan.parts[0] for anchor, plan in plans if len(plan.parts) == 1}


# --- measuring -----------------------------------------------------------------------------------


class _Text:
    """A paragraph as one string with the advance of every letter, and the boxes the letters come from."""

    def __init__(self, work: ParagraphWork, context: Any, containing_block: Any, first_line: Mapping[str, Any]) -> None:
        self.work, self.context, self.containing_block, self.first_line = work, context, containing_block, first_line
        self.words = ""
        self.advances: list[float] = []
        self.opening: list[float] = []
        self.runs: list[tuple[int, Any]] = []
        self.key: list[object] = []

    def add(self, parent: Any) -> None:
        """Take in what an inline box holds. Raises `Unmeasured`."""
        for child in parent.children:
            if not child.is_in_normal_flow():
                if child.is_floated():
                    raise Unmeasured("a float in it")
            elif isinstance(child, boxes.TextBox):
                self._add_text(child)
            elif isinstance(child, boxes.InlineBox):
                self._add_inline(child)
            elif isinstance(child, boxes.AtomicInlineLevelBox):
                self._add_object(child)
            else:
                raise Unmeasured(f"a {type(child).__name__} in it")

    def _add_text(self, box: Any) -> None:
        style = box.style
        text = box.text
        if "\n" in text and text != "\n":
            raise Unmeasured("a kept line end in it")
        if box.is_leader or style["direction"] != "ltr":
            raise Unmeasured("a leader in it" if box.is_leader else "it runs from right to left")
        self.runs.append((len(self.words), box))
        self.words += text
        self.key.append((face_of(style), text, style["hyphens"], style["hyphenate_limit_chars"], style["white_space"]))
        if text == "\n" or not style["font_size"]:
            self.advances += [0.0] * len(text)
            self.opening += [0.0] * len(text) if self.first_line else []
            return
        self.advances += advances_of(style, text)
        if self.first_line:
            style = style.copy()
            style.update(self.first_line)
            self.key.append(face_of(style))
            self.opening += advances_of(style, text)

    def _add_inline(self, box: Any) -> None:
        style = box.style
        if box.is_leader:
            raise Unmeasured("a leader in it")
        if not any(
            _is_set(style[f"{what}_{side}"]) for what in ("margin", "padding") for side in ("left", "right")
        ) and (not style["border_left_width"] and not style["border_right_width"]):
            self.add(box)
            return
        resolve_percentages(box, self.containing_block)
        at = len(self.words)
        self.add(box)
        if at == len(self.words):
            raise Unmeasured("an empty box with a width in it")
        for side, where in (("left", at), ("right", -1)):
            margin = getattr(box, f"margin_{side}")
            spacing = getattr(box, f"padding_{side}") + getattr(box, f"border_{side}_width")
            spacing += 0 if margin == "auto" else margin
            self.key.append(spacing)
            self.advances[where] += spacing
            if self.opening:
                self.opening[where] += spacing

    def _add_object(self, box: Any) -> None:
        width = max_content_width(self.context, box)
        self.key.append(("object", width))
        self.words += OBJECT
        self.advances.append(width)
        if self.first_line:
            self.opening.append(width)

    def run_at(self, at: int) -> int:
        """The run that holds a letter, or −1 if none does (a picture, say)."""
        for number in range(len(self.runs) - 1, -1, -1):
            start, box = self.runs[number]
            if start <= at:
                return number if at < start + len(box.text) else -1
        return -1


def _is_set(length: Any) -> bool:
    return length == "auto" or bool(getattr(length, "value", length))


def memory_of(style: Any) -> _Memory:
    """What has been measured with the fonts of a style."""
    return _memories.setdefault(style.font_config, _Memory())


def forget(font_config: Any) -> None:
    """Forget what has been measured with some fonts."""
    _memories.pop(font_config, None)


def face_of(style: Any) -> str:
    """What decides how wide text runs in a style, as a key."""
    found = style.__dict__.get("press_face")
    if found is None:
        found = style.__dict__["press_face"] = "|".join(str(style[key]) for key in FACE)
    return str(found)


def advances_of(style: Any, text: str) -> array[float]:
    """How far each character of a text moves on, in CSS px; those of a ligature share its width."""
    memory = memory_of(style)
    key = (face_of(style), text)
    if key not in memory.advances:
        memory.advances[key] = array("d", _shape(style, text))
    return memory.advances[key]


def _shape(style: Any, text: str) -> list[float]:
    layout = Layout(style)
    layout.set_text(text)
    line, _ = layout.get_first_line()
    encoded = text.encode()
    by_byte = [0] * (len(encoded) + 1)
    run = line.runs[0] if line.runs != ffi.NULL else ffi.NULL
    while run != ffi.NULL:
        item = run.data
        run = run.next
        count, offset = item.glyphs.num_glyphs, item.item.offset
        if not count:
            continue
        size = ffi.sizeof("PangoGlyphInfo") // 4
        widths = memoryview(ffi.buffer(item.glyphs.glyphs, count * size * 4)).cast("i")[1::size]
        clusters = memoryview(ffi.buffer(item.glyphs.log_clusters, count * 4)).cast("i")
        for cluster, width in zip(clusters, widths, strict=True):
            by_byte[offset + cluster] += width
    layout.deactivate()
    if len(encoded) == len(text):
        return _shared([by_byte[at] * FROM_UNITS for at in range(len(text))])
    starts = accumulate((len(char.encode()) for char in text[:-1]), initial=0)
    return _shared([by_byte[at] * FROM_UNITS for at in starts])


def _shared(advances: list[float]) -> list[float]:
    """The letters of a ligature, which has its width at the first, share it; so do marks, which is harmless."""
    at = 0
    while at < len(advances):
        end = at + 1
        while end < len(advances) and advances[end] == 0 and end - at < 4:
            end += 1
        if end - at > 1 and advances[at]:
            advances[at:end] = [advances[at] / (end - at)] * (end - at)
        at = end
    return advances


# --- where a line may end ------------------------------------------------------------------------


def _ends(text: _Text, lang: str) -> list[End]:
    """Where lines may end: the letter that begins the next, and whether a hyphen is to be printed."""
    words = text.words
    attributes = get_log_attrs(words, lang)
    last = len(words.rstrip(" "))
    found: dict[int, End] = {}
    for at in range(1, last):
        if not attributes[at].is_line_break or words[at] in DASHES or OBJECT in (words[at - 1], words[at]):
            continue
        before, after = text.run_at(at - 1), text.run_at(at)
        if before < 0 or all(text.runs[n][1].style["white_space"] == "nowrap" for n in (before, after) if n >= 0):
            continue
        if (soft := words[at - 1] == SOFT_HYPHEN) and text.runs[before][1].style["hyphens"] == "none":
            continue
        if (hard := words[at - 1] == "-") and DOUBLE_NAME.search(words, max(0, at - 40), at + 1):
            continue
        found[at] = End(at, soft, COMPOUND if hard else 0.0)
    for end in _hyphenations(text):
        found.setdefault(end.at, end)
    return [found[at] for at in sorted(found)]


def _hyphenations(text: _Text) -> Iterator[End]:
    """Where words may be divided; never the last word of the paragraph, nor a word with a soft hyphen."""
    last = len(text.words.rstrip())
    for start, box in text.runs:
        style = box.style
        if style["hyphens"] != "auto" or not style["lang"] or style["white_space"] == "nowrap":
            continue
        for match in WORD.finditer(box.text):
            token = match[0]
            word = token.strip(EDGES)
            begin = start + match.start() + token.find(word)
            end = begin + len(word)
            if end + len(token) - token.find(word) - len(word) >= last or not word or SOFT_HYPHEN in token:
                continue
            if not divisible(word, text.work.names) or _runs_on(text.words, begin, end):
                continue
            lang = style["lang"]
            name = looks_like_a_name(word, lang)
            for at in syllables(word, lang, tuple(style["hyphenate_limit_chars"])):
                yield End(begin + at, True, NAMELIKE if name else 0.0)


def _runs_on(words: str, begin: int, end: int) -> bool:
    """Whether a word goes on in the box before or after."""
    return words[begin - 1 : begin].isalpha() or words[end : end + 1].isalpha()


def _places(text: _Text, advances: Sequence[float], ends: Sequence[End], hanging: float) -> list[Place]:
    """The places where lines may end with what the paragraph measures there, in CSS px."""
    words = text.words
    so_far = [0.0, *accumulate(advances)]
    spaces = [0.0, *accumulate(a if c in " \u00a0" else 0.0 for a, c in zip(advances, words, strict=True))]
    places = []
    for at, hyphen, demerits in (*ends, End(len(words))):
        end = len(words[:at].rstrip(" \n")) if words[at - 1] in " \n" else at
        length = so_far[end]
        if hyphen:
            style = text.runs[text.run_at(at - 1)][1].style
            width = sum(advances_of(style, style["hyphenate_character"]))
            length += width - hanging * HANG["-"] * width
        elif end:
            length -= hanging * HANG.get(words[end - 1], 0) * advances[end - 1]
        begin = so_far[at]
        if at < len(words):
            begin += hanging * HANG.get(words[at], 0) * advances[at]
        places.append(Place(length, begin, spaces[end], spaces[at], hyphen or words[end - 1 : end] == "-", demerits))
    return places


# --- planning ------------------------------------------------------------------------------------


def plan(work: ParagraphWork, context: Any, box: Any, containing_block: Any, first_line: Mapping[str, Any]) -> Plan:
    """How a paragraph is to be set. Raises `Unmeasured`."""
    text = _Text(work, context, containing_block, first_line)
    text.add(box)
    measure = containing_block.width
    wish = work.wishes.get(anchor_of(box), NO_WISH)
    plans = memory_of(box.style).plans
    own = tuple(str(box.style[key]) for key in ("text_indent", "text_align_last", "font_size", "lang"))
    key = (tuple(text.key), own, measure, wish, work.justification, work.names)
    if key not in plans:
        plans[key] = _fitted(work.justification, text, box, measure, wish)
    for (_, run), cuts in zip(text.runs, plans[key].cuts, strict=True):
        run.cuts = None if run.text == "\n" else cuts
    return plans[key]


def anchor_of(box: Any) -> str:
    """The id of the element that a box stands for, or nothing."""
    return (box.element.get("id") if box.element is not None else "") or ""


def _fitted(how: Justification, text: _Text, box: Any, measure: float, wish: Wish) -> Plan:
    size = float(box.style["font_size"])
    indent = percentage(box.style["text_indent"], box.style, measure)
    fills = box.style["text_align_last"] == "justify"
    ends = _ends(text, box.style["lang"] or "")
    places = _places(text, text.advances, ends, how.hanging / 100)
    opening = _places(text, text.opening, ends, how.hanging / 100) if text.opening else ()
    least = max(LEAST * size, abs(indent) * 1.1)
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
            indent if first == 0 else 0.0,
            _part(opening, first, stop) if opening and first == 0 else (),
            how.expansion / 100,
            fills and stop == len(places) - 1,
            least if stop == len(places) - 1 else 0.0,
        )
        parts.append(paragraph)
        fits.append(fit(paragraph, wish))
        for number in fits[-1].ends[:-1]:
            at, hyphen, _ = ends[first + number]
            run = text.run_at(at - 1)
            start, source = text.runs[run]
            cuts[run].append(LineCut(len(source.text[: at - start].encode()), hyphen))
            hyphens += part[number].hyphen
        first = stop + 1
    strain = _strain([ratio for each in fits for ratio in each.ratios])
    return Plan(tuple(map(tuple, cuts)), sum(each.lines for each in fits), hyphens, strain, tuple(parts))


def _stops(text: _Text, ends: Sequence[End]) -> list[int]:
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
            p.hyphen,
            p.demerits,
        )
        for p in places[first : stop + 1]
    ]


def _strain(ratios: Sequence[float]) -> str:
    """What is wrong with the lines, if anything."""
    if min(ratios) < -1:
        return "a line is wider than the measure"
    if max(ratios) > 3:
        return "the measure is too narrow to justify"
    return ""
