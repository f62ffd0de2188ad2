"""Forty random chapters and a book made to torture, in two sizes: no note is lost, strays or stands over the text.

Half of them, and the tortured book on its smaller pages, are tried by every `./go test`; the rest are slow.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import TESTS, desk_at
from laid_out import Shop, letters, printed_words, write
from printed import Printed
from random_books import random_book

from press import cli
from press.typesetting.account import take_account
from press.typesetting.engine.notes import read_notes
from press.typesetting.settle import Proof

WIDE, SMALL = "5.5in 8.5in", "4.25in 6.875in"
SLOW = pytest.mark.slow
LENGTH = 350  # words of a random chapter
TORTURE = TESTS / "books" / "torture"


def check(shop: Shop, proof: Proof) -> None:
    """Every note of the book stands in its place, and nothing of it is missing: counted anew on the engine's pages."""
    placed, printed = 0, dict[str, str]()
    for setting in proof.settings:
        pages = shop.pages(setting)
        account = take_account(read_notes(pages), setting.section.notes)
        assert account.strays == (), setting.section.key
        placed += account.placed
        printed |= printed_words(pages)
    assert printed == shop.wanted()
    assert placed == len(shop.wanted()) > 0


def check_bound(shop: Shop, proof: Proof, path: Path) -> None:
    """Every note's words are found whole in the PDF."""
    path.write_bytes(shop.bound(proof))
    read = sorted(letters(note.stream.text) for note in Printed(path).notes())
    assert read == sorted(shop.wanted().values())


@pytest.mark.once
@pytest.mark.parametrize(
    ("first", "size"),
    [(0, WIDE), (10, SMALL), pytest.param(20, WIDE, marks=SLOW), pytest.param(30, SMALL, marks=SLOW)],
)
def test_a_book_of_random_chapters_keeps_every_note_on_the_page_of_its_call(
    first: int, size: str, tmp_path: Path
) -> None:
    shop = Shop(write(tmp_path, random_book(range(first, first + 10), length=LENGTH))).in_size(size)
    proof = shop.proof()
    check(shop, proof)
    if first < 20:
        check_bound(shop, proof, tmp_path / "book.pdf")


@pytest.mark.parametrize("first", [2, pytest.param(40, marks=SLOW), pytest.param(44, marks=SLOW)])
def test_a_book_with_verse_side_notes_and_a_register_is_made_without_the_loss_of_a_word(
    first: int, tmp_path: Path
) -> None:
    files = random_book(range(first, first + 2), length=LENGTH, rich=True)
    written = "".join(files.values())
    assert all(mark in written for mark in ("\n| ", "]{.side}", "{place="))
    assert cli.build(desk_at(write(tmp_path, files)), reading=True) == 0  # which holds what is printed against the text


@pytest.fixture(scope="module")
def torture(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shop]:
    """The book made to torture: notes on every line of a page, one of nine hundred words, and wherever a note
    may stand.
    """
    names = {path.relative_to(TORTURE).as_posix(): path for path in sorted(TORTURE.rglob("*.*"))}
    files = {name: path.read_text(encoding="utf-8") for name, path in names.items()}
    yield Shop(write(tmp_path_factory.mktemp("torture"), files))


@pytest.mark.slow
@pytest.mark.parametrize("size", [pytest.param(WIDE, marks=SLOW), SMALL])
def test_a_tortured_book_keeps_every_note_on_the_page_of_its_call(torture: Shop, size: str, tmp_path: Path) -> None:
    shop = torture.in_size(size)
    proof = shop.proof()
    check(shop, proof)
    check_bound(shop, proof, tmp_path / "book.pdf")
    assert sum(account.continued for account in proof.accounts) >= 1
