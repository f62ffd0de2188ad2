"""The author's file → its bytes or text, looked at before anything is made of it.

A file that is empty, is not what its name says, or is far longer than any book is refused here, in one line.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from press.importing.file_kinds import HTML, how_to_save, kind_of
from press.importing.rules import IMPORT_BINARY, IMPORT_EMPTY, IMPORT_FORMAT
from press.importing.word.package import in_words_places, main_part
from press.limits import PICTURES, UNFOLDED
from press.problem import Faulty, Origin, Problem
from press.rules import IMPORT_BROKEN, IMPORT_TOO_LONG, MISSING_FILE

TABLES = (".csv", ".tab", ".tsv")
"""Tables of headings for a register."""
TEXTS = (".txt", ".md", ".markdown", ".html", ".htm", ".tex", ".xml", ".dbk")
ARCHIVES = {".docx": "word/document.xml", ".odt": "content.xml"}
"""Kinds of files that are archives, and where in them the text is."""
MARKUP = (".xml", ".dbk", ".md", ".markdown", ".tex")
"""Texts that may begin as a web page does, and be none."""
MOST_OF_A_FILE = 200_000_000
XML_LIST = "list.xml"
"""The kind of a list of references in XML, of EndNote or of Word, which its name does not tell from a text in XML."""
REFERENCES = (".bib", ".json", ".ris", XML_LIST, ".yaml", ".yml")
FIRST_OF_LIST = re.compile(r"\s*(?:<[?!][^>]*>\s*)*<(?:xml|records|(?:\w+:)?Sources)\b")
LONGEST = 10_000_000
"""Characters: some ten volumes of a thousand pages."""
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
FIELD_MARKS = re.compile(r"[\x02\x03\x05\x07\x08\x13-\x15]")
"""What word processors leave of fields, calls of notes and comments in what they save as text or as a page."""
# what editors and word processors save where a line, a page or a paragraph was ended by hand
BREAKS = str.maketrans({"\x0b": "\n", "\x0c": "\n\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n\n"})


@dataclass(frozen=True, slots=True)
class Received:
    """A file that may be converted: `text` of a text file, else `content`; `encoding` when it was not UTF-8.

    `suffix`: its kind, which is the ending of its name, or that of a list of references in XML.
    """

    path: Path
    suffix: str
    text: str = ""
    content: bytes = b""
    encoding: str = ""


def receive(path: Path) -> Received:
    """The file, read and found fit. Raises `Faulty` otherwise."""
    origin = Origin(path.name)
    suffix = path.suffix.lower()
    if not path.exists():
        raise Faulty([Problem(origin, MISSING_FILE, f'no file "{path.name}"')])
    if suffix not in (*TEXTS, *ARCHIVES, *REFERENCES, *TABLES):
        _refuse_by_kind(path, origin, suffix)
        hint = "save it as .docx, .odt, .html, .md, .txt, .tex or .xml; references are .bib, .json, .ris, .xml or .yaml"
        if suffix in (".rdf", ".enl", ".enw", ".nbib"):
            hint = "export the references as CSL JSON, BibTeX, RIS or EndNote XML"
        raise Faulty([Problem(origin, IMPORT_FORMAT, f'the press does not read "{suffix or path.name}" files', hint)])
    if not path.is_file():
        raise Faulty([Problem(origin, MISSING_FILE, f'no file "{path.name}"')])
    content = path.read_bytes()
    if not content.strip():
        raise Faulty([Problem(origin, IMPORT_EMPTY, "the file is empty")])
    if suffix in ARCHIVES:  # pandoc reads these whole, so all that can be refused is what the archive says of itself
        _refuse_other(content, origin, suffix)
        _look_into(path, origin, suffix)
        return Received(path, suffix, content=in_words_places(content) if suffix == ".docx" else content)
    _refuse_other(content, origin, suffix)
    text, encoding = _decoded(content, origin)
    if len(text) > LONGEST:
        message = f"{len(text) / 1e6:.0f} million characters are more than a book"
        hint = f"at most {LONGEST // 1_000_000} million; import it in parts"
        raise Faulty([Problem(origin, IMPORT_TOO_LONG, message, hint)])
    # of a plain text the pages are kept apart until their heads and numbers are known
    breaks = BREAKS | {ord("\x0c"): "\n\x0c\n"} if suffix == ".txt" else BREAKS
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").translate(breaks))
    if not text.strip():  # controls alone, which have gone
        raise Faulty([Problem(origin, IMPORT_EMPTY, "the file is empty")])
    kind = XML_LIST if suffix == ".xml" and FIRST_OF_LIST.match(text) else suffix
    return Received(path, kind, text=text, encoding=encoding)


def _refuse_by_kind(path: Path, origin: Origin, suffix: str) -> None:
    """Refuse a file that is of no kind that is read, and say what it is, and how to save it."""
    kind = kind_of(path.read_bytes()[:MOST_OF_A_FILE]) if path.is_file() else None
    if kind is None:
        return
    what = f'the press does not read "{suffix}" files' if suffix else "its name has no ending"
    by_another = f"; this is {kind.said}" if kind.suffix != suffix else ""
    raise Faulty([Problem(origin, IMPORT_FORMAT, f"{what}{by_another}", how_to_save(kind))])


def _refuse_other(content: bytes, origin: Origin, suffix: str) -> None:
    """Refuse a file that is another than its name says, where that can be seen."""
    kind = kind_of(content)
    if kind is None or kind.suffix == suffix or (kind is HTML and suffix in (".htm", *MARKUP)):
        return
    if kind.suffix == ".zip" and suffix in ARCHIVES:  # a broken one, perhaps
        return
    rule = IMPORT_BROKEN if suffix in ARCHIVES else IMPORT_BINARY
    raise Faulty([Problem(origin, rule, f"{kind.said}, whatever its name says", how_to_save(kind))])


def _look_into(path: Path, origin: Origin, suffix: str) -> None:
    """Refuse an archive that is none, lacks the text, is locked, or unfolds to something monstrous."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = archive.infolist()  # a name may stand in it more than once
            # the first flag says that a member is encrypted: pandoc would complain of broken XML
            locked = any(each.flag_bits & 1 for each in inside)
            _refuse_too_much(inside, origin)  # before anything is unfolded
            text = main_part(archive) if suffix == ".docx" and not locked else ARCHIVES[suffix]
            whole = text in archive.namelist() and not locked
            if whole:
                whole = all(_is_as_large_as_it_says(archive, each) for each in inside)
                whole = whole and b"<!DOCTYPE" not in archive.read(text)  # which no word processor writes
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, zlib.error):
        whole = False
    if not whole:
        hint = f"open it in a word processor and save it as {suffix}"
        raise Faulty([Problem(origin, IMPORT_BROKEN, f"not a {suffix} file, whatever its name says", hint)])


