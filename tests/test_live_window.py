"""The live window in a real browser: a save turns its pages, a click leads to the source, a problem to its place."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import BROWSER, Tab, browsing
from conftest import Project
from test_watch import CROSSING, Watched, built, watched

from press.preview.editor import Editor

__all__ = ("built", "watched")
"""Fixtures."""

LINE = """(() => {
  const span = [...document.querySelectorAll("span[data-line]")].find(each => each.textContent.includes(%r))
  if (!span) return null
  span.scrollIntoView({ block: "center" })
  const box = span.getBoundingClientRect()
  return [box.left + 12, box.top + box.height / 2]
})()"""
"""Where a line with some words stands in the window, once they are over their page."""
OUTLINE = "[...document.querySelectorAll('#outline button')].map(each => each.textContent)"
SHOWN = "document.body.dataset.version"
SAID = "document.getElementById('said').textContent"


@pytest.fixture
def tab(watched: Watched, tmp_path: Path) -> Iterator[Tab]:
    """The window of a watched book in a browser, which shows the chapter that has just been saved."""
    watched.window.here, watched.window.editor = watched.project.top, Editor.named("none")
    watched.save(CROSSING, f"{watched.project.read(CROSSING)}\nAn afterthought came in the night.\n")
    with browsing(watched.window.address, tmp_path) as tab:
        tab.until(f"{SHOWN} === 'chapter 1'")
        yield tab


def line_number(project: Project, words: str) -> int:
    return next(n for n, line in enumerate(project.read(CROSSING).splitlines(), 1) if words in line)


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_a_save_turns_the_window_to_the_page_that_has_changed(watched: Watched, tab: Tab) -> None:
    tab.until(LINE % "An afterthought came")
    assert tab.see("document.querySelector('.here img').alt") == "page 6"
    text = watched.project.read(CROSSING)
    watched.save(CROSSING, text.replace("It was lace.", "It was lace, as the searchers swore.", 1))
    tab.until(f"{SHOWN} === 'chapter 2'")
    tab.until("document.querySelector('.here img').alt === 'page 5'")
    tab.until(LINE % "searchers swore")
    assert tab.until("document.querySelector('.here img').complete")


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_a_click_on_a_line_opens_the_line_of_the_manuscript_and_words_can_be_selected(
    watched: Watched, tab: Tab
) -> None:
    tab.click(*tab.until(LINE % "An afterthought came"))
    n = line_number(watched.project, "An afterthought")
    assert tab.until(SAID) == f"{CROSSING}:{n}"
    copied = """(() => {
      const spans = [...document.querySelectorAll("span[data-line]")]
      const span = spans.find(each => each.textContent.includes("afterthought"))
      getSelection().selectAllChildren(span)
      const given = new DataTransfer()
      span.dispatchEvent(new ClipboardEvent("copy", { clipboardData: given, bubbles: true }))
      return given.getData("text/plain")
    })()"""
    assert tab.see(copied).startswith("An afterthought came")


TABLE = """
| Hour | Lamps |
|------|------:|
| nine | 12 |

