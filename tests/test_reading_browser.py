"""The book without pages in a real browser, at two widths, by day and by night; and what Ace says of the EPUB."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import TOP, desk_at
from PIL import Image
from test_mention_page import BROWSER
from test_readers import ASKED
from test_web import Page, words

from press import cli
from press.ebook.page_breaks import fold
from press.importing.begin_folder import STARTER
from press.screen_editions import export_epub, export_html, export_site

TOOLS = Path(os.environ.get("PRESS_READING_TOOLS", TOP / ".cache/reading-tools")) / "node_modules"
"""Where `.ci/run` puts axe, Ace and what drives a browser: see `tests/reading-tools.json`."""
THERE = bool(BROWSER) and (TOOLS / "axe-core").is_dir() and (TOOLS / "puppeteer-core").is_dir()
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not THERE and not os.environ.get(ASKED), reason="no browser, or no axe to be run in it"),
]
CHAPTER = "wrong-garamond.html"


def sought(site: Path) -> list[str]:
    """Twenty words of a chapter, from its beginning to its end."""
    paragraphs = [words(each) for each in Page(site / CHAPTER).all("p")]
    long = list(dict.fromkeys(re.findall(r"\b[a-z]{6,}\b", " ".join(paragraphs))))
    return long[:: len(long) // 20][:20]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The starter, built and made in all ways; and what a browser shows of it."""
    project = replace(desk_at(tmp_path_factory.mktemp("reading"), STARTER), styles=TOP / "styles")
    assert cli.build(project) == 0
    site, page, epub = export_site(project), export_html(project), export_epub(project)
    inside = page.parent / "epub"
    with zipfile.ZipFile(epub) as archive:
        archive.extractall(inside)
    pages = [page, *sorted(site.glob("*.html")), *sorted(inside.rglob("*.xhtml"))]
    return page.parent, browsed(pages, page.parent, [[site / "search.html", word] for word in sought(site)])


def browsed(pages: list[Path], folder: Path, searches: list[list[Any]]) -> dict[str, Any]:
    """What the browser finds."""
    ask = folder / "ask.json"
    told = {"browser": BROWSER, "pages": list(map(str, pages)), "folder": str(folder)}
    ask.write_text(json.dumps({**told, "searches": [[str(path), word] for path, word in searches]}))
    # without the fonts of the press, which are too few for a browser
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    command = ["node", str(Path(__file__).with_name("reading.mjs")), str(ask)]
    environment |= {"NODE_PATH": str(TOOLS)}
    run = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", timeout=900, env=environment)
    assert run.returncode == 0, run.stderr[-2000:]
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def test_axe_finds_nothing_and_nothing_scrolls_sideways_or_is_asked_for(shown: tuple[Path, dict[str, Any]]) -> None:
    _, seen = shown
    assert (seen["errors"], seen["asked"]) == ([], [])
    assert len(seen["found"]) > 100
    for each in seen["found"]:
        where = (each["path"], each["width"], each["scheme"])
        assert (*where, each["violations"]) == (*where, [])
        assert (*where, each["sideways"]) == (*where, 0)
        assert (*where, each["astray"]) == (*where, [])


def test_lines_have_a_measure_that_can_be_read(shown: tuple[Path, dict[str, Any]]) -> None:
    pages = [each for each in shown[1]["found"] if each["width"] == 1280 and each["path"].endswith(".html")]
    wide = [measure for each in pages for measure in each["measures"]]
    assert wide
    assert 58 <= sum(wide) / len(wide) <= 70


def test_every_figure_is_seen_by_night_with_its_lettering(shown: tuple[Path, dict[str, Any]]) -> None:
    drawn = [figure for each in shown[1]["found"] for figure in each["figures"]]
    assert len(drawn) > 12
    assert all(image["seen"] for each in shown[1]["found"] for image in each["images"])
    for figure in drawn:
        assert contrast(Path(figure)) >= 4.5, figure  # WCAG 2.1, 1.4.3


def contrast(picture: Path) -> float:
    """The contrast of the darkest part of a picture with its lightest, as WCAG measures it, but for a few dots."""
    with Image.open(picture) as image:
        dots = image.convert("RGB").tobytes()
    channels = zip(dots[::3], dots[1::3], dots[2::3], strict=True)
    shades = sorted(0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b) for r, g, b in channels)
    dark, light = shades[len(shades) // 1000], shades[-1 - len(shades) // 1000]
    return (light + 0.05) / (dark + 0.05)


def linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def test_the_search_finds_twenty_words_in_their_chapter(shown: tuple[Path, dict[str, Any]]) -> None:
    folder, seen = shown
    (site,) = folder.glob("*-site")
    asked = sought(site)
    assert len(asked) == len(seen["results"]) == 20
    for word, found in zip(asked, seen["results"], strict=True):
        assert any(href.startswith(f"{CHAPTER}#") for href, _ in found), word
        assert all(word in text.casefold() for _, text in found), word


def test_calibre_keeps_paragraphs_and_notes_in_their_order(shown: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    calibre = shutil.which("ebook-convert")
    if not calibre and not os.environ.get(ASKED):
        pytest.skip("no calibre")
    (epub,) = shown[0].glob("*.epub")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    environment |= {"QT_QPA_PLATFORM": "offscreen", "QTWEBENGINE_CHROMIUM_FLAGS": "--no-sandbox"}
    command = [calibre or "ebook-convert", str(epub), str(tmp_path / "book.txt"), "--txt-output-encoding=utf-8"]
    subprocess.run(command, check=True, timeout=600, env=environment, capture_output=True)
    converted = fold((tmp_path / "book.txt").read_text(encoding="utf-8"))
    at, paragraphs = 0, 0
    with zipfile.ZipFile(epub) as archive:
        for name in sorted(each for each in archive.namelist() if "/text/ch" in each):
            root = ElementTree.fromstring(archive.read(name))
            for each in root.iter("{http://www.w3.org/1999/xhtml}p"):
                said = fold("".join(each.itertext()).replace("\u21a9", ""))[:60]
                there = converted.find(said, at)
                assert there >= 0, (name, said)
                at, paragraphs = there, paragraphs + 1
    assert paragraphs > 80


def test_ace_finds_nothing_in_the_epub(shown: tuple[Path, dict[str, Any]], tmp_path: Path) -> None:
    ace = TOOLS / ".bin/ace-puppeteer"
    if not ace.exists() and not os.environ.get(ASKED):
        pytest.skip("no Ace")
    browser = tmp_path / "browser"  # as whom a machine without users of its own may run it
    browser.write_text(f'#!/bin/sh\nexec "{BROWSER}" --no-sandbox --disable-gpu --disable-dev-shm-usage "$@"\n')
    browser.chmod(0o755)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    environment |= {"NODE_PATH": str(TOOLS), "PUPPETEER_EXECUTABLE_PATH": str(browser)}
    (epub,) = shown[0].glob("*.epub")
    command = [str(ace), "--silent", "--force", "--outdir", str(tmp_path / "ace"), str(epub)]
    subprocess.run(command, check=True, timeout=600, env=environment, capture_output=True)
    report = json.loads((tmp_path / "ace/report.json").read_text(encoding="utf-8"))
    told = [said["earl:test"]["dct:title"] for each in report["assertions"] for said in each["assertions"]]
    assert (report["earl:result"]["earl:outcome"], told) == ("pass", [])
