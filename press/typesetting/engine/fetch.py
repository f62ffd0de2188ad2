"""What the engine may read: files of the project and the fonts of the style, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from press.files import is_there


class OutsideProject(FatalURLFetchingError):  # type: ignore[misc]
    """A style or a manuscript asked for something that is neither in the project nor a font of the style."""


class ProjectFetcher(URLFetcher):  # type: ignore[misc]
    """Fetches files of the given folders and `font:Family/style`; never the network."""

    def __init__(self, folders: tuple[Path, ...], fonts: Mapping[str, tuple[Path, ...]]) -> None:
        super().__init__(allowed_protocols=("file", "data", "font"), allow_redirects=False, fail_on_errors=True)
        self.folders = tuple(folder.resolve() for folder in folders)
        self.fonts = fonts

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The bytes behind a URL. Raises `OutsideProject`."""
        scheme = url.split(":", 1)[0].lower()
        if scheme == "data":
            return super().fetch(url, headers)  # it holds all that it names
        path = self._font(unquote(url.split(":", 1)[1])) if scheme == "font" else self._file(url)
        if path is None or not is_there(path):
            raise OutsideProject(f"cannot read {url}")
        return URLFetcherResponse(url, path.read_bytes())

    def _font(self, name: str) -> Path | None:
        family, _, slope = name.strip("/").partition("/")
        files = self.fonts.get(family, ())
        return next((file for file in files if ("Italic" in file.name) == (slope == "italic")), None)

    def _file(self, url: str) -> Path | None:
        if urlsplit(url).scheme.lower() != "file":
            return None
        path = path_of(url).resolve()  # a link within a folder may lead out of it
        return path if any(path.is_relative_to(folder) for folder in self.folders) else None


def path_of(url: str) -> Path:
    """The path of a `file:` URL."""
    return Path(url2pathname(urlsplit(url).path))
