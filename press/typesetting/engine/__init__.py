"""WeasyPrint, at arm's length: the only package that knows it, pydyf, or a box of a layout.

In go HTML and sheets; out come pages as plain values, and PDF.
What must stand before the engine is loaded is set here: no fonts but the style's, one date for every build, and how its
libraries are found.
"""

import ctypes
import ctypes.util
import os
import warnings
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from press.clock import DATE_OF_SUBSETS, VARIABLE

os.environ["FONTCONFIG_FILE"] = str(Path(__file__).with_name("fonts.conf"))
os.environ[VARIABLE] = os.environ.get(VARIABLE) or DATE_OF_SUBSETS
warnings.filterwarnings("ignore", message="No fonts configured in FontConfig")  # so it is meant to be
ASKED_FOR = ("gobject", "pango", "harfbuzz", "fontconfig")
"""What is in the names of the engine's libraries."""


@cache
def _loader_knows_names() -> bool:
    """Whether the system's loader finds a library of the engine's by the name that it bears."""
    with suppress(OSError):
        return bool(ctypes.CDLL("libpango-1.0.so.0"))
    return False


def _not_in_vain(search: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """What searches for libraries, but not for those of the engine where the loader knows them by the names they bear.

    The engine asks for each by other names first, and for every one of these compilers would be run: a quarter of a
    second in all.
    """

    def find_library(name: str) -> str | None:
        return None if any(each in name for each in ASKED_FOR) and _loader_knows_names() else search(name)

    return find_library


ctypes.util.find_library = _not_in_vain(ctypes.util.find_library)  # type: ignore[assignment]  # mypy: a function has a name
