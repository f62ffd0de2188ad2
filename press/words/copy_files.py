"""The files of a manuscript, read again: records by PyYAML, and texts with their headers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from press.files import is_there
from press.project import Project
from press.words.plain_yaml import Record, compose_plain, list_of, record_of

QUERY = r"(?<!\\)\{>>(?:(?!<<\}).)*<<\}"
ASIDE = re.compile(rf"\n[ \t>]*(?:{QUERY}[ \t]*)+(?=\n)| ?{QUERY}|(?<!\\)\{{==|==\}}(?=[ \t]*\{{>>)", re.DOTALL)
"""What editor and author write to each other, and the marks around the words that they write about."""


def without_asides(text: str) -> str:
    """A file without what is written in it for nobody's eyes but the editor's and the author's. Lines that go with it
    come again at the next blank one, where they part nothing.
    """
    if "{>>" not in text and "{==" not in text:
        return text
    kept: list[str] = []
    at = lost = 0
    for found in ASIDE.finditer(text):
        kept.append(_with_lines(text[at : found.start()], lost))
        lost = found[0].count("\n") + (0 if "\n\n" in text[at : found.start()] else lost)
        at = found.end()
    return "".join((*kept, _with_lines(text[at:], lost)))


def _with_lines(text: str, lost: int) -> str:
    return text.replace("\n\n", "\n\n" + "\n" * lost, 1)


@dataclass(slots=True)
class CopyFile:
    """A Markdown file: the fields of its header, its text and the line where that begins."""

    path: str
    header: Record = field(default_factory=dict)
    body: str = ""
    line: int = 1


class CopyFiles:
    """The files of one manuscript."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.files: dict[str, CopyFile] = {}
        self.names: dict[str, str] = {}

    def shown(self, name: str) -> str:
        """A file of the manuscript as it is told to people."""
        if name not in self.names:
            self.names[name] = self.project.shown(self.project.manuscript / name)
        return self.names[name]

    def read(self, name: str) -> str:
        """The text of a file; what cannot be read is a fault that others have told."""
        path = self.project.manuscript / name
        text = path.read_bytes().decode("utf-8-sig", "replace") if is_there(path) else ""
        return without_asides(unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n"))

    def records(self, name: str) -> Record:
        """The record that a YAML file holds."""
        return record_of(compose_plain(self.read(name)))

    def listed(self, name: str, key: str = "") -> list[Record]:
        """The records that a YAML file lists, perhaps under a key."""
        value = compose_plain(self.read(name))
        return [record_of(each) for each in list_of(record_of(value).get(key) if key else value)]

    def headed(self, name: str) -> CopyFile:
        """A Markdown file with its header."""
        if name not in self.files:
            lines = self.read(name).split("\n")
            rules = [number for number, line in enumerate(lines) if line.rstrip() == "---"][:2]
            end = rules[1] if len(rules) == 2 and rules[0] == 0 else -1
            header = record_of(compose_plain("\n".join(["", *lines[1:end]]))) if end > 0 else {}
            self.files[name] = CopyFile(self.shown(name), header, "\n".join(lines[end + 1 :]), end + 2)
        return self.files[name]
