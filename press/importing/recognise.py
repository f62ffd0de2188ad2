"""Typescript → Arrangement: which words are the title, a chapter, front or back matter, a primary source, or furniture.

Every block of the typescript goes to exactly one place, or is left out with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from press.importing.endnotes import NUMBER, calls_in, numbered_notes, with_notes
from press.importing.tidy import stepped, tidy
from press.importing.typescript import (
    Arrangement,
    Changed,
    Item,
    LeftOut,
    Part,
    Typescript,
    place_of,
    words_of,
)
from press.text import Block, Blocks, Figure, Heading, Inlines, ItemList, Paragraph, SectionBreak, Strong, Text, plain

SOURCES = re.compile(
    r"(?:appendix\W+)?(?:(?:selected |the |key )?(?:primary|original) (?:sources?|documents?|texts?)|source documents?"
    r"|documents|documentary appendix)",
    re.IGNORECASE,
)
FRONT = re.compile(
    r"(?:preface|foreword|acknowledge?ments?|(?:author|editor|translator)['’]s note|note on .*|a note on .*|dedication"
    r"|abbreviations|prologue)",
    re.IGNORECASE,
)
BACK = re.compile(
    r"(?:(?:select |selected )?bibliography|references|works cited|(?:further|suggested) reading|sources|literature"
    r"|glossary|afterword|acknowledge?ments|about the author|(?:foot|end)?notes)",
    re.IGNORECASE,
)
BYLINE = re.compile(r"[Bb]y (?P<name>[A-ZÀ-Þ][\w'’.-]*(?: [\w'’.-]+){0,3} [A-ZÀ-Þ][\w'’-]+)")
NOTES = re.compile(r"(?:foot|end)?notes(?: and references)?|references", re.IGNORECASE)
LONGEST_ITEM_HEADING = 200
LONGEST_SITE_HEAD = 150  # words above the title of a web page, of which none is the author's
SITES = "twitter|facebook|instagram|google|youtube|bluesky|mastodon"
BUTTONS = (
    "back to top|return to top|top of page|skip to (?:main )?content|print this page|print|share|tweet|read more"
    r"|click here.*|home|next|previous|advertisement|loading\W*|menu|search|log ?in|sign in|continue reading\W*"
)
FURNITURE = re.compile(
    rf"\b(?:like|follow|find|join) (?:\S+ ){{1,4}}on (?:{SITES})"
    r"|\b(?:subscribe|sign up) (?:to|for) (?:our|my|the|this) .{0,30}(?:newsletter|mailing list|channel|podcast)"
    r"|\b(?:feel free to|please) share\b|\bshare this (?:page|article|post|on)\b"
    r"|\b(?:we|this (?:web ?)?site) uses? cookies\b|\bcookie (?:policy|settings)\b"
    rf"|^(?:{BUTTONS})$"
    r"|^(?:tags|filed under|categories|posted (?:in|on|by)|share on|related (?:articles|posts|pages)|previous:|next:)\b"
    r"|\bleave a (?:comment|reply)|\b\d+ comments?$|^(?:©|\(c\)|copyright)\b.{0,120}$",
    re.IGNORECASE,
)


def recognise(typescript: Typescript) -> Arrangement:
    """The typescript arranged as a book."""
    sorter = _Sorter(typescript)
    return sorter.arrangement()


class _Sorter:
    """One typescript being arranged; what is dropped or changed on the way is gathered."""

    def __init__(self, typescript: Typescript) -> None:
        self.typescript = typescript
        self.left: list[LeftOut] = []
        self.changed: list[Changed] = []
        self.titles: list[tuple[int, str]] = []

    def arrangement(self) -> Arrangement:
        """The steps, in order: furniture, title, notes, primary sources, then chapters by their level.

        Furniture stands above the title; notes come before items and chapters, for these are cut out of a text that
        still has its calls and its notes together.
        """
        blocks = self._without_furniture(self.typescript.blocks)
        title, blocks = self._take_title(self._below_page_title(blocks))
        author, blocks = self._take_author(blocks)
        blocks = self._with_captions(blocks)
        blocks = self._with_notes(blocks)
        blocks, before_items, items = self._take_items(blocks)
        front, chapters, back = self._sorted(self._parts(blocks, title))
        return Arrangement(
            title=title,
            front=front,
            chapters=chapters,
            back=back,
            items=items,
            before_items=before_items,
            author=author,
            titles=tuple(self.titles),
            left=tuple(self.left),
            changed=tuple(self.changed),
        )

    # --- furniture and title -------------------------------------------------------------------

    def _without_furniture(self, blocks: Blocks) -> Blocks:
        if not self.typescript.from_web:  # a letter of a word processor's file may well say "like us on Facebook"
            return blocks
        kept: list[Block] = []
        for block in blocks:
            words = words_of(block) if isinstance(block, (Paragraph, Heading)) else ""
            before = kept[-1] if kept else None
            # a long paragraph that speaks of cookies is about them
            if words and len(words) < 400 and FURNITURE.search(words.strip("() ")):
                self.left.append(LeftOut(place_of(block), words, "site furniture"))
            elif words and isinstance(block, Paragraph) and _is_caption_again(words, before):
                self.left.append(LeftOut(place_of(block), words, "a caption said more than once"))
            else:
                kept.append(block)
        return tuple(kept)

    def _below_page_title(self, blocks: Blocks) -> Blocks:
        """The blocks of a web page from its one heading of the first level on: what stands above is the site's."""
        tops = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
        if not self.typescript.name.lower().endswith((".html", ".htm")) or len(tops) != 1:
            return blocks
        above = blocks[: tops[0]]
        if sum(len(words_of(block).split()) for block in above) > LONGEST_SITE_HEAD:  # it may be a preface
            return blocks
        why = "above the title of the page"
        self.left += [LeftOut(place_of(block), words_of(block), why) for block in above if words_of(block)]
        return blocks[tops[0] :]

    def _take_title(self, blocks: Blocks) -> tuple[str, Blocks]:
        """The book's title, and the blocks without it and without its repetitions at the head of the text."""
        # in this order: what the file says, what is marked, a heading above all others, a short line above headings
        title = self.typescript.title
        heads = [block for block in blocks if isinstance(block, Heading)]
        first = blocks[0] if blocks else None
        marked = next((h for h in heads if h.level == 0), None)
        if not title and marked is None and isinstance(first, Heading):
            lone = sum(h.level <= first.level for h in heads) == 1 and len(heads) > 1
            marked = first if lone or self.typescript.bare else None
        if not title and marked is None and isinstance(first, Paragraph):
            words = plain(first.inlines)
            marked = Heading(0, first.inlines, first.origin) if heads and _may_be_title(words) else None
        if title and isinstance(first, Heading) and title.startswith(plain(first.inlines)) and self.typescript.from_web:
            title = plain(first.inlines)  # a page is titled "The Tide - A Site"
        title = title or (plain(marked.inlines).strip() if marked else "")
        if not title:
            stem = re.sub(r"\.\w+$", "", self.typescript.name)
            title = re.sub(r"[-_ ]+", " ", stem).strip().capitalize() or "Untitled"
            self.changed.append(Changed(0, f'no title is marked: the book is called "{title}", after the file'))
        kept = list(blocks)
        taken = 0
        # it may stand there twice: as the site's heading and the page's, or as a picture's caption
        while kept and isinstance(kept[0], (Heading, Paragraph)) and _same(_line(kept[0]), title) and len(kept) > 1:
            if isinstance(kept[0], Heading) and taken and not isinstance(kept[1], Paragraph):
                break
            self.titles.append((place_of(kept[0]), "the title" if not taken else "the title again"))
            if taken:
                self.left.append(LeftOut(place_of(kept[0]), plain(_line(kept[0])), "the title said more than once"))
            kept.pop(0)
            taken += 1
        rest = [Heading(1, b.inlines, b.origin) if isinstance(b, Heading) and not b.level else b for b in kept]
        return title, tuple(rest)

    def _take_author(self, blocks: Blocks) -> tuple[str, Blocks]:
        """Whom the line below the title names as the author, and the blocks without that line."""
        known = self.typescript.author
        first = blocks[0] if len(blocks) > 1 else None
        words = plain(first.inlines) if isinstance(first, Paragraph) else ""
        byline = BYLINE.fullmatch(words)
        if not words or not (byline or _same((Text(words),), known)):
            return known, blocks
        self.titles.append((place_of(blocks[0]), "the author"))
        return known or (byline["name"] if byline else ""), blocks[1:]

    # --- captions and notes ----------------------------------------------------------------------

    def _with_captions(self, blocks: Blocks) -> Blocks:
        """A line such as *Figure 3. The house* under a picture without words becomes its caption."""
        kept: list[Block] = []
        label = re.compile(
            r"(?:figure|fig\.|plate|illustration|photo(?:graph)?|map)\s*\d+\s*[.:–—-]?\s*", re.IGNORECASE
        )
        for block in blocks:
            last = kept[-1] if kept else None
            if isinstance(last, Figure) and not last.caption and isinstance(block, Paragraph) and block.inlines:
                first = block.inlines[0]
                found = label.match(first.text) if isinstance(first, Text) else None
                if found and isinstance(first, Text):
                    rest = tidy((Text(first.text[found.end() :]), *block.inlines[1:]))
                    kept[-1] = replace(last, caption=rest)
                    words = f'"{found[0].strip()}" taken from a caption: the press numbers pictures itself'
                    self.changed.append(Changed(place_of(block), words))
                    continue
            kept.append(block)
        return tuple(kept)

    def _with_notes(self, blocks: Blocks) -> Blocks:
        """Numbered lines under a heading *Notes* put where the text calls them, if it calls each once and in order."""
        blocks = self._without_empty_heading(blocks)
        start = next(
            (
                n
                for n, b in enumerate(blocks)
                if isinstance(b, Heading) and NOTES.fullmatch(plain(b.inlines).strip(" :"))
            ),
            None,
        )
        if start is None:
            return blocks
        end = next((n for n in range(start + 1, len(blocks)) if isinstance(blocks[n], Heading)), len(blocks))
        notes = numbered_notes(blocks[start + 1 : end])
        if not notes:
            return blocks
        before, after = blocks[:start], blocks[end:]
        calls = [n for block in before for n in calls_in(block)]
        if calls != list(range(1, len(notes) + 1)):  # one too few, and every later note would be at another's call
            found = f"{len(notes)} numbered notes, {len(calls)} calls"
            self.changed.append(
                Changed(place_of(blocks[start]), f"notes could not be matched with their calls: {found}")
            )
            return blocks
        place = place_of(blocks[start])
        self.left.append(LeftOut(place, words_of(blocks[start]), "the heading of notes that now stand at their calls"))
        for n, block in enumerate(blocks[start + 1 : end], 1):
            self.titles.append(
                (place_of(block), f"note {n}" if len(notes) == end - start - 1 else "notes, at their calls")
            )
        return (*(with_notes(block, notes) for block in before), *after)

    def _without_empty_heading(self, blocks: Blocks) -> Blocks:
        """The blocks without a heading *Notes* that has nothing below it: its notes stand at their calls."""
        kept = []
        for n, block in enumerate(blocks):
            ends = n + 1 == len(blocks) or isinstance(blocks[n + 1], Heading)
            if isinstance(block, Heading) and ends and NOTES.fullmatch(plain(block.inlines).strip(" :")):
                self.left.append(LeftOut(place_of(block), words_of(block), "a heading without anything below it"))
            else:
                kept.append(block)
        return tuple(kept)

    # --- primary sources -------------------------------------------------------------------------

    def _take_items(self, blocks: Blocks) -> tuple[Blocks, Part | None, tuple[Item, ...]]:
        """The other blocks, the heading *Primary Sources* with what it is followed by, and the numbered items."""
        start = next(
            (
                n
                for n, b in enumerate(blocks)
                if isinstance(b, Heading) and SOURCES.fullmatch(plain(b.inlines).strip(" :"))
            ),
            None,
        )
        if start is None:
            return blocks, None, ()
        head = blocks[start]
        level = head.level if isinstance(head, Heading) else 1
        end, expected = start + 1, 1
        while end < len(blocks):
            block = blocks[end]
            numbered = _number(block)
            if isinstance(block, Heading) and block.level <= level and numbered != expected:
                break  # the next chapter; items may have headings as high as that of them all
            expected += numbered == expected
            end += 1
        inside = _unlisted(blocks[start + 1 : end])
        firsts = list(_item_starts(inside))
        if not firsts:  # a chapter may be called "Documents"
            words = "a heading of primary sources without numbered items: kept as a chapter"
            self.changed.append(Changed(place_of(head), words))
            return blocks, None, ()
        items = [self._item(inside[a:b]) for a, b in zip(firsts, [*firsts[1:], len(inside)], strict=True)]
        opening = Part(_line(head), tuple(map(_lowered, inside[: firsts[0]])), place_of(head))
        return (*blocks[:start], *blocks[end:]), opening, tuple(items)

    def _item(self, blocks: Blocks) -> Item:
        """An item: its heading without the number, and its text, in which no heading can stand but as bold words."""
        head, text = blocks[0], blocks[1:]
        line = _line(head)
        if line and isinstance(first := line[0], Text) and (number := NUMBER.match(first.text)):
            line = tidy((Text(first.text[number.end() :]), *line[1:]))
        return Item(line, tuple(map(_lowered, text)), place_of(head))

    # --- chapters ----------------------------------------------------------------------------------

    def _parts(self, blocks: Blocks, title: str) -> list[Part]:
        """Prose cut at the headings of the highest level, the levels below made 2 and 3."""
        levels = sorted({block.level for block in blocks if isinstance(block, Heading)})
        top = levels[0] if levels else 1
        if len(levels) > 1 and _only_first(blocks, top):
            self.changed.append(
                Changed(place_of(blocks[0]), "one heading stands above all others: chapters begin below it")
            )
        # authors leave levels out for their looks: ranks count, not numbers
        deeper = {level: min(rank, 3) for rank, level in enumerate(levels[1:], 2)}
        if len(deeper) > 2:
            told = "headings go deeper than the press has levels: the deepest are all ###"
            self.changed.append(Changed(0, told))
        parts: list[Part] = []
        heading: Heading | None = None
        run: list[Block] = []
        for block in [*blocks, None]:
            if block is not None and not (isinstance(block, Heading) and block.level == top):
                run.append(replace(block, level=deeper[block.level]) if isinstance(block, Heading) else block)
                continue
            # text above the first heading is a chapter too, but for a break alone
            if heading is not None or any(not isinstance(each, SectionBreak) for each in run):
                place = place_of(heading) if heading else place_of(run[0])
                line = heading.inlines if heading else (Text(title),)
                if heading is None:
                    self.changed.append(
                        Changed(place, "text before the first heading: a chapter with the book's title")
                    )
                while run and isinstance(run[-1], SectionBreak):
                    run.pop()  # a break with nothing below it
                parts.append(Part(line, tuple(stepped(run)), place))
            heading, run = block, []
        return parts

    def _sorted(self, parts: list[Part]) -> tuple[tuple[Part, ...], tuple[Part, ...], tuple[Part, ...]]:
        """Parts before, among and after the chapters, by their titles; there is always a chapter."""
        names = [plain(part.title).strip(" :.") for part in parts]
        first = next((n for n, name in enumerate(names) if not FRONT.fullmatch(name)), len(parts))
        last = next((n for n in range(len(parts), first, -1) if not BACK.fullmatch(names[n - 1])), first)
        if first == last:  # all of them could stand before or after chapters: then these are the chapters
            return (), tuple(parts), ()
        return tuple(parts[:first]), tuple(parts[first:last]), tuple(parts[last:])


