"""What no font of the style has, written so that it can be printed."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator

from press.importing.typescript import Changed

UNSEEN = {"Cc", "Cf", "Zs", "Zl", "Zp"}


class TypeOfStyle:
    """The characters that a style can print, by `prints`; which others an import has met is remembered."""

    def __init__(self, prints: Callable[[str], bool]) -> None:
        self.prints = prints
        self.missing: Counter[str] = Counter()

    def printable(self, text: str) -> str:
        """The text with what no font has written as numbers, or as the letters it is made of."""
        if text.isascii():
            return text
        run = "".join(sorted({char for char in set(text) if ord(char) > 126 and not self._can(char)}))
        return re.sub(f"[{re.escape(run)}]+", self._in_numbers, text) if run else text

    def told(self) -> Iterator[Changed]:
        """Each character that has been met and no font has, and how often."""
        for char, count in sorted(self.missing.items()):
            name = unicodedata.name(char, "unnamed").lower()
            yield Changed(0, f'"{char}" (U+{ord(char):04X}, {name}), {count} in all: no font of the style has it')

    def _can(self, char: str) -> bool:
        return unicodedata.category(char) in UNSEEN or self.prints(char)

    def _in_numbers(self, match: re.Match[str]) -> str:
        plainer = unicodedata.normalize("NFKC", match[0])  # of a ligature its letters, of a wide letter the common one
        self.missing.update(match[0])
        if plainer != match[0] and all(char.isascii() or self._can(char) for char in plainer):
            # the text around is written Markdown already: no mark may come of it
            return re.sub(r"[\\`*_\[\]<>{}@^]", "", plainer)
        return "(" + " ".join(f"U+{ord(char):04X}" for char in match[0]) + ")"
