"""What is kept between runs saves time and never changes a result."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Project

from press import build as pipeline
from press import screen_editions
from press.book import Piece
from press.problem import Origin
from press.store import Store, digest_of, key_of, written_out
from press.text import LineBreak, Phrase, Strong, Text


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "kept")


def entries(store: Store) -> list[Path]:
    assert store.folder is not None
    return sorted(store.folder.glob("??/*"))


def test_what_is_put_is_got_again(store: Store) -> None:
    store.put(key_of("a"), b"words")
    assert (store.get(key_of("a")), store.get(key_of("b"))) == (b"words", None)


def test_the_parts_of_a_key_cannot_run_into_one_another() -> None:
    assert key_of("ab", "c") != key_of("a", "bc") != key_of("abc")


@pytest.mark.parametrize("spoilt", [b"", b"x" * 10, b"x" * 100])
def test_a_spoilt_entry_is_as_if_it_were_not_there(store: Store, spoilt: bytes) -> None:
    store.keep(key_of("a"), ("words",))
    entries(store)[0].write_bytes(spoilt)
    assert store.load(key_of("a"), tuple) is None


def test_an_entry_of_another_kind_is_not_taken(store: Store) -> None:
    store.keep(key_of("a"), "words")
    assert store.load(key_of("a"), tuple) is None


def test_a_store_that_cannot_be_written_keeps_nothing_and_says_why(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder should be")
    store = Store(tmp_path / "kept")
    store.keep(key_of("a"), "words")
    assert store.load(key_of("a"), str) is None
    assert "kept" in store.unwritable


def test_what_nobody_asks_for_is_thrown_away(store: Store) -> None:
    store.put(key_of("old"), b"words")
    os.utime(entries(store)[0], (0, 0))
    store.put(key_of("new"), b"words")
    store.tidy()
    assert (store.get(key_of("old")), store.get(key_of("new"))) == (None, b"words")


def test_an_emptied_store_keeps_nothing_of_its_own_and_all_that_is_not(store: Store) -> None:
    store.put(key_of("a"), b"words")
    assert store.folder
    (store.folder / "validator").write_text("not the store's")
    store.empty()
    assert store.get(key_of("a")) is None
    assert (store.folder / "validator").exists()


def test_a_digest_tells_contents_and_names_apart(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("words")
    before = digest_of([tmp_path])
    (tmp_path / "one").rename(tmp_path / "two")
    assert digest_of([tmp_path]) != before


def test_a_digest_does_not_tell_where_files_lie(tmp_path: Path) -> None:
    for top in ("a/b", "z"):
        for name in ("two/x.css", "one/y.css", "face.otf"):
            path = tmp_path / top / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(name)
    here, there = ([tmp_path / top / name for name in ("two", "one", "face.otf")] for top in ("a/b", "z"))
    elsewhere = [tmp_path / "z" / "two", tmp_path / "a/b" / "one", tmp_path / "z" / "face.otf"]
    assert digest_of(here) == digest_of(there) == digest_of(elsewhere)


@pytest.mark.parametrize("library", ["weasyprint", "pydyf", "fonttools", "pikepdf", "Pillow", "pango"])
def test_the_key_of_a_section_names_every_library_that_makes_its_bytes(library: str) -> None:
    from press.typesetting.engine.patches.table import versions

    assert f"{library} " in versions()


@pytest.mark.slow
def test_a_build_is_the_same_byte_for_byte_whatever_has_become_of_the_store(tiny: Project) -> None:
    first = tiny.brief().cold().make().read_bytes()
    kept = sorted((tiny.top / ".cache").glob("??/*"))
    assert kept
    assert tiny.make().read_bytes() == first
    for number, path in enumerate(kept):
        path.write_bytes(path.read_bytes()[: number * 100]) if number % 2 else path.unlink()
    assert tiny.make().read_bytes() == first


@pytest.mark.slow
def test_a_change_after_a_warm_build_gives_what_a_cold_build_of_it_gives(tiny: Project) -> None:
    tiny.brief().make()
    chapter = "manuscript/chapters/02-the-crossing.md"
    tiny.write(chapter, tiny.read(chapter) + "\n\n" + "A paragraph that was not there before. " * 60 + "\n")
    warm = tiny.make().read_bytes()
    assert tiny.cold().make().read_bytes() == warm


@pytest.mark.slow
def test_a_changed_picture_is_on_the_page(tiny: Project) -> None:
    before = tiny.brief().make().read_bytes()
    picture = next((tiny.top / "manuscript" / "figures").glob("*.svg"))
    text = picture.read_text(encoding="utf-8")
    picture.write_text(text.replace("</svg>", "<rect width='9' height='9'/></svg>"), encoding="utf-8")
    assert tiny.make().read_bytes() != before


@pytest.mark.slow
def test_a_changed_style_is_on_the_page(tiny: Project) -> None:
    before = tiny.small().make().read_bytes()
    sheet = "styles/classic/2-text.css"
    tiny.write(sheet, tiny.read(sheet) + "\np { text-indent: 30px }\n")
    assert tiny.make().read_bytes() != before


@pytest.mark.slow
def test_an_unwritable_store_does_not_stop_a_build(tiny: Project) -> None:
    tiny.cold().small().write(".cache", "a file where the folder should be")
    assert pipeline.build(tiny.project).pages


def test_a_book_without_a_note_or_a_work_is_made_after_it_has_been_checked(tmp_path: Path) -> None:
    project = Project(tmp_path).small().cold().mend("manuscript/chapters/one.md", "^[So it is said.]", "")
    assert project.check() == 0
    assert screen_editions.export_html(project.project).is_file()


def test_what_others_keep_in_the_same_folder_stays(store: Store) -> None:
    assert store.folder is not None
    other = store.folder / "uv" / "CACHEDIR.TAG"
    other.parent.mkdir(parents=True)
    other.write_bytes(b"")
    os.utime(other, (0, 0))
    store.put(key_of("a"), b"words")
    store.tidy()
    store.empty()
    assert other.is_file()
    assert store.get(key_of("a")) is None


def piece() -> Piece:
    words = (Strong((Text("words", 3), LineBreak())), Text("words", 3))
    return Piece(kind="chapter", anchor="one", title=Phrase(words), origin=Origin("one.md", 2))


def test_a_noun_that_is_kept_is_got_as_it_was_with_its_lines(store: Store) -> None:
    store.keep(key_of("a"), piece())
    found = store.load(key_of("a"), Piece)
    assert found == piece()
    assert found
    assert (found.origin, found.title.inlines[1].line) == (Origin("one.md", 2), 3)  # type: ignore[union-attr]


def test_what_is_no_noun_of_the_press_is_kept_too_as_patterns_are(store: Store) -> None:
    store.keep(key_of("a"), (re.compile("a+"), frozenset("b"), Path("c")))
    assert store.load(key_of("a"), tuple) == (re.compile("a+"), frozenset("b"), Path("c"))


def test_nouns_are_written_out_alike_if_all_that_is_in_them_is_alike() -> None:
    assert written_out(piece()) == written_out(piece())
    moved = [replace(piece(), origin=Origin("one.md", 3)), replace(piece(), title=Phrase((Text("words", 4),)))]
    assert len({written_out(each) for each in (piece(), *moved)}) == 3
    twice = Text("words")
    assert written_out((twice, twice)) == written_out((Text("words"), Text("words")))