def _line(block: Block) -> Inlines:
    return block.inlines if isinstance(block, (Heading, Paragraph)) else ()


def _same(inlines: Inlines, title: str) -> bool:
    return " ".join(plain(inlines).split()).casefold() == " ".join(title.split()).casefold()


def _may_be_title(words: str) -> bool:
    return 0 < len(words) <= 120 and not words.rstrip().endswith((".", ":", ";", ","))


def _is_caption_again(words: str, before: Block | None) -> bool:
    """Whether a short line says what the line or the picture before it has said."""
    if len(words) > 120 or words.endswith((".", "!", "?", ":", '"', "”", "’")):
        return False
    said = before.alt if isinstance(before, Figure) else words_of(before) if isinstance(before, Paragraph) else ""
    return bool(said) and said.casefold() == words.casefold()


def _only_first(blocks: Blocks, level: int) -> bool:
    heads = [block for block in blocks if isinstance(block, Heading)]
    return bool(heads) and heads[0].level == level and sum(head.level == level for head in heads) == 1


def _lowered(block: Block) -> Block:
    """A block of a document: a heading becomes a paragraph in bold."""
    return Paragraph((Strong(block.inlines),), block.origin) if isinstance(block, Heading) else block


# --- numbered items ------------------------------------------------------------------------------------


