"""Justified paragraphs broken as a whole, where the engine breaks line by line.

The engine keeps everything else: styles, fonts, notes, pages. When it is about to set a justified paragraph, that
paragraph is measured from the engine's own boxes, by the same shaper (HarfBuzz, through Pango), the same font files and
features that will print it; `total_fit` finds the ends of the lines; and the engine is handed them one after another
in the place where it would have searched for each. So the HTML stays as it is, and with it anchors, links, notes, tags and
the words in the PDF. Whatever is not justified by the style sheets (index, lists, headings) is left alone.

What cannot be measured (text beside a float, a kept line end, a right-to-left paragraph) is left to the engine's own
justification and told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import pyphen
from weasyprint.draw import text as drawing
from weasyprint.formatting_structure import boxes
from weasyprint.layout import block as block_layout
from weasyprint.layout import inline as inline_layout
from weasyprint.layout.percent import percentage, resolve_percentages
from weasyprint.layout.preferred import max_content_width
from weasyprint.matrix import Matrix
from weasyprint.text.ffi import FROM_UNITS, ffi, pango
from weasyprint.text.line_break import Layout, create_layout, get_log_attrs, line_size, strut

from press.printing.justification import NO_WISH, Amiss, Justification, Tally, Wish
from press.printing.total_fit import SHRINK, STRETCH, Fit, Paragraph, Place, fit

LEAST = 4.0
"""Ems: a last line shorter than this, or than the indent, looks like a slip."""
WIDEST = 1.0
"""Ems: a line whose spaces would be wider than this is left short instead."""
NARROWEST = 0.4
"""By how much of itself a space may shrink at most; a line that needs more sticks out."""
AMPLE = 1e6
"""CSS px: more than any line; the engine must not look for an end where it has been given one."""
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
CAPITALISING = {"de", "lb"}
"""Languages in which a capital does not mean a name."""
FACE = (
    "font_family font_style font_stretch font_weight font_size font_kerning font_variant_ligatures font_variant_position "
    "font_variant_caps font_variant_numeric font_variant_alternates font_variant_east_asian font_feature_settings "
    "font_variation_settings font_language_override lang direction letter_spacing word_spacing text_decoration_line"
).split()
"""What decides how wide text runs."""


class _Unmeasured(Exception):
    """Why a paragraph cannot be measured."""


class End(NamedTuple):
    """Where a line may end: the letter that begins the next, whether a hyphen is printed, and what that costs more."""

    at: int
    hyphen: bool = False
    demerits: float = 0.0


class Cut(NamedTuple):
    """Where a line ends in a text, in bytes; whether a hyphen is printed there."""

    at: int
    hyphen: bool


class Plan(NamedTuple):
    """How a paragraph is set: the cuts of each of its texts, and how good it came out."""

    cuts: tuple[tuple[Cut, ...], ...]
    lines: int
    hyphens: int
    strain: str
    parts: tuple[Paragraph, ...]


class _Memory:
    """What has been measured with one set of fonts; layouts of the same text come again and again."""

    def __init__(self) -> None:
        self.advances: dict[tuple[str, str], list[float]] = {}
        self.plans: dict[object, Plan] = {}
        self.pieces: dict[tuple[str, str, str], tuple[Any, float, float, float]] = {}


_memories: WeakKeyDictionary[Any, _Memory] = WeakKeyDictionary()


@dataclass(slots=True)
class Work:
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

    def measured(self) -> dict[str, Paragraph]:
        """The paragraphs with an anchor as they were measured; none of those with line breaks that were asked for."""
        plans = [(anchor, what) for anchor, what in self.done.values() if anchor and isinstance(what, Plan)]
        return {anchor: plan.parts[0] for anchor, plan in plans if len(plan.parts) == 1}


_work: Work | None = None


@contextmanager
def broken_whole(work: Work) -> Iterator[None]:
    """Layouts within the block have their paragraphs broken as `work` says, if it says so."""
    global _work  # noqa: PLW0603 – the engine calls back without a word of ours
    before, _work = _work, work
    try:
        yield
    finally:
        _work = before


# --- measuring -----------------------------------------------------------------------------------


class _Text:
    """A paragraph as one string with the advance of every letter, and the boxes the letters come from."""

    def __init__(self, work: Work, context: Any, containing_block: Any, first_line: Mapping[str, Any]) -> None:
        self.work, self.context, self.containing_block, self.first_line = work, context, containing_block, first_line
        self.words = ""
        self.advances: list[float] = []
        self.opening: list[float] = []
        self.runs: list[tuple[int, Any]] = []
        self.key: list[object] = []

    def add(self, parent: Any) -> None:
        """Take in what an inline box holds. Raises `_Unmeasured`."""
        for child in parent.children:
            if not child.is_in_normal_flow():
                if child.is_floated():
                    raise _Unmeasured("a float in it")
            elif isinstance(child, boxes.TextBox):
                self._add_text(child)
            elif isinstance(child, boxes.InlineBox):
                self._add_inline(child)
            elif isinstance(child, boxes.AtomicInlineLevelBox):
                self._add_object(child)
            else:
                raise _Unmeasured(f"a {type(child).__name__} in it")

    def _add_text(self, box: Any) -> None:
        style = box.style
        text = box.text
        if "\n" in text and text != "\n":
            raise _Unmeasured("a kept line end in it")
        if box.is_leader or style["direction"] != "ltr":
            raise _Unmeasured("a leader in it" if box.is_leader else "it runs from right to left")
        self.runs.append((len(self.words), box))
        self.words += text
        self.key.append((_face(style), text, style["hyphens"], style["hyphenate_limit_chars"], style["white_space"]))
        if text == "\n" or not style["font_size"]:
            self.advances += [0.0] * len(text)
            self.opening += [0.0] * len(text)
            return
        self.advances += _advances(style, text)
        if self.first_line:
            style = style.copy()
            style.update(self.first_line)
            self.key.append(_face(style))
            self.opening += _advances(style, text)

    def _add_inline(self, box: Any) -> None:
        style = box.style
        if box.is_leader:
            raise _Unmeasured("a leader in it")
        if not any(_is_set(style[f"{what}_{side}"]) for what in ("margin", "padding") for side in ("left", "right")) and (
            not style["border_left_width"] and not style["border_right_width"]
        ):
            self.add(box)
            return
        resolve_percentages(box, self.containing_block)
        at = len(self.words)
        self.add(box)
        if at == len(self.words):
            raise _Unmeasured("an empty box with a width in it")
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


def _memory(style: Any) -> _Memory:
    return _memories.setdefault(style.font_config, _Memory())


def _face(style: Any) -> str:
    """What decides how wide text runs in a style, as a key."""
    found = style.__dict__.get("press_face")
    if found is None:
        found = style.__dict__["press_face"] = "|".join(str(style[key]) for key in FACE)
    return str(found)


def _advances(style: Any, text: str) -> list[float]:
    """How far each character of a text moves on, in CSS px; those of a ligature share its width."""
    memory = _memory(style)
    key = (_face(style), text)
    if key not in memory.advances:
        memory.advances[key] = _shape(style, text)
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


@lru_cache(maxsize=64)
def _hyphenator(lang: str, left: int, right: int) -> pyphen.Pyphen | None:
    found = pyphen.language_fallback(lang)
    return pyphen.Pyphen(lang=found, left=left, right=right) if found else None


@lru_cache(maxsize=20_000)
def syllables(word: str, lang: str, limits: tuple[int, int, int]) -> tuple[int, ...]:
    """Where a word may be divided in a language. `limits`: letters of the word, before, and after, at least."""
    total, left, right = limits
    hyphenator = _hyphenator(lang, left, right)
    if hyphenator is None or len(word) < total or not word.replace("’", "").isalpha():
        return ()
    return tuple(int(at) for at in hyphenator.positions(word))


def divisible(word: str, names: frozenset[str]) -> bool:
    """Whether a word may be divided at all: not a name, nor what looks like one, nor what has a hyphen already."""
    bare = re.sub(r"[’']s?$", "", word)
    return not (bare in names or word in names or "-" in word) and word[1:].islower()


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
            name = word[0].isupper() and lang.split("-")[0] not in CAPITALISING
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
        end = len(words[:at].rstrip(" ")) if words[at - 1] == " " else at
        length = so_far[end]
        if hyphen:
            style = text.runs[text.run_at(at - 1)][1].style
            width = sum(_advances(style, style["hyphenate_character"]))
            length += width - hanging * HANG["-"] * width
        elif end:
            length -= hanging * HANG.get(words[end - 1], 0) * advances[end - 1]
        begin = so_far[at]
        if at < len(words):
            begin += hanging * HANG.get(words[at], 0) * advances[at]
        places.append(Place(length, begin, spaces[end], spaces[at], hyphen or words[end - 1 : end] == "-", demerits))
    return places


# --- planning ------------------------------------------------------------------------------------


def _plan(work: Work, context: Any, box: Any, containing_block: Any, first_line: Mapping[str, Any]) -> Plan:
    """How a paragraph is to be set. Raises `_Unmeasured`."""
    text = _Text(work, context, containing_block, first_line)
    text.add(box)
    measure = containing_block.width
    indent = percentage(box.style["text_indent"], box.style, measure)
    wish = work.wishes.get((box.element.get("id") if box.element is not None else "") or "", NO_WISH)
    fills = box.style["text_align_last"] == "justify"
    memory = _memory(box.style)
    key = (tuple(text.key), measure, indent, fills, wish, work.justification, work.names, _size(box))
    if key not in memory.plans:
        memory.plans[key] = _fitted(work.justification, text, box, measure, indent, fills, wish)
    plan = memory.plans[key]
    for (_, run), cuts in zip(text.runs, plan.cuts, strict=True):
        run.cuts = None if run.text == "\n" else cuts
    return plan


def _size(box: Any) -> float:
    return float(box.style["font_size"])


def _fitted(
    how: Justification, text: _Text, box: Any, measure: float, indent: float, fills: bool, wish: Wish
) -> Plan:
    ends = _ends(text, box.style["lang"] or "")
    places = _places(text, text.advances, ends, how.hanging / 100)
    opening = _places(text, text.opening, ends, how.hanging / 100) if text.opening else ()
    least = max(LEAST * _size(box), abs(indent) * 1.1)
    cuts: list[list[Cut]] = [[] for _ in text.runs]
    fits: list[Fit] = []
    parts: list[Paragraph] = []
    hyphens = 0
    first = 0
    for stop in _stops(text, ends):
        part = _part(places, first, stop)
        paragraph = Paragraph(
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
            cuts[run].append(Cut(len(source.text[: at - start].encode()), hyphen))
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


# --- what the engine is told ---------------------------------------------------------------------


def _prepare(
    work: Work, context: Any, box: Any, position_y: float, skip_stack: Any, containing_block: Any, first_line: Any
) -> None:
    """Plan a paragraph that the engine is about to set, unless it has a plan already or is not to have one."""
    style = box.style
    if style["text_align_all"] != "justify" or style["white_space"] != "normal":
        return
    old = box.__dict__.get("plan")
    if old is not None and (skip_stack is not None or not first_line) and old[0] == containing_block.width:
        return
    words = "".join(each.text for each in box.descendants() if isinstance(each, boxes.TextBox))[:40]
    anchor = (box.element.get("id") if box.element is not None else "") or ""
    try:
        if skip_stack is not None:
            raise _Unmeasured("it runs on in another measure")
        if style["direction"] != "ltr":
            raise _Unmeasured("it runs from right to left")
        if box.first_letter_style or containing_block.first_letter_style:
            raise _Unmeasured("a first letter set apart")
        if any(s.position_y + s.margin_height() > position_y for s in context.excluded_shapes or ()):
            raise _Unmeasured("a float beside it")
        plan = _plan(work, context, box, containing_block, first_line or {})
    except _Unmeasured as reason:
        _forget(box)
        work.done[id(box.element), words] = (anchor, str(reason))
        return
    box.plan = (containing_block.width, plan)
    work.done[id(box.element), words] = (anchor, plan)


def _forget(box: Any) -> None:
    """Leave a paragraph to the engine."""
    box.plan = None
    for each in box.descendants():
        if isinstance(each, boxes.TextBox):
            each.cuts = None


def _split(context: Any, box: Any, skip: int, cuts: Sequence[Cut]) -> tuple[Any, int | None, bool]:
    """The engine's `split_text_box` for a text whose lines are known: what of it stands on the line that begins at
    `skip` bytes, and where the next line begins.
    """
    cut = next((each for each in cuts if each.at > skip), None)
    encoded = box.text.encode()
    text = encoded[skip : cut.at if cut else len(encoded)].decode()
    hyphen = box.style["hyphenate_character"] if cut and cut.hyphen else ""
    if cut and not hyphen:
        text = text.rstrip(" ")
    resume = cut.at if cut else None
    if not text or not box.style["font_size"]:
        return None, resume, False
    pieces = _memory(box.style).pieces
    key = (_face(box.style), text, hyphen)
    if key not in pieces:
        layout = create_layout(text + hyphen, box.style, context, None, 0)
        line, _ = layout.get_first_line()
        width, height = line_size(line, box.style)
        baseline = pango.pango_layout_get_baseline(layout.layout) * FROM_UNITS
        layout.deactivate()
        pieces[key] = (layout.__dict__, width, height, baseline)
    attributes, width, height, baseline = pieces[key]
    layout = Layout.__new__(Layout)
    layout.__dict__.update(attributes)
    found = box.copy_with_text(text + hyphen)
    found.cuts = None
    found.pango_layout, found.width, found.height = layout, width, height
    line_height, _ = strut(box.style)
    found.margin_top = found.margin_bottom = (line_height - height) / 2
    found.baseline = baseline + found.margin_top
    return found, resume, False


def _justify(line: Any, available: float, how: Justification, last: bool) -> float:
    """Let a line fill the measure, by its spaces and, if the style wants it, by its type; gives the line's offset."""
    texts = [each for each in line.descendants() if isinstance(each, boxes.TextBox) and each.text]
    if not texts:
        return 0.0
    left, right = _hangs(texts, how.hanging / 100) if how.hanging else (0.0, 0.0)
    extra = available + left + right - line.width
    if last and extra >= 0:
        return -left
    spaces = sum(each.text.count(" ") + each.text.count("\u00a0") for each in texts)
    space = _advances(line.style, " ")[0]
    scale = 1.0
    if give := how.expansion / 100:
        reach = (STRETCH if extra > 0 else SHRINK) * spaces * space + give * line.width
        scale += give * max(-1.0, min(1.0, extra / reach))
        extra -= (scale - 1) * sum(each.width for each in texts)
    spacing = max(extra / spaces, -NARROWEST * space) if spaces else 0.0
    if spacing > WIDEST * line.style["font_size"]:
        spacing = 0.0
    if spacing or scale != 1:
        _spread(line, spacing, scale, 0.0)
    return -left


