"""Plain text → blocks: paragraphs put together again, and headings told by how they stand.

A paragraph may be one long line or several of even length, parted from the next by a blank line or by an indent. Lines
that are short all along (verse, an address) keep their ends. A line of asterisks or dashes is a break.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Set
from dataclasses import replace

from press.importing.structure.arrange import byline
from press.importing.structure.titles import PART, is_piece
from press.importing.tidy import clean, tidy
from press.importing.typed.divided_words import whole_words
from press.importing.typed.plain_furniture import LANGUAGES, LineGroup, bare_lines, note_groups
from press.importing.typed.plain_signs import with_side_notes, with_slants
from press.importing.typed.typed_notes import goes_on
from press.importing.typescript import Changed, LeftOut, Typescript
from press.problem import Origin
from press.text import Block, Blocks, Extract, Heading, Inline, LineBreak, Paragraph, SectionBreak, Text

BREAK = re.compile(r"\s*(?:[*#~•·⁂_=-]\s*){1,40}")
UNDERLINE = re.compile(r"\s*(=+|-+|~+)\s*")
ENDS = re.compile(r"[.!?…:;,][\"'”’)\]]*$")
CHAPTER = re.compile(
    r"(?:chapter|part|book|act|kapitel|chapitre)\s+(?:\d+|[ivxlc]+|[a-z]+)\b.{0,80}|(?:[IVXLC]+|\d{1,3})\.?",
    re.IGNORECASE,
)
NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2})*)\.?\s+\S.*")
MARKED = re.compile(r"(#{1,6})\s+(\S.*?)\s*#*")
PAGE = re.compile(r"[-–—\[\s]*(?:page\s+)?(\d{1,4})[-–—\]\s]*", re.IGNORECASE)
CALLS = re.compile(r"(?:\[\d{1,3}\]|[⁰¹²³⁴⁵⁶⁷⁸⁹]+)+$")
"""Calls of notes, behind the point that ends a sentence."""
LONGEST_HEADING = 100
LOOKS: Mapping[str, str] = {
    "part": "a line that says it is a part",
    "chapter": "a line that says it is a chapter",
    "piece": "a line that says what piece begins",
    "=": "an underlined line",
    "-": "an underlined line",
    "capitals": "a line in capitals",
    "plain": "a short line by itself",
}
"""What a line looks like that is taken for a heading."""
SHORT = 72  # a line of fewer letters may have been ended by hand
NARROW = 100  # lines within this width were broken by a machine for a screen or a typewriter


def read_plain(name: str, text: str) -> Typescript:
    """A plain text, with the lines that are no text of the author's left out: licences, heads and numbers of pages."""
    bare = bare_lines(text)
    left, changed = bare.left, list[Changed]()
    groups = list(note_groups(_groups(bare.lines)))
    groups = _without_pages(groups, left, bare.breaks)
    broken = _is_broken_by_machine(groups)
    groups = whole_words(groups, changed) if broken else [part for each in groups for part in _line_by_line(each)]
    found: list[tuple[str, Block]] = []
    for group in groups:
        found += _blocks(name, group, broken, left)
    whole = _over_pages(_with_headings(found, changed), bare.breaks)
    changed += _told_of_lines(whole)
    blocks = with_side_notes(with_slants(whole, changed), changed)
    return Typescript(
        name=name,
        unit="line",
        blocks=blocks,
        title=bare.said.get("title", ""),
        author=bare.said.get("author", ""),
        language=LANGUAGES.get(bare.said.get("language", "").lower(), ""),
        said=frozenset({"language": "lang"}.get(key, key) for key in bare.said),
        bare=True,
        from_web=True,
        left=tuple(left),
        changed=tuple(changed),
    )


def _told_of_lines(blocks: Blocks) -> Iterator[Changed]:
    """What was taken for verse and for quotations by how the lines of a plain text stand."""
    for block in blocks:
        if isinstance(block, Extract):
            yield Changed(block.origin.line, "lines that are all moved in: taken for a quotation", "likely")
        elif isinstance(block, Paragraph) and any(isinstance(each, LineBreak) for each in block.inlines):
            yield Changed(block.origin.line, "short lines: taken for lines that end where they do", "likely")


def _line_by_line(group: LineGroup) -> Iterator[LineGroup]:
    """The lines of a group, each by itself where it is a paragraph, as word processors save text; short ones together
    are verse or an address.
    """
    if max(map(len, group.lines)) <= NARROW:
        yield group
        return
    short: list[str] = []
    for n, line in enumerate((*group.lines, "")):
        if line and len(line) < SHORT and not _look_of_heading(line):
            short.append(line)
            continue
        if short:
            first = group.first + n - len(short)
            whole = len(short) > 2  # two are two headings, or the last words of a talk
            yield from (
                [LineGroup(first, tuple(short))]
                if whole
                else (LineGroup(first + k, (each,)) for k, each in enumerate(short))
            )
            short = []
        if line:
            yield LineGroup(group.first + n, (line,))


