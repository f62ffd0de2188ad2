"""The folder of a new book: the starter as its manuscript, and all that makes of a folder a repository of its own.

What stands beside the manuscript is kept in `press/importing/folder/`, each file under the name that it is to have:
`dot-` stands for a dot before it, and `.txt` behind it is dropped, so that it is taken for nothing here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from press import __version__
from press.files import replace_files
from press.importing.rules import IN_THE_WAY
from press.problem import Faulty, Origin, Problem
from press.project import MANUSCRIPT, another_around, shipped
from press.rules import BOOK_WITHIN

STARTER = Path(__file__).parents[1] / "starter"
"""A book like any other, which shows each thing that a manuscript can say, and builds."""
BESIDE = Path(__file__).parent / "folder"
PACKAGES = "git python3 python3-venv libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libgs-common poppler-utils"
"""What a bare Debian lacks."""
BEGUN = frozenset({".cache", ".git", ".hg", ".DS_Store"})
"""What may stand in a folder that is otherwise empty."""
REQUIRED = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def begin_folder(folder: Path, shown: str, more: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write the folder of a new book, with the files `more` by their paths in it; all its files, sorted.

    Raises `Faulty`, with nothing written, where something stands already, or the folder lies in that of a book.
    """
    if folder.is_dir() and any(each.name not in BEGUN for each in folder.iterdir()):
        raise Faulty([_in_the_way(shown, "is not empty")])
    if folder.is_symlink() and not folder.exists():
        raise Faulty([_in_the_way(shown, "is a link to nothing")])
    if any(each.is_file() for each in (folder, *folder.parents)):
        raise Faulty([_in_the_way(shown, "is a file" if folder.is_file() else "lies below a file")])
    if around := another_around(folder):
        message = f'"{shown}" would lie in the folder of another book, {around}'
        raise Faulty([Problem(Origin(shown), BOOK_WITHIN, message, "name a folder beside it")])
    texts = {folder / name: content for name, content in {**dict(_beside(folder)), **more}.items()}
    texts |= {
        folder / MANUSCRIPT / path.relative_to(STARTER): path.read_bytes()
        for path in STARTER.rglob("*")
        if path.is_file()
    }
    replace_files(texts)
    return tuple(sorted(texts))


def _in_the_way(shown: str, what: str) -> Problem:
    return Problem(Origin(shown), IN_THE_WAY, f'"{shown}" {what}', "name a folder that is not there yet")


def _beside(folder: Path) -> Iterator[tuple[str, bytes]]:
    """What stands beside the manuscript, by its path in the book's folder."""
    needed = pinned()
    pins = "\n".join(f"  {json.dumps(each)}," for each in needed)
    said = {
        "name": _distribution_name(folder.resolve().name, needed),
        "python": "3.11",
        "dependencies": pins,
        "packages": PACKAGES,
    }
    for path in sorted(BESIDE.rglob("*.txt")):
        text = path.read_text(encoding="utf-8")
        for key, value in said.items():
            text = text.replace(f"{{{key}}}", value)
        inside = path.relative_to(BESIDE).as_posix().removesuffix(".txt")
        yield re.sub(r"(^|/)dot-", r"\1.", inside), text.encode()
    yield "dist/.keep", b""


def _distribution_name(name: str, needed: Iterable[str]) -> str:
    """A folder's name as pip takes it, and that of no package which the book needs: it could not need itself."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "-", bare).strip("-") or "book"
    taken = {"press", *(each.partition("==")[0] for each in needed)}
    return f"{found}-book" if found in taken else found


def pinned() -> tuple[str, ...]:
    """The press, and every package that it needs, each as pip is told of this very version."""
    found: dict[str, str] = {}
    waiting = list(_needs())
    while waiting:
        name = waiting.pop().lower().replace("_", "-")
        if name in found or (there := _there(name)) is None:
            continue
        found[name] = f"{name}=={there.version}"
        waiting += [REQUIRED.match(each)[0] for each in there.requires or () if "extra ==" not in each]  # type: ignore[index]
    return (_press(), *(found[name] for name in sorted(found) if name != "press"))


def _needs() -> list[str]:
    """What the press says that it needs: as it is installed, or by the pyproject.toml of a checkout."""
    if (there := _there("press")) is not None:
        said = [each for each in there.requires or () if "extra ==" not in each]
    else:
        text = (shipped() / "pyproject.toml").read_text(encoding="utf-8")
        said = re.findall(r'^ +"([\w.-]+[=>][^"]*)"', text.partition("\ndependencies = [")[2].partition("\n]")[0], re.M)
    return [found[0] for each in said if (found := REQUIRED.match(each))]


def _press() -> str:
    """The press itself: by the commit that it was installed from, or else by its version."""
    there = _there("press")
    came = json.loads((there.read_text("direct_url.json") if there else None) or "{}")
    if commit := came.get("vcs_info", {}).get("commit_id"):
        return f"press @ {came['vcs_info'].get('vcs', 'git')}+{came['url']}@{commit}"
    return f"press=={__version__}"


def _there(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:
        return None
