"""The folder of a web edition put in place, all at once; what the last one left there is taken away, and nothing else.

A list in the folder says which files are the press's, each with a digest: a file that somebody has changed, or has put
there, stays as it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from press.ebook.rules import NOT_OURS
from press.files import replace_files
from press.problem import Faulty, Origin, Problem
from press.project import Project

LIST = "assets/files.json"


def put_site(folder: Path, files: Mapping[str, bytes], project: Project) -> None:
    """Put the files of a web edition into its folder. Raises `Faulty` for a file there that is not the press's."""
    ours = _listed(folder)
    strange = [path for path in files if (folder / path).is_file() and not _is_ours(folder / path, ours.get(path))]
    if strange:
        hint = "move it away, or take its changes into the manuscript or the style: it would be overwritten"
        origins = [Origin(project.shown(folder / path)) for path in strange]
        raise Faulty([Problem(origin, NOT_OURS, "not as the press left it", hint) for origin in origins])
    listed = json.dumps({path: _digest(content) for path, content in sorted(files.items())}, indent=0).encode()
    gone = [folder / path for path in ours if path not in files and _is_ours(folder / path, ours[path])]
    # first a file of the folder itself: its plan lies there
    replace_files({**{folder / path: content for path, content in files.items()}, folder / LIST: listed}, without=gone)


def site_digest(folder: Path) -> str:
    """The digest of a web edition: of the lines that `sha256sum` writes of its files, in the order of their names, but
    for the list of them.
    """
    found = {path: (folder / path).read_bytes() for path in sorted(_listed(folder)) if (folder / path).is_file()}
    return _digest("".join(f"{_digest(content)}  {path}\n" for path, content in found.items()).encode())


def _listed(folder: Path) -> dict[str, str]:
    """The files that are the press's, by their paths in the folder, each with a digest."""
    try:
        told = json.loads((folder / LIST).read_bytes())
    except (OSError, ValueError):
        return {}
    named = {str(path): str(digest) for path, digest in told.items()} if isinstance(told, dict) else {}
    # a list that somebody has written may name files elsewhere
    return {path: digest for path, digest in named.items() if not path.startswith("/") and ".." not in Path(path).parts}


def _is_ours(path: Path, digest: str | None) -> bool:
    return path.is_file() and not path.is_symlink() and digest == _digest(path.read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