def _hangs(texts: Sequence[Any], hanging: float) -> tuple[float, float]:
    """By how much a line's first and last mark stand outside the measure."""
    first, last = texts[0], texts[-1]
    begin, end = first.text[0], last.text.rstrip()[-1:]
    left = HANG.get(begin, 0.0) * _advances(first.style, begin)[0] if begin in HANG else 0.0
    right = HANG.get(end, 0.0) * _advances(last.style, end)[0] if end in HANG else 0.0
    return hanging * left, hanging * right


def _spread(box: Any, spacing: float, scale: float, shift: float) -> float:
    """Widen the spaces of a line's boxes (and their type by `scale`), move each by what stands before it."""
    box.position_x += shift
    if isinstance(box, boxes.TextBox):
        spaces = box.text.count(" ") + box.text.count("\u00a0")
        growth = spacing * spaces + box.width * (scale - 1)
        box.width += growth
        box.justification_spacing = box.pango_layout.justification_spacing = spacing / scale
        box.expansion = scale
        return shift + growth
    if not isinstance(box, (boxes.LineBox, boxes.InlineBox)):
        box.position_x -= shift
        box.translate(shift, 0)
        return shift
    before = shift
    for child in box.children:
        if child.is_in_normal_flow():
            shift = _spread(child, spacing, scale, shift)
    box.width += shift - before
    return shift