def _number(block: Block) -> int:
    """The number with which a short line begins, or 0."""
    words = plain(_line(block))
    found = NUMBER.match(words) if len(words) <= LONGEST_ITEM_HEADING else None
    return int(next(filter(None, found.groups()))) if found else 0


def _item_starts(blocks: Blocks) -> Iterator[int]:
    """Where items begin: at lines numbered 1, 2, 3 and so on."""
    expected = 1
    for n, block in enumerate(blocks):
        if _number(block) == expected:  # other numbers are of the text: a list in a document, a year
            yield n
            expected += 1


def _unlisted(blocks: Blocks) -> Blocks:
    """Blocks with numbered lists, which a converter may have made of numbered headings, opened again."""
    opened: list[Block] = []
    for block in blocks:
        if isinstance(block, ItemList) and block.numbered and all(_is_head(item) for item in block.items):
            for number, item in enumerate(block.items, block.start):
                head = tidy((Text(f"({number}) "), *_line(item[0])))
                opened += [Paragraph(head, item[0].origin), *item[1:]]
        else:
            opened.append(block)
    return tuple(opened)


def _is_head(item: Blocks) -> bool:
    return isinstance(item[0], Paragraph) and len(plain(item[0].inlines)) <= LONGEST_ITEM_HEADING
