"""A long book as an author sends it: a .docx of Word with citations of Zotero, made of words that nobody wrote.

Its marks are counted as they are made, so that what an import keeps of them can be held against that.
"""

from __future__ import annotations

import json
import random
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

WORD = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
TYPE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SYLLABLES = ("ba", "cer", "dim", "fo", "gul", "ka", "len", "mi", "nov", "pur", "ras", "se", "tol", "vi", "zul", "an")
WORDS_PER_PAGE = 380
PARAGRAPH = 95
"""Words."""
MARKS = {"i": "<w:i/>", "smallCaps": "<w:smallCaps/>", "vertAlign": '<w:vertAlign w:val="superscript"/>', "b": "<w:b/>"}
STYLES = """<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/></w:style>
<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>
<w:style w:type="character" w:styleId="Hervorhebung"><w:name w:val="Emphasis"/><w:rPr><w:i/></w:rPr></w:style>"""


@dataclass(slots=True)
class AuthorsFile:
    """What has been put in a file: so many of each, by its name (`i`, `notes`, `citations`, `words`)."""

    counts: Counter[str] = field(default_factory=Counter)


def write_authors_file(path: Path, pages: int = 400, seed: int = 1) -> AuthorsFile:
    """Write a book of so many pages to a .docx; returns what is in it."""
    maker = _BookMaker(random.Random(seed))
    body = "".join(maker.chapters(pages))
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(("styles", "styles.xml"), ("footnotes", "footnotes.xml")),
        "word/styles.xml": f"<w:styles {WORD}>{STYLES}</w:styles>",
        "word/footnotes.xml": f"<w:footnotes {WORD}>{''.join(maker.notes)}</w:footnotes>",
        "word/document.xml": f"<w:document {WORD}><w:body>{body}</w:body></w:document>",
    }
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return maker.made


def _relations(*pairs: tuple[str, str]) -> str:
    each = (f'<Relationship Id="r{n}" Type="{TYPE}/{k}" Target="{t}"/>' for n, (k, t) in enumerate(pairs))
    return f'<Relationships xmlns="{PACKAGE}/relationships">{"".join(each)}</Relationships>'


class _BookMaker:
    """A book being made."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.made = AuthorsFile()
        self.notes: list[str] = []
        self.vocabulary = ["".join(chance.choices(SYLLABLES, k=chance.choice((1, 2, 2, 3)))) for _ in range(4000)]
        self.works = [self._work(number) for number in range(300)]

    def chapters(self, pages: int) -> Iterator[str]:
        """The paragraphs of all chapters, each of some twenty pages."""
        paragraphs = pages * WORDS_PER_PAGE // PARAGRAPH
        for n in range(paragraphs):
            if n % 80 == 0:
                yield self._paragraph(self._plain(4).title(), "berschrift1")
            elif n % 20 == 0:
                yield self._paragraph(self._plain(3).capitalize(), "berschrift2")
            yield self._paragraph(self._prose(), "Zitat" if n % 15 == 7 else "")

    @staticmethod
    def _paragraph(runs: str, style: str = "") -> str:
        said = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
        return f"<w:p>{said}{runs if runs.startswith('<') else _run(runs)}</w:p>"

    def _plain(self, number: int) -> str:
        self.made.counts["words"] += number
        return " ".join(self.chance.choices(self.vocabulary, k=number))

    def _prose(self) -> str:
        """A paragraph of sentences, some of whose words have marks, with a note at its end more often than not."""
        runs = []
        for number in (18, 24, 20, 33):
            words = self._plain(number - 3).capitalize()
            runs.append(_run(f"{words} "))
            mark = self.chance.choice(("i", "i", "i", "Emphasis", "smallCaps", "b", "vertAlign"))
            kind = "i" if mark == "Emphasis" else mark
            said = '<w:rStyle w:val="Hervorhebung"/>' if mark == "Emphasis" else MARKS[mark]
            self.made.counts[kind] += 1
            runs.append(_run(self._plain(2), said) + _run(f" {self._plain(1)}. "))
        if self.chance.random() < 0.9:
            runs.append(self._note())
        return "".join(runs)

    def _note(self) -> str:
        number = len(self.notes) + 1
        self.made.counts["notes"] += 1
        words = "" if self.chance.random() < 0.5 else _run(f"See {self._plain(6)}, ") + _run(self._plain(2), MARKS["i"])
        self.made.counts["i"] += bool(words)
        held = f"{words}{_run(' ') if words else ''}{self._citation()}{_run('.')}"
        self.notes.append(f'<w:footnote w:id="{number}"><w:p>{held}</w:p></w:footnote>')
        return f'<w:r><w:footnoteReference w:id="{number}"/></w:r>'

    def _citation(self) -> str:
        work = self.chance.choice(self.works)
        page = str(self.chance.randint(1, 400))
        self.made.counts["citations"] += 1
        item = {"id": work["id"], "uris": [work["uri"]], "itemData": work["record"], "locator": page, "label": "page"}
        data = {"citationID": f"c{len(self.notes)}", "citationItems": [item], "properties": {"noteIndex": 1}}
        said = f"ADDIN ZOTERO_ITEM CSL_CITATION {json.dumps(data)}"
        begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{k}"/></w:r>' for k in ("begin", "separate", "end"))
        words = f"{work['record']['author'][0]['family']}, {work['record']['title']}, {page}"
        return f"{begin}<w:r><w:instrText>{escape(said)}</w:instrText></w:r>{separate}{_run(words)}{end}"

    def _work(self, number: int) -> dict[str, Any]:
        names = ["".join(self.chance.choices(SYLLABLES, k=3)).capitalize() for _ in range(2)]
        title = " ".join(self.chance.choices(self.vocabulary, k=4)).capitalize()
        record = {
            "id": number,
            "type": "book",
            "title": title,
            "author": [{"family": names[0], "given": names[1]}],
            "publisher": "Wherry Books",
            "publisher-place": "Norwich",
            "issued": {"date-parts": [[str(1900 + number % 110)]]},
        }
        return {"id": number, "uri": f"http://zotero.org/users/1/items/{number:08}", "record": record}


def _run(words: str, properties: str = "") -> str:
    said = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{said}<w:t xml:space="preserve">{escape(words)}</w:t></w:r>'