def take_over() -> None:
    """Put ourselves where the engine sets a paragraph, ends a text, lays out a line, aligns it, and draws it.

    Without `justifying` around a layout the engine does as it always does.
    """
    iter_line_boxes = block_layout.iter_line_boxes
    split_text_box = inline_layout.split_text_box
    split_inline_box = inline_layout.split_inline_box
    text_align = inline_layout.text_align
    draw_first_line = drawing.draw_first_line

    def set_paragraph(
        context: Any, box: Any, position_y: float, bottom: float, skip_stack: Any, containing_block: Any, *rest: Any
    ) -> Any:
        if _work is not None and _work.justification.whole:
            _prepare(_work, context, box, position_y, skip_stack, containing_block, rest[-1])
        return iter_line_boxes(context, box, position_y, bottom, skip_stack, containing_block, *rest)

    def end_text(context: Any, box: Any, available: Any, skip: int, is_line_start: bool = True) -> Any:
        cuts = box.__dict__.get("cuts")
        if cuts is None:
            return split_text_box(context, box, available, skip, is_line_start=is_line_start)
        return _split(context, box, skip, cuts)

    def lay_line(context: Any, box: Any, position_x: float, max_x: float, *rest: Any) -> Any:
        if box.__dict__.get("plan") is not None:
            max_x = AMPLE
        return split_inline_box(context, box, position_x, max_x, *rest)

    def align(context: Any, line: Any, available: float, last: bool) -> Any:
        if line.__dict__.get("plan") is None or _work is None:
            return text_align(context, line, available, last)
        ragged = last and line.style["text_align_last"] != "justify"
        return _justify(line, available, _work.justification, ragged)

    def draw(stream: Any, textbox: Any, overflow: Any, ellipsis: Any, matrix: Any) -> Any:
        scale = textbox.__dict__.get("expansion", 1.0)
        return draw_first_line(stream, textbox, overflow, ellipsis, Matrix(a=scale) @ matrix)

    block_layout.iter_line_boxes = set_paragraph
    inline_layout.split_text_box = end_text
    inline_layout.split_inline_box = lay_line
    inline_layout.text_align = align
    drawing.draw_first_line = draw