def _look_of_heading(line: str) -> bool:
    return _look(line) not in ("text", "plain")


def _over_pages(blocks: Blocks, breaks: Set[int]) -> Blocks:
    """The blocks with paragraphs put together again that the end of a page has parted."""
    kept: list[Block] = []
    for block in blocks:
        last = kept[-1] if kept else None
        if isinstance(last, Paragraph) and isinstance(block, Paragraph) and goes_on(last, block):
            between = range(last.origin.line, block.origin.line)
            if any(n in breaks for n in between):
                kept[-1] = replace(last, inlines=tidy((*last.inlines, Text(" "), *block.inlines)))
                continue
        kept.append(block)
    return tuple(kept)


def _groups(lines: list[str]) -> list[LineGroup]:
    groups: list[LineGroup] = []
    run: list[str] = []
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            run.append(line.rstrip())
        elif run:
            groups.append(LineGroup(number - len(run), tuple(run)))
            run = []
    return groups


def _without_pages(groups: list[LineGroup], left: list[LeftOut], breaks: set[int]) -> list[LineGroup]:
    """Groups without those that are a page's number, where such numbers rise through the text."""
    numbers = [int(m[1]) for g in groups if len(g.lines) == 1 and (m := PAGE.fullmatch(g.lines[0]))]
    rising = all(a < b for a, b in itertools.pairwise(numbers))  # a year that stands alone breaks the row
    if len(numbers) < 3 or not rising or numbers[0] == 1:  # chapters, which may have a number alone, begin with 1
        return groups
    kept = []
    for group in groups:
        if len(group.lines) == 1 and PAGE.fullmatch(group.lines[0]):
            left.append(LeftOut(group.first, group.lines[0].strip(), "the number of a page", "likely"))
            breaks.add(group.first)
        else:
            kept.append(group)
    return kept


def _is_broken_by_machine(groups: list[LineGroup]) -> bool:
    """Whether lines end where a screen or a typewriter ended them, and not where a paragraph does."""
    inner = [len(line) for group in groups for line in group.lines[:-1]]
    if not inner:
        return False
    full = sorted(inner)[int(len(inner) * 0.9)]  # not the longest: an address of the web may stick out
    return full <= NARROW and sum(length > full * 0.75 for length in inner) > len(inner) * 0.6


def _blocks(name: str, group: LineGroup, broken: bool, left: list[LeftOut]) -> list[tuple[str, Block]]:
    """The blocks of a group of lines, each with how it looks: "text", or a kind of line that may be a heading."""
    origin = Origin(name, group.first)
    bare = [line.strip() for line in group.lines]
    # underlined before all else: two short lines would be taken for verse
    if len(bare) == 2 and UNDERLINE.fullmatch(bare[1]) and len(bare[0]) <= LONGEST_HEADING and len(bare[1]) > 2:
        return [("=" if bare[1][0] == "=" else "-", _paragraph(origin, [bare[0]]))]
    if len(bare) == 1 and BREAK.fullmatch(bare[0]):
        return [("break", SectionBreak(origin))]
    # text copied from a web page has the description of a picture and its legend, which often say the same
    if 1 < len(bare) < 4 and len(set(bare)) == 1 and not ENDS.search(bare[0]) and len(bare[0]) <= LONGEST_HEADING:
        why = "a caption said more than once: a picture's words and its legend, without the picture"
        left.append(LeftOut(group.first, "\n".join(bare), why, "likely"))
        return []
    if len(bare) == 1:
        return [(_look(group.lines[0]), _paragraph(origin, bare))]
    return [("text", block) for block in _paragraphs(name, group, broken)]


def _paragraphs(name: str, group: LineGroup, broken: bool) -> list[Block]:
    """The paragraphs of several lines: put together, or each line one, or with its ends kept where they were meant."""
    lines = group.lines
    indents = [len(line) - len(line.lstrip()) for line in lines]
    if min(indents) >= 4 and broken:  # all of it moved in, as typists set off a quotation
        return [
            Extract(
                (_paragraph(Origin(name, group.first), [line.strip() for line in lines]),), Origin(name, group.first)
            )
        ]
    if broken and max(map(len, lines[:-1])) >= SHORT * 0.7:  # lines as long as the machine had room: one text
        starts = [n for n, indent in enumerate(indents) if n == 0 or (indent > 0 and indents[n - 1] == 0)]
        ends = [*starts[1:], len(lines)]
        return [
            _paragraph(Origin(name, group.first + start), [line.strip() for line in lines[start:end]])
            for start, end in zip(starts, ends, strict=True)
        ]
    if max(map(len, lines)) < SHORT:  # all short though there was room: verse, an address
        inlines = [each for line in lines for each in (Text(clean(line.strip())), LineBreak())]
        return [Paragraph(tidy(tuple(inlines)), Origin(name, group.first))]
    return [_paragraph(Origin(name, group.first + n), [line.strip()]) for n, line in enumerate(lines)]


