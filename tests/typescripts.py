"""Authors' files for the tests of `./go import`, and a project whose manuscript an import has made."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pypandoc
from conftest import Project
from poppler import poppler

from press.cli import import_file

FERRY = """The Ferry at Low Water

The Ferry at Low Water

Ada Quill (real name Tamara Fehér) was born at Saltmarsh on 28th June, 1871. At the age of thirteen she joined \
the ferry. She later recalled "the plaintive creak of the oars... and nothing else." Her friend, Jonas Verrall, \
was also there.

Quill rowed for thirty-one years: "In 1903 I was a woman of thirty-one, and the ledger came to me as an answer; \
I wrote in it every day...." She told Verrall that it was hers.

The Harbour

Quill's work was to carry midwives and ladders. She wrote in The Ledger of a Ferry (1911): "We carried a bishop \
in May. He complained." According to Ruth Pelham, the author of The Harbour at Low Water: A History (1962), the \
takings were "small, and honest".

Lucy Quill
Lucy Quill

Lucy Quill said that the lamp was lit with paraffin from Flushing & that it cost $1,000 (or so) [sic] at 5 < 6 \
* 2.

(If you find this page useful, please feel free to share. You can follow the Staithe Press on Twitter, or \
subscribe to our monthly newsletter)

General Osgood ordered a new nail from the Harbour Board. Osgood believed Pelham, who later argued otherwise.

Ruth Pelham

In 1962 Pelham met the harbour master's son, who had kept a box of letters under the floor of the boat-house, \
and copied them.

Ruth Pelham
Ruth Pelham

Gary Thwaite, the author of A Drowning: Walter H. Osgood and the Tide (2004), has argued: "(1) There was no \
tide. (2) There was no drowning." Thwaite does not say why.

Primary Sources

(1) Ada Quill, The Ledger of a Ferry (1911)

For many years, while the frost lasted, the greater part of the money came from skaters... It was not much.

It is written here for whoever wants it.

(2) The Saltmarsh Gazette (13th February, 1911)

Here was a woman who had rowed all her life, and a nail that would not hold.

(3) Edward P. Gale, Jonas Verrall: The Lighthouse's Enemy (2001)

The keeper saw a light where no light is.

He did not go down to look.

(4) Ada Quill, The Ledger of a Ferry (1911)

The nail at the landing will no longer bear the lamp.
"""

MARKED = """\
---
title: The Salt Road
author: R. Thwaite
lang: en-GB
---
# The First Mile

Ada Quill walked out of Saltmarsh in 1903, and it was *cold*.^[She says so herself, on a leaf that is [lost].] She had \
[two oars]{.insertion author="Osgood" date="2020-01-01T00:00:00Z"}[a boat]{.deletion author="Osgood" \
date="2020-01-01T00:00:00Z"} and no lamp.[Is this so?]{.comment-start id="0" author="Gale" \
date="2020-01-01T00:00:00Z"}[]{.comment-end id="0"}

Jonas Verrall told Quill about Ruth Pelham, *The Harbour at Low Water* (Norwich: Wherry Books, 1962).[^long]

[^long]: A note of two paragraphs.

    The second of them.

## A Section

1. midwives
2. ladders

> A quotation, with `code` and H~2~O.

| Year | Heads |
|------|------:|
| 1903 | 4,112 |

#### Much Deeper

The last words, with [a link](https://example.org/a_b) and 北京.

# Primary Sources

(1) Ada Quill, letter to Jonas Verrall (3rd May, 1911)

The lamp will no longer [...] bear the nail.
"""


def made_by_pandoc(folder: Path, suffix: str, text: str = MARKED) -> Path:
    """A word processor's file or a web page with the text of a Markdown file."""
    path = folder / f"road.{suffix}"
    command = [pypandoc.get_pandoc_path(), "--from=markdown-fancy_lists", "--standalone", f"--output={path}"]
    subprocess.run(command, input=text.encode(), check=True, capture_output=True)
    return path


class Imported(Project):
    """A project with the styles of the press, and no manuscript until something is imported."""

    def __init__(self, top: Path) -> None:
        super().__init__(top)
        self.remove("manuscript")

    def typescript(self, name: str, content: str | bytes) -> Path:
        """An author's file."""
        self.write(f"desk/{name}", content)
        return self.top / "desk" / name

    def accept(self, file: Path, changes: str = "accept", update: bool = False, styles: Path | None = None) -> int:
        """`./go import FILE --into manuscript`: the exit status; what it prints is for `capsys`."""
        return import_file(self.project, file, True, changes, update, styles=styles)

    def chapters(self) -> str:
        """The text of all chapters and documents."""
        folder = self.top / "manuscript"
        paths = (*sorted(folder.glob("chapters/*.md")), *sorted(folder.glob("documents/*.md")))
        return "\n".join(path.read_text(encoding="utf-8") for path in paths)


def letters(text: str) -> str:
    """The letters and digits of a text, which setting it does not change."""
    return re.sub(r"[\W_]+", "", text.replace("ﬁ", "fi").replace("ﬂ", "fl")).casefold()


def running_letters(pdf: Path) -> str:
    """The letters of all pages, without running heads and folios."""
    area = ["-x", "0", "-y", "50", "-W", "396", "-H", "500"]
    return letters(poppler("pdftotext", pdf, "-raw", *area))
