"""The ICC profile of the printing condition: in the style's own folder, or among those of the system."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from press.prepress.rules import NO_PROFILE, NOT_CMYK
from press.problem import Faulty, Origin, Problem, did_you_mean
from press.style.style import Style

# where the packages of Debian and of Homebrew put the profiles that come with Ghostscript
SYSTEM_PROFILES = (
    Path("/usr/share/color/icc"),
    Path("/usr/local/share/ghostscript"),
    Path("/opt/homebrew/share/ghostscript"),
)
COLOUR_SPACE, SIGNATURE = slice(16, 20), slice(36, 40)
"""Where a profile says of what it is one, and that it is one (ICC.1, 7.2)."""


def read_profile(style: Style) -> bytes:
    """The ICC profile that the style names: in its own folder, or among the system's. Raises `Faulty`."""
    name, origin = style.print.profile.text, style.print.profile.origin
    origin = origin if origin.path else Origin(f"{style.shown}/style.yaml")  # a style that says nothing of print
    return profile_named(name, style.folders, origin)


def profile_named(name: str, folders: Iterable[Path], origin: Origin) -> bytes:
    """The ICC profile of a name, asked for at `origin`: in some folders, or among the system's. Raises `Faulty`."""
    places = (*folders, *SYSTEM_PROFILES)
    there = sorted(path for folder in places if folder.is_dir() for path in folder.rglob("*.ic[cm]"))
    found = next((path for path in there if path.name == name), None)
    if found is None:
        hint = (
            did_you_mean(name, [path.name for path in there])
            or "put it in the style's folder; on Debian: apt-get install libgs-common"
        )
        raise Faulty([Problem(origin, NO_PROFILE, f'no ICC profile "{name}"', hint)])
    content = found.read_bytes()
    if content[SIGNATURE] != b"acsp" or content[COLOUR_SPACE] != b"CMYK":
        raise Faulty([Problem(origin, NOT_CMYK, f'"{name}" is no ICC profile of a CMYK press')])
    return content