: The lamps of the crossing. {#lamps .turned}
"""
UPRIGHT = """(() => {
  const turned = span => span.style.transform.includes("rotate")
  const page = [...document.querySelectorAll("figure")].find(each => [...each.querySelectorAll("span")].some(turned))
  if (!page) return null
  page.scrollIntoView({ block: "start" })
  return [...page.querySelectorAll("span[data-line]")].filter(each => !turned(each)).map(span => {
    const box = span.getBoundingClientRect()
    return [span.textContent, box.left + box.width / 2, box.top + box.height / 2, box.width / box.height]
  })
})()"""
"""What stands upright on a page that is turned: its words, their middle in the window, their length by their height."""


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_on_a_turned_page_cells_running_head_and_folio_open_their_lines(watched: Watched, tab: Tab) -> None:
    text = watched.project.read(CROSSING)
    watched.save(CROSSING, f"{text}\n{TABLE}")
    tab.until(f"{SHOWN} === 'chapter 2'")
    tab.until(LINE % "The lamps of the crossing")
    (head, *at, long), folio = sorted(tab.until(UPRIGHT), key=lambda each: -len(each[0]))
    assert head in ("The Crossing", "The Ferry at Low Water")
    assert long > 3  # it lies along its words, as they are printed
    tab.click(*at)
    where = (
        f"{CROSSING}:{line_number(watched.project, 'title:')}" if head == "The Crossing" else "manuscript/book.yaml:1"
    )
    assert tab.until(SAID) == where
    tab.click(*folio[1:3])
    assert tab.until(f"{SAID} !== {where!r} && {SAID}") == f"{CROSSING}:1"
    left, top = tab.until(LINE % "nine")
    tab.see("say('')")
    tab.click(left - 8, top)
    assert tab.until(SAID) == f"{CROSSING}:{line_number(watched.project, '| nine')}"


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_a_problem_leads_to_its_line_and_to_its_place_until_it_is_mended(watched: Watched, tab: Tab) -> None:
    good = watched.project.read(CROSSING)
    watched.save(CROSSING, good.replace("@brandt, 18", "@brant, 18"))
    tab.until("document.querySelector('#problems li')")
    assert "unknown-source" in tab.see("document.querySelector('#problems .problem').textContent")
    assert tab.see(SHOWN) == "chapter 1"  # the last good pages stay
    assert tab.see("document.title").startswith("! ")
    place = tab.see("document.querySelector('#problems .place').textContent")
    tab.see("document.querySelector('#problems .place').click()")
    assert tab.until(SAID) == place
    tab.see("document.querySelector('#problems .problem').click()")
    tab.until("document.querySelector('i.spot')")
    assert tab.see("document.querySelector('i.spot').closest('figure').querySelector('img').alt") == "page 5"
    watched.save(CROSSING, good)
    tab.until("!document.querySelector('#problems li')")


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_words_pages_and_spreads_are_found_by_hand_and_by_key(watched: Watched, tab: Tab) -> None:
    watched.finish()
    tab.until("state.views.book")
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{}', bubbles: true }}))"
    tab.see(press.format("b"))
    tab.until(f"{SHOWN}.startsWith('book')")
    tab.see("by('words').value = 'AFTERTHOUGHT CAME'; by('words').dispatchEvent(new Event('input'))")
    assert tab.until("document.querySelector('#found button')?.textContent").startswith("6…")
    assert tab.until("document.querySelector('.text mark')?.textContent") == "afterthought came"
    seek = "by('words').value = {}; by('words').dispatchEvent(new Event('input'))"
    tab.see(seek.format("'zeppelin'"))
    assert tab.until("document.querySelector('#found p').textContent === 'not found'")
    assert tab.see("document.querySelectorAll('.text mark').length") == 0  # nor is what was found before
    tab.see(seek.format("''"))
    assert tab.until("by('found').hidden")
    tab.see("by('folio').value = '1'; by('folio').dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter' }))")
    assert tab.until("document.querySelector('.here img')?.alt === 'page 1'")
    pages = tab.see("document.querySelectorAll('figure').length")
    assert pages == len(watched.window.view("book").folios)
    tab.see(press.format("c"))
    assert tab.see("document.body.className").split()[-1] == "contact"
    tab.see(press.format("s"))
    tab.see(press.format("d"))
    assert tab.see("document.documentElement.className") in ("dark", "")
    tab.see(press.format("?"))
    assert tab.see("by('keys').open && by('keys').innerText").startswith("Keys")
    tab.tell("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=1, mobile=True)
    assert tab.until("document.documentElement.scrollWidth <= 390")


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_the_outline_changes_looks_zoom_and_spreads_are_had_by_key(watched: Watched, tab: Tab) -> None:
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {{ key: '{}', bubbles: true }}))"
    here, wide = "document.querySelector('.here img')?.alt", "document.querySelector('figure').offsetWidth"
    watched.finish()
    text = watched.project.read(CROSSING)
    watched.save(CROSSING, text.replace("An afterthought", "A second thought"))
    watched.finish()
    tab.until("state.views.book?.version > 1")
    tab.see(press.format("b"))
    tab.until(f"{SHOWN}.startsWith('book')")
    tab.see(press.format("o"))
    (crossing,) = [each for each in tab.see(OUTLINE) if each.startswith("The Crossing")]
    tab.see(f"[...document.querySelectorAll('#outline button')].find(e => e.textContent === '{crossing}').click()")
    assert tab.see(here) == f"page {crossing.removeprefix('The Crossing')}"
    tab.see(press.format("n"))
    assert tab.until(here) == "page 6"
    assert tab.until("document.querySelector('.here i.changed')")
    looks = tab.see("contents.looks.map(each => contents.pages[each.page].folio)")
    for folio in looks[:2]:
        tab.see(press.format("l"))
        assert tab.until(here) == f"page {folio}"
    assert tab.see("by('to-looks').disabled") is not bool(looks)
    before = tab.see(wide)
    tab.see(press.format("+"))
    assert tab.see(wide) > before
    tab.see(press.format("0"))
    assert tab.see(wide) == before
    tab.see(press.format("Home"))
    tab.see(press.format("ArrowRight"))
    assert tab.see("contents.pages[current()].verso")  # of a spread, which turns as one
    first = tab.see("current()")
    tab.see(press.format("ArrowRight"))
    assert tab.see("current()") == first + 2
