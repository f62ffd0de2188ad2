"""A chapter or document of the draft → linked: its notes, mentions, figures and headings get numbers and anchors."""

from __future__ import annotations

from dataclasses import replace

from press.book import Chapter, Document, Target
from press.editing.authors_cited import enter_authors, note_place
from press.editing.discursive import citing_mentions
from press.editing.index_marks import PLACE
from press.editing.link_figures import link_figure, link_group, without_plates
from press.editing.mentions import MentionFinder
from press.editing.note_marks import NoteMarks, letter, name_of
from press.editing.occurrences import edge_out_of_text, name_in, occurrence_of
from press.editing.placement import HERE
from press.editing.placement_rules import FLOAT_NOTE
from press.editing.points import on_words
from press.editing.registers import Registers
from press.editing.side_notes import out_of_place
from press.editing.table_notes import TableInHand
from press.editing.table_rules import LETTER_OUT_OF_TABLE, TURNED_NOTE
from press.editing.verse_lines import numbers_of
from press.inlines import are_the_same
from press.problem import Origin, Problem
from press.terms import Register
from press.text import (
    Block,
    Blocks,
    Cell,
    Cluster,
    Definition,
    DefinitionList,
    Discussion,
    Drama,
    Emphasis,
    Epigraph,
    Extract,
    Figure,
    FigureGroup,
    Foreign,
    ForeignPassage,
    Heading,
    Inline,
    Inlines,
    ItemList,
    LetterPart,
    Link,
    Mention,
    Note,
    Paragraph,
    Phrase,
    Reference,
    SectionBreak,
    Side,
    SmallCaps,
    Speech,
    StageDirection,
    Strong,
    Struck,
    Subscript,
    Superscript,
    Table,
    Verse,
    plain,
    repeated,
)


