"""Typescript → Arrangement: which words are the title, a chapter, front or back matter, a primary source, or furniture.

Every block of the typescript goes to exactly one place, or is left out with a reason.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from press.importing.structure.arrange import Arranger, byline, names_in, with_authors
from press.importing.structure.items import take_items
from press.importing.structure.outline import HeadedRun, outline
from press.importing.structure.titles import is_piece, label_of, marked_words, title_from_name
from press.importing.sureness import Sure
from press.importing.tidy import tidy
from press.importing.tree.figures import with_neighbours
from press.importing.tree.tables import number_of, unlabelled
from press.importing.typed.endnotes import calls_in, numbered_notes, with_notes
from press.importing.typed.note_places import behind_stops
from press.importing.typed.page_numbers import without_page_numbers
from press.importing.typed.plain_furniture import without_licence
from press.importing.typed.typed_notes import AT_CALL, HEADING_GONE, with_typed_notes
from press.importing.typescript import (
    NOTE_ON_TITLE,
    Arrangement,
    Changed,
    LeftOut,
    Typescript,
    line_of,
    place_of,
    words_of,
)
from press.text import Block, Blocks, Figure, FigureGroup, Heading, Inlines, Note, Paragraph, Table, Text, plain

OPENING = ("part", "chapter")
ILLUSTRATIONS = (Figure, FigureGroup)
FIGURE_LABEL = re.compile(
    r"(?:figure|fig\.|plate|illustration|photo(?:graph)?|map|chart|drawing|diagram|image|abbildung|zeichnung|grafik|abb\.|karte|bild|foto|carte|planche|figura|mapa"
    r"|ilustración|afbeelding|ill\.|rysunek|ryc\.|рис\.|рисунок)\s*\d+(?:[.-]\w{1,2}\b)*\s*[.:–—-]?\s*",
    re.IGNORECASE,
)

NOTES = re.compile(r"(?:foot|end)?notes(?: and references)?|references", re.IGNORECASE)
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
    """A typescript that is a whole book, arranged as one.

    Furniture stands above the title; notes come before items and chapters, for these are cut out of a text that still
    has its calls and its notes together.
    """
    cleaner = Cleaner(typescript)
    title, blocks = cleaner.take_title(cleaner.below_page_title(cleaner.without_furniture(typescript.blocks)))
    subtitle, blocks = cleaner.take_subtitle(blocks)
    author, blocks = cleaner.take_author(blocks)
    title, subtitle = cleaner.parted(title, subtitle)
    blocks = cleaner.with_notes(cleaner.with_captions(blocks))
    blocks, before_items, items = take_items(blocks, cleaner.changed)
    runs = outline(blocks, (Text(title),), cleaner.changed, cleaner.left)
    arranger = Arranger([with_lines_below(run, typescript, cleaner.changed) for run in runs])
    front, body, back = arranger.ordered()
    return Arrangement(
        title=cleaner.with_marks(title),
        subtitle=cleaner.with_marks(subtitle),
        front=front,
        body=body,
        back=back,
        items=items,
        before_items=before_items,
        author=author or arranger.author,
        where=tuple(cleaner.where),
        by_part=arranger.by_part,
        titles=tuple(cleaner.titles),
        left=(*cleaner.left, *arranger.left),
        changed=(*cleaner.changed, *arranger.changed),
        decide=tuple(arranger.decide),
    )


class Cleaner:
    """One file on its way to the runs of a book; what is dropped or changed on the way is gathered."""

    def __init__(self, typescript: Typescript) -> None:
        self.typescript = typescript
        self.left: list[LeftOut] = []
        self.changed: list[Changed] = []
        self.titles: list[tuple[int, str]] = []
        self.where: list[str] = []
        self.lines: list[Inlines] = list(typescript.marked)

    # --- furniture and title -------------------------------------------------------------------

    def without_furniture(self, blocks: Blocks) -> Blocks:
        """The blocks without what belongs to a web site, or says again what a picture says."""
        if not self.typescript.from_web:  # a letter of a word processor's file may well say "like us on Facebook"
            return blocks
        kept: list[Block] = []
        for block in without_licence(blocks, self.left):
            words = words_of(block) if isinstance(block, (Paragraph, Heading)) else ""
            before = kept[-1] if kept else None
            # a long paragraph that speaks of cookies is about them
            if words and len(words) < 400 and FURNITURE.search(words.strip("() ")):
                self.left.append(LeftOut(place_of(block), words, "site furniture", "likely"))
            elif words and isinstance(block, Paragraph) and _is_caption_again(words, before):
                self.left.append(LeftOut(place_of(block), words, "a caption said more than once", "likely"))
            else:
                kept.append(block)
        return tuple(kept)

    def below_page_title(self, blocks: Blocks) -> Blocks:
        """The blocks of a web page from its one heading of the first level on: what stands above is the site's."""
        tops = [n for n, block in enumerate(blocks) if isinstance(block, Heading) and block.level == 1]
        if not self.typescript.name.lower().endswith((".html", ".htm")) or len(tops) != 1:
            return blocks
        above = blocks[: tops[0]]
        if sum(len(words_of(block).split()) for block in above) > LONGEST_SITE_HEAD:  # it may be a preface
            return blocks
        why = "above the title of the page"
        self.left += [LeftOut(place_of(block), words_of(block), why, "likely") for block in above if words_of(block)]
        return blocks[tops[0] :]

    def take_title(self, blocks: Blocks) -> tuple[str, Blocks]:
        """The book's title, and the blocks without it and without its repetitions at the head of the text."""
        # in this order: what the file says, what is marked, a heading above all others, a short line above headings
        title = self.typescript.title
        sure: Sure = "likely" if title and "title" not in self.typescript.said else ""  # its program may have put it
        heads = [block for block in blocks if isinstance(block, Heading)]
        first = blocks[0] if blocks else None
        marked = next((h for h in heads if h.level == 0), None)
        if not title and marked is None and isinstance(first, Heading):
            lone = sum(h.level <= first.level for h in heads) == 1 and len(heads) > 1
            label = label_of(first.inlines)
            opens = (label and label.kind in OPENING) or (self.typescript.bare and is_piece(first.inlines))
            marked = first if (lone or self.typescript.bare) and not opens else None
            sure = "likely"
        if not title and marked is None and isinstance(first, Paragraph):
            words = plain(first.inlines)
            marked = Heading(0, first.inlines, first.origin) if heads and _may_be_title(words) else None
            sure = "doubtful"
        if title and isinstance(first, Heading) and not label_of(first.inlines):
            lone = len(heads) > 1 and sum(h.level <= first.level for h in heads) == 1
            page = self.typescript.from_web and title.startswith(plain(first.inlines))
            # a page is titled "The Tide - A Site", and a program calls a file "Document1"
            title = plain(first.inlines) if page or (lone and "title" not in self.typescript.said) else title
        title = title or (plain(marked.inlines).strip() if marked else "")
        if not title:
            title = title_from_name(self.typescript.name)
            self._tell_title(f'no title is marked: the book is called "{title}", after the file', "doubtful")
        elif sure:
            self._tell_title(f'"{title}" is taken for the title of the book', sure)
        return title, self._below_title(title, blocks)

    def _tell_title(self, told: str, sure: Sure) -> None:
        self.changed.append(Changed(0, told, sure, "book.yaml:title"))

    def _below_title(self, title: str, blocks: Blocks) -> Blocks:
        """The blocks without the title at their head, however often it is said there."""
        kept = list(blocks)
        taken = 0
        # it may stand there twice: as the site's heading and the page's, or as a picture's caption
        while kept and isinstance(kept[0], (Heading, Paragraph)) and _same(line_of(kept[0]), title) and len(kept) > 1:
            if isinstance(kept[0], Heading) and taken and not isinstance(kept[1], Paragraph):
                break
            self.titles.append((place_of(kept[0]), "the title" if not taken else "the title again"))
            self.lines.append(line_of(kept[0]))
            notes = (each for each in line_of(kept[0]) if isinstance(each, Note))
            self.left += [LeftOut(place_of(kept[0]), words_of(b), NOTE_ON_TITLE) for n in notes for b in n.blocks]
            if taken:
                self.left.append(
                    LeftOut(place_of(kept[0]), plain(line_of(kept[0])), "the title said more than once", "sure")
                )
            kept.pop(0)
            taken += 1
        rest = [Heading(1, b.inlines, b.origin) if isinstance(b, Heading) and not b.level else b for b in kept]
        return tuple(rest)

    def take_author(self, blocks: Blocks) -> tuple[str, Blocks]:
        """Whom the lines below the title name as the author, where these work, and the blocks without those lines."""
        author, rest = self._author(blocks)
        while author and len(rest) > 1 and place_of(rest[0]) in self.typescript.belongings:
            told = f'"{words_of(rest[0])}" is taken for where an author works, by its style: see contributors.yaml'
            self.changed.append(Changed(place_of(rest[0]), told, "likely"))
            self.titles.append((place_of(rest[0]), "where an author works, in contributors.yaml"))
            self.where.append(words_of(rest[0]))
            rest = rest[1:]
        return author, rest

    def _author(self, blocks: Blocks) -> tuple[str, Blocks]:
        """Whom the line below the title names as the author, and the blocks without that line."""
        known = self.typescript.author
        first = blocks[0] if len(blocks) > 1 else None
        words = plain(first.inlines) if isinstance(first, Paragraph) else ""
        names = byline(words)
        if words.casefold() == "by" and len(blocks) > 2 and isinstance(named := blocks[1], Paragraph):
            who = plain(named.inlines)  # on a line of its own, as title pages have it
            if _same(named.inlines, known) or (names := byline(f"By {who.title() if who.isupper() else who}")):
                self.titles += [(place_of(each), "the author") for each in blocks[:2]]
                self._tell_author(known or " and ".join(names), blocks, "likely")
                return known or " and ".join(names), blocks[2:]
        if together := self._bylines(blocks):
            self.titles += [(place_of(each), "an author") for each in together]
            said = known or " and ".join(each for block in together for each in _named(words_of(block)))
            self._tell_author(said, blocks, "sure")
            return said, blocks[len(together) :]
        if not words or not (names or _same((Text(words),), known)):
            return known, blocks
        self.titles.append((place_of(blocks[0]), "the author"))
        self._tell_author(known or " and ".join(names), blocks, "likely" if names else "sure")
        return known or " and ".join(names), blocks[1:]

    def _tell_author(self, who: str, blocks: Blocks, sure: Sure) -> None:
        told = f'"{who}", below the title, is taken for the author of the book'
        self.changed.append(Changed(place_of(blocks[0]), told, sure, "book.yaml:author"))

    def _bylines(self, blocks: Blocks) -> Blocks:
        """The lines below the title that name an author by their style."""
        styled = self.typescript.bylines
        end = next((n for n, b in enumerate(blocks) if place_of(b) not in styled or not isinstance(b, Paragraph)), 0)
        return blocks[:end]

    def take_subtitle(self, blocks: Blocks) -> tuple[str, Blocks]:
        """What the file says, or a line below the title by its style, is the subtitle; and the blocks without it."""
        first = blocks[0] if len(blocks) > 1 else None
        if isinstance(first, Paragraph) and place_of(first) in self.typescript.subtitles:
            self.titles.append((place_of(first), "the subtitle"))
            self.lines.append(first.inlines)
            told = "taken for the subtitle of the book, by its style"
            self.changed.append(Changed(place_of(first), told, "sure", "book.yaml:subtitle"))
            return plain(first.inlines), blocks[1:]
        return self.typescript.subtitle, blocks

    def parted(self, title: str, subtitle: str) -> tuple[str, str]:
        """A title that has its subtitle behind a colon, and no other: as two."""
        head, colon, rest = title.partition(": ")
        if subtitle or not colon or not head or not rest.strip():
            return title, subtitle
        self.changed.append(
            Changed(0, f'"{rest.strip()}" is taken for the subtitle of the book', "likely", "book.yaml:subtitle")
        )
        return head, rest.strip()

    def with_marks(self, words: str) -> Inlines:
        """The words of the book's title or subtitle, with the marks that a line of the file has over them."""
        found = (marked_words(line, words) for line in self.lines)
        return next(filter(None, found), (Text(words),) * bool(words))

    # --- captions and notes ----------------------------------------------------------------------

    def with_captions(self, blocks: Blocks) -> Blocks:
        """A line such as *Figure 3. The house* under a picture without words becomes its caption."""
        kept: list[Block] = []
        for each in blocks:
            own = self._captioned(each, each.caption, place_of(each)) if isinstance(each, ILLUSTRATIONS) else None
            block, last = own or each, kept[-1] if kept else None
            below = isinstance(last, Figure) and not last.caption and isinstance(block, Paragraph)
            if below and isinstance(last, Figure) and (own := self._captioned(last, line_of(block), place_of(block))):
                if group := with_neighbours(kept, own.caption):
                    told = f"{len(group.figures)} pictures of one paragraph above one caption: set as one figure"
                    self.changed.append(Changed(place_of(block), told, "likely"))
                    kept[-len(group.figures) :] = [group]
                else:
                    kept[-1] = own
                continue
            kept.append(block)
        return self._with_table_captions(kept)

    def _with_table_captions(self, blocks: Sequence[Block]) -> Blocks:
        """A line such as *Table 3. The posts* right above a table becomes its caption; or one right below it."""
        kept: list[Block] = []
        for block in blocks:
            last = kept[-1] if kept else None
            for table, line in ((block, last), (last, block)):
                if not (isinstance(table, Table) and isinstance(line, Paragraph)) or table.caption:
                    continue
                caption, label = unlabelled(line.inlines)
                if label and caption:
                    kept[-1] = replace(table, caption=tidy(caption), number=number_of(label))
                    words = f'"{label}" taken from a caption: the press numbers tables itself'
                    self.changed.append(Changed(place_of(line), words, "sure"))
                    break
            else:
                kept.append(block)
        return tuple(kept)

    def _captioned(self, figure: Figure | FigureGroup, line: Inlines, place: int) -> Figure | FigureGroup | None:
        """A figure under a line without its number, if it begins with one."""
        found = FIGURE_LABEL.match(line[0].text) if line and isinstance(line[0], Text) else None
        if not found or not isinstance(first := line[0], Text):
            return None
        words = f'"{found[0].strip()}" taken from a caption: the press numbers pictures itself'
        self.changed.append(Changed(place, words, "sure"))
        caption = tidy((Text(first.text[found.end() :]), *line[1:]))
        return replace(figure, caption=caption, number=number_of(found[0]))

    def with_notes(self, blocks: Blocks) -> Blocks:
        """Numbered lines under a heading *Notes* put where the text calls them, if it calls each once and in order.

        Each chapter of a text may have such a heading, and begin anew with note 1.
        """
        blocks = behind_stops(blocks, self.changed)
        blocks = without_page_numbers(blocks, self.left, self.changed)
        blocks = with_typed_notes(blocks, self.left, self.changed, self.titles)
        blocks = self._without_empty_heading(blocks)
        done: Blocks = ()
        while (start := next((n for n, b in enumerate(blocks) if _is_notes(b)), None)) is not None:
            end = next((n for n in range(start + 1, len(blocks)) if isinstance(blocks[n], Heading)), len(blocks))
            done = (*done, *self._called(blocks[:start], blocks[start:end]))
            blocks = blocks[end:]
        return (*done, *blocks)

    def _called(self, before: Blocks, listed: Blocks) -> Blocks:
        """The text before a heading *Notes* with the notes below it, which go; or all as it was, if they do not fit."""
        notes = numbered_notes(listed[1:])
        if not notes:
            return (*before, *listed)
        calls = [n for block in before for n in calls_in(block)]
        place = place_of(listed[0])
        if calls != list(range(1, len(notes) + 1)):  # one too few, and every later note would be at another's call
            found = f"{len(notes)} numbered notes, {len(calls)} calls"
            self.changed.append(Changed(place, f"notes could not be matched with their calls: {found}"))
            return (*before, *listed)
        self.left.append(LeftOut(place, words_of(listed[0]), HEADING_GONE, "sure"))
        told = f"{len(notes)} notes numbered below a heading, put at their calls"
        self.changed.append(Changed(place, told, "sure"))
        for n, note in enumerate(notes, 1):
            self.titles.append((place_of(note[0]), AT_CALL.format(n)))
        return tuple(with_notes(block, notes) for block in before)

    def _without_empty_heading(self, blocks: Blocks) -> Blocks:
        """The blocks without a heading *Notes* that has nothing below it: its notes stand at their calls."""
        kept = []
        for n, block in enumerate(blocks):
            ends = n + 1 == len(blocks) or isinstance(blocks[n + 1], Heading)
            if ends and _is_notes(block):
                self.left.append(
                    LeftOut(place_of(block), words_of(block), "a heading without anything below it", "likely")
                )
            else:
                kept.append(block)
        return tuple(kept)


def _named(words: str) -> tuple[str, ...]:
    return byline(words) or names_in(words.removeprefix("by ").removeprefix("By "))


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


def _is_notes(block: Block) -> bool:
    return isinstance(block, Heading) and bool(NOTES.fullmatch(plain(block.inlines).strip(" :")))


def with_lines_below(run: HeadedRun, typescript: Typescript, changed: list[Changed]) -> HeadedRun:
    """A run without the lines below its title that are its subtitle, by their style, and name its authors."""
    first = run.blocks[0] if len(run.blocks) > 1 else None
    if isinstance(first, Paragraph) and place_of(first) in typescript.subtitles:
        run = replace(run, subtitle=first.inlines, blocks=run.blocks[1:])
        changed.append(Changed(place_of(first), "taken for the subtitle of a chapter, by its style", "sure"))
    if run.place in typescript.unnumbered:
        run = replace(run, numbered=False)
    return with_authors(run, changed, typescript)
