"""What a file is, whatever its name says: known by how it begins, or by what an archive holds."""

from __future__ import annotations

import io
import re
import zipfile
from typing import NamedTuple

from press.importing.word.package import main_part


class FileKind(NamedTuple):
    """A kind of file: how its names end, and what it is called."""

    suffix: str
    said: str


DOCX, ODT = FileKind(".docx", "a .docx file"), FileKind(".odt", "an .odt file")
HTML = FileKind(".html", "a web page")
OLD_WORD = FileKind(".doc", "a file of Word 97–2003")
LOCKED = FileKind("", "a file locked by a password")
RTF = FileKind(".rtf", "a file in Rich Text Format")
BEGINNINGS: tuple[tuple[bytes, FileKind], ...] = (
    (rb"\{\\rtf", RTF),
    (rb"%PDF-", FileKind(".pdf", "a PDF")),
    (rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\0|MM\0\*|BM....\0\0", FileKind("", "a picture")),
    (rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", HTML),
    (rb"MIME-Version:|From:\s.*\nMIME-Version:", FileKind(".mht", "a web archive, or a letter sent by e-mail")),
    (rb"\xffWPC", FileKind(".wpd", "a file of WordPerfect")),
    (rb"%!PS|\xc5\xd0\xd3\xc6", FileKind(".ps", "PostScript")),
    (rb"bplist00", FileKind(".webarchive", "a web archive")),
)
"""How files begin."""
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MIMETYPES = {
    "application/vnd.oasis.opendocument.text": ODT,
    "application/vnd.oasis.opendocument.text-template": FileKind(".ott", "a template of LibreOffice"),
    "application/epub+zip": FileKind(".epub", "an EPUB"),
    "application/vnd.oasis.opendocument.spreadsheet": FileKind(".ods", "a spreadsheet"),
}
HELD = (
    ("xl/workbook.xml", FileKind(".xlsx", "a spreadsheet")),
    ("ppt/presentation.xml", FileKind(".pptx", "a presentation")),
    ("index.xml", FileKind(".pages", "a file of Pages")),
    ("Index/Document.iwa", FileKind(".pages", "a file of Pages")),
    ("Index.zip", FileKind(".pages", "a file of Pages")),
)
"""What other archives hold."""
SAVE_AS = {".doc": ".docx", ".rtf": ".docx", ".wpd": ".docx", ".pages": ".docx", ".ott": ".odt", ".mht": ".html"}
"""As what a file can be saved that is not read."""
PROGRAMS = "open it in Word or LibreOffice"


def kind_of(content: bytes) -> FileKind | None:
    """What a file is, if it can be told by looking at it: of a text nothing can."""
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    if content.startswith(OLE):
        return LOCKED if "EncryptedPackage".encode("utf-16-le") in content else OLD_WORD
    head = content[:2000]
    return next((kind for start, kind in BEGINNINGS if re.match(start, head, re.IGNORECASE | re.DOTALL)), None)


def _archive(content: bytes) -> FileKind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                said = archive.read("mimetype").decode("ascii", errors="replace").strip()
                return MIMETYPES.get(said, FileKind("", f"an archive of the kind {said[:80]}"))
            held = next((kind for name, kind in HELD if name in names), None)
            return held or (DOCX if main_part(archive) else FileKind(".zip", "an archive of files"))
    except (zipfile.BadZipFile, OSError, NotImplementedError, EOFError, RuntimeError):
        return None


def how_to_save(kind: FileKind) -> str:
    """What is to be done with a file of a kind that is not what its name says, or is not read."""
    if kind is LOCKED:
        return f"{PROGRAMS}, with the password, and save it without one"
    if kind.suffix in SAVE_AS:
        return f"{PROGRAMS}, and save it as {SAVE_AS[kind.suffix]}"
    if kind.suffix in (".docx", ".odt", ".html"):
        return f"let its name end in {kind.suffix}"
    return "save it as .docx, .odt, .html, .md or .txt"