class UnitLinker:
    """One unit of numbering, a chapter or a document, on its way through the press; `path` is the file it is now in.

    A list (the chronology) is a unit too, with the words before it, which stand in another file. `letter`: that of an
    appendix, within which figures and tables are numbered by themselves.
    """

    def __init__(self, anchor: str, registers: Registers, finder: MentionFinder) -> None:
        self.anchor, self.registers, self.finder = anchor, registers, finder
        self.path = self.letter = self.section = ""
        self.uncounted = False  # a frontispiece has no number, and is no figure among the others
        self.mentions = self.references = self.discussions = self.headings = 0
        self.tables = self.sides = 0
        self.beside = False
        self.table: TableInHand | None = None
        self.floats = False  # whether what is being linked stands where the press puts it
        self.note = self.noted = ""
        self.marks = NoteMarks()
        self.where = "text"
        self.quoted = self.played = False
        self.citing: frozenset[int] = frozenset()

    def chapter(self, draft: Chapter, number: int) -> Chapter:
        """A chapter linked."""
        self.path, self.uncounted = draft.origin.path, draft.kind == "frontispiece"
        return replace(
            draft,
            anchor=self.anchor,
            number=number,
            title=self._heading_line(draft.title),
            subtitle=self._heading_line(draft.subtitle),
            short=draft.short or Phrase(repeated(draft.title)),
            epigraph=self.line(draft.epigraph),
            epigraph_source=self.line(draft.epigraph_source),
            blocks=self.blocks(draft.blocks),
        )

    def document(self, draft: Document, number: int) -> Document:
        """A document linked; its senders and recipients count as mentions."""
        self.path = draft.origin.path
        people = [key for key in dict.fromkeys((*draft.senders, *draft.recipients)) if key in self.registers.people]
        title = self._heading_line(draft.title)
        # whoever wrote it, or was written to, is named at its head, whether its text names them or not
        for key in people:
            name = self.registers.people[key].full_name
            named = Mention(key, (), f"{self.anchor}-{key}", found=True)
            self._enter(named, self.registers.by_mark["person"], name, draft.origin)
        return replace(
            draft,
            number=number,
            title=title,
            place=Phrase(self.plain_line(draft.place.inlines)),
            date_text=Phrase(self.plain_line(draft.date_text.inlines)),
            headnote=self.blocks(draft.headnote),
            blocks=self.blocks(draft.blocks),
            source=self.plain_line(draft.source),
            rights=self.plain_line(draft.rights),
            provenance=self.line(draft.provenance),
        )

    # --- blocks ------------------------------------------------------------------------------

    def blocks(self, blocks: Blocks) -> Blocks:
        """A run of blocks linked; without plates, which are kept for those who gather them."""
        return without_plates(tuple(self._block(block) for block in blocks), self.registers)

    def _block(self, block: Block) -> Block:  # noqa: C901 – a case for each kind of block
        match block:
            case Paragraph():
                return self._paragraph(block)
            case StageDirection():
                return replace(block, inlines=self.line(block.inlines))
            case Heading():
                return self._heading(block)
            case Extract():
                return replace(block, blocks=self._quoted(block.blocks))
            case LetterPart() | ForeignPassage():
                return replace(block, blocks=self.blocks(block.blocks))
            case Verse():
                return self._verse(block)
            case Drama():
                return self._drama(block)
            case Speech():
                return replace(block, speaker=self.line(block.speaker), blocks=self.blocks(block.blocks))
            case ItemList():
                return replace(block, items=tuple(self.blocks(item) for item in block.items))
            case DefinitionList():
                return replace(block, definitions=tuple(self._definition(each) for each in block.definitions))
            case Table():
                return self._table(block)
            case Figure():
                return link_figure(block, self)
            case FigureGroup():
                return link_group(block, self)
            case Epigraph():
                return replace(block, blocks=self.blocks(block.blocks), source=self.line(block.source))
            case Discussion():
                return self._discussion(block)
            case SectionBreak():
                return block
        raise AssertionError(f"a {type(block).__name__} is not linked")  # a kind of block that was forgotten here

    def _paragraph(self, block: Paragraph) -> Paragraph:
        # a note has paragraphs too, and the one that calls it goes on behind it
        before, self.beside = self.beside, self.where == "text" and self.table is None
        linked = replace(block, inlines=self.line(block.inlines))
        self.beside = before
        return linked

    def _drama(self, block: Drama) -> Drama:
        self.played = True  # what is spoken in verse there is no poem
        linked = replace(block, blocks=self.blocks(block.blocks))
        self.played = False
        return linked

    def _quoted(self, blocks: Blocks) -> Blocks:
        self.quoted, before = True, self.quoted
        linked = self.blocks(blocks)
        self.quoted = before
        return linked

    def _verse(self, block: Verse) -> Verse:
        for name, number in numbers_of(block):
            target = Target(kind="line", number=number, home=self.anchor, title="", origin=block.origin)
            self.registers.add_target(name, target)
        self.quoted, before = True, self.quoted
        listed = None if self.played else self.registers.first_line(block)
        stanzas = tuple(
            tuple(
                replace(line, inlines=self.line((listed, *line.inlines) if listed and n == m == 0 else line.inlines))
                for m, line in enumerate(stanza)
            )
            for n, stanza in enumerate(block.stanzas)
        )
        self.quoted = before
        return replace(block, stanzas=stanzas, source=self.line(block.source))

    def _definition(self, definition: Definition) -> Definition:
        term = self.line(definition.term)
        return replace(definition, term=term, meanings=tuple(self.blocks(each) for each in definition.meanings))

    def _heading(self, block: Heading) -> Heading:
        self.section = plain(block.inlines) if block.level == 2 else self.section
        self.headings += 1
        anchor = block.anchor or f"h-{self.anchor}-{self.headings}"
        # only what the editor has given an id can be referred to
        if block.anchor:
            self.registers.add_target(
                anchor,
                Target(kind="heading", number="", home=self.anchor, title=plain(block.inlines), origin=block.origin),
            )
        return replace(block, inlines=self._heading_line(block.inlines), anchor=anchor)

    def _heading_line(self, inlines: Inlines) -> Inlines:
        self.where, before = "heading", self.where
        line = self.line(inlines)
        self.where = before
        return line

    def _table(self, block: Table) -> Table:
        number = self.registers.next_number("table", self.letter) if block.caption else ""
        anchor = block.anchor or (f"table-{number.replace('.', '-')}" if number else "")
        if number:
            title = plain(block.caption)
            target = Target(kind="table", number=number, home=self.anchor, title=title, origin=block.origin)
            self.registers.add_target(anchor, target)
        self.tables += 1
        home, prefix = (anchor, f"n-{anchor}-") if number else (self.anchor, f"n-{self.anchor}-t{self.tables}-")
        self.table = TableInHand(home, prefix, block.turned)
        self.floats = block.at != HERE
        caption, path = self.line(block.caption), self.path
        self.path = block.path or path
        head, rows, foot = (self._rows(part) for part in (block.head, block.rows, block.foot))
        self.path = path
        remarks = tuple(self._remark(each, n) for n, each in enumerate(block.remarks, 1))
        self.table, self.floats = None, False
        linked = replace(block, caption=caption, head=head, rows=rows, foot=foot, remarks=remarks)
        return replace(linked, anchor=anchor, number=number)

    def _remark(self, remark: Note, number: int) -> Note:
        anchor = f"{self.table.prefix}r{number}" if self.table else ""
        table = self.table.home if self.table else ""  # only a table with a caption has remarks
        return replace(remark, blocks=self._at_foot(remark.blocks, table), anchor=anchor)

    def _at_foot(self, blocks: Blocks, anchor: str) -> Blocks:
        """What stands at the foot of a table: on its page as the text does, though it may cite as a note does."""
        self.where, self.noted, before = "foot", anchor, self.where
        linked = self.blocks(blocks)
        self.where, self.noted, self.citing = before, "", frozenset()
        return linked

    def _rows(self, rows: tuple[tuple[Cell, ...], ...]) -> tuple[tuple[Cell, ...], ...]:
        return tuple(tuple(replace(cell, inlines=self.line(cell.inlines)) for cell in row) for row in rows)

    def _discussion(self, block: Discussion) -> Discussion:
        self.discussions += 1
        anchor = f"d-{self.anchor}-{self.discussions}"
        # entered before what is within it: occurrences stand in reading order
        if register := self.registers.register_of(block.mark, block.term, block.origin):
            self._enter(replace(block, anchor=anchor), register, name_in(register, block.term), block.origin)
        return replace(block, anchor=anchor, blocks=self.blocks(block.blocks))

    # --- lines -------------------------------------------------------------------------------

    def line(self, inlines: Inlines) -> Inlines:
        """A line of text linked, its names found."""
        marked, ambiguous = self.finder.find(inlines, self.anchor, self.path)
        self.registers.problems += ambiguous
        marked = on_words(marked)
        if self.where in ("note", "foot"):
            self.citing = citing_mentions(marked)
        return self.plain_line(marked)

    def plain_line(self, inlines: Inlines) -> Inlines:
        """A line linked without looking for names, but those marked: source notes, lists and the chronology."""
        return tuple(each for inline in inlines for each in self._inline(inline))

    def _inline(self, inline: Inline) -> Inlines:
        match inline:
            case Emphasis() | Strong() | SmallCaps() | Superscript() | Subscript() | Struck() | Foreign() | Link():
                inner = self.plain_line(inline.inlines)
                return (inline if are_the_same(inner, inline.inlines) else replace(inline, inlines=inner),)
            case Mention():
                return self._mention(inline)
            case Note():
                return (self._note(inline),)
            case Side():
                return (self._side(inline),)
            case Cluster():
                return (self._cluster(inline),)
            case Reference():
                self.registers.refer(inline.target, Origin(self.path, inline.line))
                self.references += 1
                anchor = f"r-{self.anchor}-{self.references}"
                return (replace(inline, anchor=anchor, inlines=self.plain_line(inline.inlines)),)
        return (inline,)

    def _mention(self, mention: Mention) -> Inlines:
        origin = Origin(self.path, mention.line)
        if mention.mark == PLACE:  # a place, to whose page the text refers
            place = Target(kind="place", number="", home=self.anchor, title="", origin=origin)
            self.registers.add_target(mention.term, place)
            return (replace(mention, anchor=mention.term, inlines=self.plain_line(mention.inlines)),)
        # words that the editor said are nobody's have done their work, now that names have been looked for
        if not mention.term or not (register := self.registers.register_of(mention.mark, mention.term, origin)):
            return self.plain_line(mention.inlines)
        if mention.edge in ("begin", "end") and self.where != "text":
            self.registers.problems.append(edge_out_of_text(origin, self.where))
            return self.plain_line(mention.inlines)
        self.mentions += 1
        anchor = f"m-{self.anchor}-{self.mentions}"
        form = (not mention.edge and plain(mention.inlines).strip()) or name_in(register, mention.term)
        linked = replace(mention, anchor=anchor, sub=mention.sub or self.registers.sub_of(mention, form))
        self._enter(linked, register, form, origin, where=self.where, citing=id(mention) in self.citing)
        # what is within it comes behind it: a range may begin and end on one word
        inner = self.plain_line(mention.inlines)
        return (linked if are_the_same(inner, mention.inlines) else replace(linked, inlines=inner),)

    def _enter(
        self,
        named: Mention | Discussion,
        register: Register,
        form: str,
        origin: Origin,
        *,
        where: str = "text",
        citing: bool = False,
    ) -> None:
        here, quoted = occurrence_of(named, register, form, origin), self.quoted and where != "note"
        unit, note, section = self.anchor, self.note, self.section
        found = replace(here, unit=unit, note=note, where=where, section=section, citing=citing, quoted=quoted)
        self.registers.enter(found, named)

    def _note(self, note: Note) -> Note:
        if note.lettered and not note.original:
            return self._lettered(note)
        if note.mark:
            note = self.marks.starred_once(note, self.where == "heading", self.registers.problems)
        elif not note.original:
            self._check_number(note)
        mark = self.marks.next(note)
        anchor = note.name or f"n-{self.anchor}-{name_of(mark)}"
        target = Target(kind="note", number=mark, home=self.anchor, title="", origin=note.origin)
        self.registers.add_target(anchor, target)
        # a note may be called in a caption or a heading, which goes on behind it
        self.where, self.note, before = "note", mark, self.where
        self.noted = anchor
        blocks = self.blocks(note.blocks)
        self.where, self.note, self.noted, self.citing = before, "", "", frozenset()
        return replace(note, blocks=blocks, mark=mark, anchor=anchor)

    def _check_number(self, note: Note) -> None:
        """A number has no place in what stands elsewhere than where the text has it."""
        hint = "write it with a letter: ^[…]{.letter}" if self.table else "write what it says into the caption"
        what = f"a numbered note in a {'table' if self.table else 'caption'} that floats"
        if self.table and self.table.turned:
            problem = Problem(note.origin, TURNED_NOTE, "a numbered note in a turned table", hint)
            self.registers.problems.append(problem)
        elif self.floats:
            self.registers.problems.append(Problem(note.origin, FLOAT_NOTE, what, hint))

    def _lettered(self, note: Note) -> Note:
        """A note of a table, at whose foot it stands; its letters begin anew in each."""
        if self.table is None:
            hint = "call it in a cell or a caption; or write a note with a number: ^[…]"
            problem = Problem(note.origin, LETTER_OUT_OF_TABLE, "a note with a letter outside a table", hint)
            self.registers.problems.append(problem)
            return self._note(replace(note, lettered=False))
        self.table.letters += 1
        mark = letter(self.table.letters)
        anchor = note.name or f"{self.table.prefix}{mark}"
        target = Target(kind="note", number=mark, home=self.table.home, title="", origin=note.origin)
        self.registers.add_target(anchor, target)
        return replace(note, blocks=self._at_foot(note.blocks, anchor), mark=mark, anchor=anchor)

    def _side(self, side: Side) -> Side:
        if not self.beside:  # only beside a line of a paragraph is there a margin
            self.registers.problems.append(out_of_place(side))
        self.sides += 1
        return replace(side, inlines=self.line(side.inlines), anchor=f"s-{self.anchor}-{self.sides}")

    def _cluster(self, cluster: Cluster) -> Cluster:
        for citation in cluster.citations:
            self.registers.source_exists(citation.key, Origin(self.path, citation.line))
        if self.noted:
            origin = Origin(self.path, cluster.citations[0].line)
            place = note_place(self.noted, self.anchor, self.note, self.where, origin)
            enter_authors(self.registers, [each.key for each in cluster.citations], place)
        linked = tuple(
            replace(c, prefix=self.plain_line(c.prefix), suffix=self.plain_line(c.suffix)) for c in cluster.citations
        )
        return replace(cluster, citations=linked)
