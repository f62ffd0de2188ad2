"""Text as it is compared with another: its letters and figures alone.

So are held side by side the words of a page and of a screen, of a file and of what was imported from it, of a cover and
of its PDF: spaces, signs, ligatures and capitals are each reader's own.
"""

from __future__ import annotations

import re
import unicodedata

NO_LETTER = re.compile(r"[\W_]+")


def bare_letters(text: str) -> str:
    """The letters and figures of a text: ligatures parted, superiors plain, wide ones common, capitals small."""
    return NO_LETTER.sub("", unicodedata.normalize("NFKC", text).casefold())
