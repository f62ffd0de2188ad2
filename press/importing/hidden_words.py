"""Hidden text of a word processor's file, which pandoc would print: it is left out, and told.

In a .docx `w:vanish`, of a run or of its style; in an .odt `text:display="none"` of a style. The fields of a hidden
run, as the marks of the index are, stay: they are no words.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable

from press.importing.archive_parts import with_parts
from press.importing.typescript import LeftOut

PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
WHY = "hidden text"
RUN = re.compile(r"(<w:r(?: [^>]*)?>\s*<w:rPr>)((?:(?!</w:rPr>).)*)(</w:rPr>)((?:(?!</?w:r[ >]).)*)(</w:r>)", re.DOTALL)
VANISH = re.compile(r"<w:vanish(?: w:val=\"(?P<val>[^\"]*)\")?\s*/>")
WORDS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>|<w:(?:tab|br|cr)(?: [^>]*)?/>")
WORD_STYLE = re.compile(r"<w:style (?=[^>]*w:type=\"character\")[^>]*w:styleId=\"([^\"]*)\".*?</w:style>", re.DOTALL)
ODT_STYLE = re.compile(
    r"<style:style (?=[^>]*style:family=\"text\")[^>]*style:name=\"([^\"]*)\"[^>]*(?<!/)>.*?</style:style>", re.DOTALL
)
SPAN = r"<text:span text:style-name=\"(?:{})\">((?:(?!</?text:span[ >]).)*)</text:span>"
TAG = re.compile(r"<[^>]*>")


def without_hidden(content: bytes, suffix: str) -> tuple[bytes, tuple[LeftOut, ...]]:
    """The file without its hidden words, and these; as it was, if it has none, or no word processor made it."""
    if suffix not in (".docx", ".odt"):
        return content, ()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
            hide = _of_word(archive) if suffix == ".docx" else _of_odt(archive)
            told: list[LeftOut] = []
            parts = PARTS if suffix == ".docx" else ("content.xml",)
            made = {name: hide(archive.read(name).decode(), told).encode() for name in parts if name in names}
            if not told:
                return content, ()
            return with_parts(archive, made), tuple(told)
    except (KeyError, UnicodeDecodeError, zipfile.BadZipFile):
        return content, ()  # pandoc says what is wrong with it


def _of_word(archive: zipfile.ZipFile) -> Callable[[str, list[LeftOut]], str]:
    styles = archive.read("word/styles.xml").decode() if "word/styles.xml" in archive.namelist() else ""
    hidden = {each[1] for each in WORD_STYLE.finditer(styles) if (on := VANISH.search(each[0])) and _is_on(on["val"])}

    def hide(text: str, told: list[LeftOut]) -> str:
        def run(found: re.Match[str]) -> str:
            own = VANISH.search(found[2])
            style = re.search(r"<w:rStyle w:val=\"([^\"]*)\"", found[2])
            if not (_is_on(own["val"]) if own else bool(style and style[1] in hidden)):
                return found[0]
            _tell("".join(html.unescape(each[1] or " ") for each in WORDS.finditer(found[4])), told)
            return "".join((*found.groups()[:3], WORDS.sub("", found[4]), found[5]))

        return RUN.sub(run, text)

    return hide


def _is_on(value: str | None) -> bool:
    return value not in ("0", "false", "off")


def _of_odt(archive: zipfile.ZipFile) -> Callable[[str, list[LeftOut]], str]:
    texts = [archive.read(each).decode() for each in ("content.xml", "styles.xml") if each in archive.namelist()]
    hidden = [each[1] for text in texts for each in ODT_STYLE.finditer(text) if 'text:display="none"' in each[0]]

    def hide(text: str, told: list[LeftOut]) -> str:
        def span(found: re.Match[str]) -> str:
            _tell(html.unescape(TAG.sub(" ", found[1])), told)
            return ""

        return re.sub(SPAN.format("|".join(map(re.escape, hidden))), span, text, flags=re.DOTALL) if hidden else text

    return hide


def _tell(words: str, told: list[LeftOut]) -> None:
    if line := " ".join(words.split()):
        told.append(LeftOut(0, line, WHY))