def _refuse_too_much(inside: Sequence[zipfile.ZipInfo], origin: Origin) -> None:
    text = sum(each.file_size for each in inside if each.filename.endswith((".xml", ".rels")))
    for size, limit, what in (
        (text, UNFOLDED, "text in it unfolds"),
        (sum(each.file_size for each in inside), PICTURES, "file unfolds"),
    ):
        if size > limit:
            message = f"the {what} to {size / 1e6:.0f} million bytes, more than a book has"
            hint = f"at most {limit // 1_000_000} million; import it in parts"
            raise Faulty([Problem(origin, IMPORT_TOO_LONG, message, hint)])


def _is_as_large_as_it_says(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """Whether a member unfolds to the size by which it has been let pass: pandoc unfolds it, whatever is said of it."""
    size = 0
    with archive.open(member) as file:  # which reads no more than is said, and then finds that the checksum is wrong
        while part := file.read(1 << 20):
            size += len(part)
    return size == member.file_size


def _decoded(content: bytes, origin: Origin) -> tuple[str, str]:
    """The text of a file in UTF-8, in UTF-16 with its mark, or in the encoding of old Windows programs."""
    # nothing is guessed from letters: what is not UTF-8 and has no mark of UTF-16 is taken for the most common of the
    # old encodings, and whether that was right is seen by what comes of it
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text, encoding = content.decode("utf-16", errors="replace"), "UTF-16"
    else:
        try:
            text, encoding = content.decode("utf-8-sig"), ""
        except UnicodeDecodeError:
            text, encoding = content.decode("cp1252", errors="replace"), "Windows-1252"
    # a stray one is a slip of some program; one in two hundred is no text
    controls = len(CONTROLS.findall(FIELD_MARKS.sub("", text)))
    if "\0" in text or controls * 200 > len(text) or (encoding and "\N{REPLACEMENT CHARACTER}" in text):
        hint = "save it as .docx, .odt, .html, .md or .txt"
        raise Faulty([Problem(origin, IMPORT_BINARY, "not text, whatever its name says", hint)])
    return CONTROLS.sub("", text), encoding
