"""The words of Markdown and of plain text, read without a parser: all that are not signs of the markup itself.

What may be a sign or a word (the number of an item, the address of a link) need not come again, and is passed over.
"""

from __future__ import annotations

import html
import re

from press.importing.account.file_words import FileText, Kind, WordRun
from press.importing.markup.note_names import ADDRESS_OF

HEADER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
KEY = re.compile(r"([ \t-]*)([\w-]+):(?:[ \t]+|$)")
NO_TEXT = ("lang", "language", "references", "bibliography", "csl", "nocite", "suppress-bibliography", "link-citations")
"""Fields of a header whose words are none of the text, or are those of records."""
SIGNS: tuple[tuple[str, Kind], ...] = (
    (r"<!--.*?-->", ""),
    (r"</?[A-Za-z][^<>]*>", "loose"),
    (r"\{>>.*?<<\}", ""),
    (r"\{(?!==|>>|\+\+|--|~~)(?:(?!\n[ \t]*\n)[^{}])*\}", "loose"),
    (r"(?<=\])\((?:<[^<>\n]*>|[^()\s]*(?:\([^()\s]*\)[^()\s]*)*)(?:\s+(?:\"[^\"]*\"|'[^']*'))?\)", "loose"),
    (ADDRESS_OF.pattern, "loose"),
    (r"\[\^[^\]\s]+\]:?", "loose"),
    (r"-?@\{[^}]*\}|-?(?<!\w)@[\w][\w:.#$%&+?<>~/-]*", "loose"),
    (r"^[ \t>]*(?:\(?(?:\d{1,9}|#|[A-Za-z]|[ivxlcdmIVXLCDM]+)[.)]|\(@[\w-]*\))(?=[ \t])", "loose"),
    (r"^[ \t]*(?::{3,}|`{3,}|~{3,})[^\n]*$", "loose"),
    (r"(?<=\])\[[^\]\n]*\]", "loose"),
    (r"(?<!\\)\[(?:\d{1,3}|[A-Z])\](?![({:])", ""),
    (r"<?https?://[^\s<>]+>?", "loose"),
    (r"\\(?:noindent|[a-z]+)(?=[\s{])", "loose"),
    (r"&(?:#\d+|#x[0-9A-Fa-f]+|\w+);", ""),
)
"""What is no plain words; of the one kind all words must come again, of the other they need not."""
SIGN = re.compile("|".join(f"({pattern})" for pattern, _ in SIGNS), re.DOTALL | re.MULTILINE)
NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
TRACKED = re.compile(r"\.(?:insertion|deletion|comment)")
"""Attributes of words that may stand beside others without a space."""
NO_PARTS = re.compile(r"[*^~]+|(?<!\w)_+|_+(?!\w)|==\}|\{==|\]\{|[\[\]]")
"""Signs that may stand within a word and do not part it."""


def words_of_plain(text: str) -> FileText:
    """The words of a plain text, line by line."""
    found = FileText()
    for line in text.split("\n"):
        found.add([WordRun(line)])
    return found


def words_of_markdown(text: str) -> FileText:
    """The words of a text in Markdown, in their order there, notes behind the paragraphs that call them."""
    found = FileText()
    if header := HEADER.match(text):
        text = f"{_of_header(header[1])}\n\n{text[header.end() :]}"
    text = _with_notes_behind(text)
    at = 0
    runs: list[WordRun] = []
    for sign in SIGN.finditer(text, at):
        runs += _plain(text[at : sign.start()])
        kind = SIGNS[(sign.lastindex or 1) - 1][1]
        if sign[0].startswith("&"):
            runs.append(WordRun(html.unescape(sign[0])))
        elif not kind:
            runs.append(WordRun(f" {sign[0]} "))
        elif TRACKED.search(sign[0]):
            runs.append(WordRun(" "))
        at = sign.end()
    runs += _plain(text[at:])
    found.add(runs)
    return found


def _with_notes_behind(text: str) -> str:
    """The text with every note behind the paragraph that calls it, where the book has it too."""
    apart: dict[str, list[str]] = {}
    kept: list[str] = []
    name = ""
    for line in text.split("\n"):
        begins = NOTE.match(line)
        if begins:
            name = begins[1]
            apart.setdefault(name, []).append(line[begins.end() :])
        elif (name and (not line.strip() or line.startswith(("    ", "\t")))) or (name and apart[name][-1].strip()):
            apart[name].append(line)
        else:
            name = ""
            kept.append(line)
    out: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", "\n".join(kept)):
        bare, notes = _without_notes(paragraph)
        called = [each for label in re.findall(r"\[\^([^\]\s]+)\]", bare) for each in apart.pop(label, ())]
        out += [bare, *notes, "\n".join(called)]
    return "\n\n".join([*out, *("\n".join(each) for each in apart.values())])


def _without_notes(paragraph: str) -> tuple[str, list[str]]:
    """A paragraph without the notes that are written within it, and these."""
    notes: list[str] = []
    while (at := paragraph.find("^[")) >= 0:
        depth, end = 0, at + 1
        while end < len(paragraph):
            sign = paragraph[end]
            depth += (sign == "[") - (sign == "]")
            end += 2 if sign == "\\" else 1
            if not depth:
                break
        notes.append(paragraph[at + 2 : end - 1])
        paragraph = f"{paragraph[:at]} {paragraph[end:]}"
    return paragraph, notes


def _of_header(header: str) -> str:
    """The values of a header, without their keys."""
    values: list[str] = []
    top = ""
    for line in header.split("\n"):
        found = KEY.match(line)
        if found and not found[1]:
            top = found[2].lower()
        if top not in NO_TEXT:
            values.append(line[found.end() :] if found else line)
    return "\n".join(values)


def _plain(words: str) -> list[WordRun]:
    return [WordRun(NO_PARTS.sub("", words))]