def _paragraph(origin: Origin, lines: list[str]) -> Paragraph:
    inlines: tuple[Inline, ...] = (Text(clean(" ".join(lines))),)
    return Paragraph(tidy(inlines), origin)


def _look(line: str) -> str:
    """How a line that stands alone looks: "text", or the kind of heading it may be."""
    bare = line.strip()
    if (found := MARKED.fullmatch(bare)) is not None:
        return found[1]
    if len(bare) > LONGEST_HEADING or len(bare.split()) > 14 or not (bare[0].isupper() or bare[0].isdigit()):
        return "text"
    if byline(bare):
        return "byline"
    if PART.fullmatch(bare):
        return "part"
    if is_piece((Text(bare),)):
        return "piece"
    if CHAPTER.fullmatch(bare):  # before the stop at its end is looked at: *IV.* is a chapter
        return "chapter"
    # a heading may ask or exclaim, and never ends with a full stop
    if ENDS.search(bare.rstrip("?!")) or bare.endswith((")", "]")):
        return "text"
    if (found := NUMBERED.fullmatch(bare)) is not None:
        return "1" + "." * found[1].count(".")
    letters = [char for char in bare if char.isalpha()]
    if len(letters) > 3 and all(char.isupper() for char in letters):
        return "capitals"
    return "plain"


def _with_headings(found: list[tuple[str, Block]], changed: list[Changed]) -> Blocks:
    """The blocks with those lines made headings that look like one and stand before text, ranked by their look."""
    looks = [look for look, _ in found]
    heads = {
        n for n, look in enumerate(looks) if look not in ("text", "break", "byline") and _stands_before_text(n, found)
    }
    ranks = _ranks(Counter(looks[n] for n in heads))
    blocks: list[Block] = []
    for n, (look, block) in enumerate(found):
        if n in heads and isinstance(block, Paragraph):
            inlines = block.inlines
            if look.startswith("#") and isinstance(first := inlines[0], Text):
                inlines = (Text(first.text.lstrip("#").rstrip("#").strip()), *inlines[1:])
            blocks.append(Heading(ranks[look], inlines, block.origin))
            if not look.startswith("#"):  # which is a mark, and no guess
                told = f"{LOOKS.get(look, 'a numbered line')}: taken for a heading of level {ranks[look]}"
                changed.append(Changed(block.origin.line, told, "doubtful" if look == "plain" else "likely"))
        else:
            blocks.append(block)
    return tuple(blocks)


def _stands_before_text(n: int, found: list[tuple[str, Block]]) -> bool:
    """Whether a line has text below it, perhaps after another such line, and does not go on from the line above."""
    # one other heading may stand between, below that of a part its title and both lines of a chapter's; numbered lines
    # one below another are a list
    reach = {"1": 2, "p": 5 if found[n][0] == "part" else 3}.get(found[n][0][:1], 3)
    below = [each for each in found[n + 1 : n + reach + 1] if each[0] != "byline"][: reach - 1]
    first = next((block for look, block in below if look in ("text", "break")), None)
    if not isinstance(first, Paragraph):
        return first is not None
    words = _words(first)  # a short line without a point may be another line of the same verse
    words = CALLS.sub("", words)
    return len(words) > LONGEST_HEADING or bool(ENDS.search(words)) or words.startswith(("(", "[", '"', "“"))


def _words(block: Block) -> str:
    return "".join(each.text for each in getattr(block, "inlines", ()) if isinstance(each, Text))


def _ranks(looks: Counter[str]) -> dict[str, int]:
    """The level of each kind of heading that a text has: marked ones by their marks, the others in this order."""
    marked = {look: len(look) for look in looks if look.startswith("#")}  # the author has said it
    order = ["part", "chapter", "=", "capitals", "1", "-", "1.", "plain", "1..", "1..."]
    rest = [look for look in order if look in looks]
    lowest = max(marked.values(), default=0)
    # a foreword, a conclusion, an appendix are what the highest of the others are
    marked |= {"piece": min(marked.values(), default=1)} if "piece" in looks else {}
    return marked | {look: min(lowest + rank, 6) for rank, look in enumerate(rest, 1)}
