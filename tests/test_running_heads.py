"""What stands in running heads: on each page what the style asks for, with its marks; what is too long is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Project
from leaves import HEAD, read_pages

from press import build as pipeline
from press.compose.compose import Composer, Section
from press.editing.blocks import parse_text
from press.fields import Written
from press.problem import Origin, Problem
from press.typesetting.furniture import Furniture
from press.typesetting.overlong import headless
from press.typesetting.paginate import Setting, said_on_pages

TIDE = "It went over at every tide, and came back with whoever stood on the other side. "
CHAPTER = f"""---
title: The *Lamplighter* of the Far Bank
short: {{short}}
---
{TIDE * 60}

## The slip and the *Lamplighter* {{{{#slip}}}}

{TIDE * 12}

## The sheds

{TIDE * 80}

## The mole {{{{short="The *long* mole"}}}}

{TIDE * 6}
"""


def furnished(project: Project) -> tuple[list[Setting], list[Furniture]]:
    """A book set, and its running heads."""
    from press.pdf.bind import furnish
    from press.store import Store
    from press.typesetting.settle import settle

    book, style, wording, _ = pipeline.prepare(project.project)
    store = Store(project.project.cache)
    with pipeline.set_up(project.project, book, style, wording, workers=1, store=store) as shop:
        proof = settle(shop, pipeline.silent)
        return list(proof.settings), furnish(shop, proof)


def book(tmp_path: Path, heads: str, short: str = "The *Lamplighter*") -> Project:
    """A book of one chapter with three sections, in a style whose running heads are these."""
    project = Project(tmp_path).small().write("manuscript/chapters/one.md", CHAPTER.format(short=short))
    return with_heads(project, heads) if heads else project


def words(setting: Setting) -> list[str]:
    return [head.words for head in said_on_pages(setting)]


STYLE = "styles/classic/style.yaml"
SHIPPED = "heads:\n  kinds: {documents: {verso: chapter, recto: section-last}}\n"


def with_heads(project: Project, heads: str) -> Project:
    """A project whose style has these running heads in the place of its own."""
    return project.mend(STYLE, SHIPPED, heads)


PART = "    - part: Lace\n      pieces: [chapters/02-the-crossing.md]\n"
SECTIONS = "heads: {verso: section-first, recto: section-last}\n"


def test_a_head_says_the_section_that_begins_on_the_page_the_first_on_versos_and_the_last_on_rectos(
    tmp_path: Path,
) -> None:
    chapter = furnished(book(tmp_path, SECTIONS))[0][0]
    said = words(chapter)
    pages = [page.anchors for page in chapter.fragment.pages]
    begun = next(n for n, anchors in enumerate(pages) if "slip" in anchors)
    assert set(said[:begun]) == {"The Lamplighter"}, "before the first section stands the chapter"
    both = {"slip", "h-one-2"} <= set(pages[begun])
    assert both, "two sections begin on one page"
    assert said[begun] == ("The slip and the Lamplighter" if begun % 2 else "The sheds")
    assert said[begun + 1] == "The sheds", "what goes on over a page stands there too"
    assert said[-1] == "The long mole", "a section has a short title of its own"


def test_marks_are_kept_and_a_head_without_any_is_set_as_a_string(tmp_path: Path) -> None:
    settings, heads = furnished(book(tmp_path, ""))
    head = said_on_pages(settings[0])[2]
    assert (head.html, head.words) == ("The <em>Lamplighter</em>", "The Lamplighter")
    assert {face.slant for face in heads[0].faces} == {0, 2}, "the italic, and within it the roman"


def test_a_head_without_marks_takes_the_place_of_one_with_them(tmp_path: Path) -> None:
    pages = read_pages(book(tmp_path, SECTIONS).make())[1:6]
    above = [[word.text for word in page.words if word.bottom < HEAD and not word.text.isdigit()] for page in pages]
    assert [" ".join(words) for words in above] == ["The Lamplighter", *["The sheds"] * 3, "The long mole"]


@pytest.mark.once
@pytest.mark.parametrize("said, who", [("verso", 1), ("recto", 0)])
def test_a_side_may_say_nothing(tmp_path: Path, said: str, who: int) -> None:
    setting = furnished(book(tmp_path, f"heads: {{{said}: none}}\n"))[0][0]
    assert not any(words(setting)[who::2])
    assert all(words(setting)[1 - who :: 2])


def test_a_head_too_long_names_the_key_that_shortens_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    long = "The Lamplighter of the Far Bank and of All the Slips and Sheds on Either Side of the Broad Water"
    project = book(tmp_path, SECTIONS, short=long)
    project.mend("manuscript/chapters/one.md", "## The sheds", f"## {long}, and of the mole")
    assert project.check(pages=True) == 0
    told = capsys.readouterr().err
    assert "one.md:3: warning: a running head takes more than one line" in told
    assert "give the piece a `short:` title" in told
    assert "one.md:11: warning: a running head takes more than one line" in told
    assert 'give the heading a short title: ## Title {short="…"}' in told


def test_short_titles_of_headings_are_kept_by_an_import(tmp_path: Path) -> None:
    chapter = '# {} {{short="{}"}}\n\nIt went over.\n\n## The *long* mole {{short="The mole"}}\n\nIt came back.\n\n'
    typescript = "# A Book\n\n" + chapter.format("The First Crossing", "First") + chapter.format("The Second", "Second")
    project = Project(tmp_path).write("typescript.md", typescript)
    assert project.take("typescript.md", "--into", "taken") == 0
    made = "\n".join(path.read_text(encoding="utf-8") for path in (tmp_path / "taken/chapters").glob("*.md"))
    assert made.count('## The *long* mole {short="The mole"}') == 2
    assert "short: First" in made
    assert "short: Second" in made


def composed(project: Project) -> dict[str, Section]:
    """The sections of a book, without their pages."""
    book, style, wording, _ = pipeline.prepare(project.project)
    composer = Composer(book, style, wording)
    return {piece.anchor: composer.compose(piece, {}, {}, ()) for piece in book.pieces}


def test_heads_may_be_of_parts_and_authors_and_differ_by_kind_of_piece(tmp_path: Path) -> None:
    heads = "heads:\n  verso: part\n  recto: author\n  kinds: {documents: {verso: chapter, recto: section-first}}\n"
    project = Project(tmp_path)
    with_heads(project, heads)
    project.mend("manuscript/book.yaml", "    - chapters/02-the-crossing.md\n", PART)
    found = composed(project)
    sides = {anchor: section.heads for anchor, section in found.items()}
    said = {anchor: tuple(side.first.words.replace("\u00a0", " ") for side in both) for anchor, both in sides.items()}
    assert said["ledger"] == ("The Ferry at Low Water", "R. M. Thwaite"), "of no part it is the book's title"
    assert said["crossing"] == ("Lace", "R. M. Thwaite"), "the book's author, where a chapter is not signed"
    verso, recto = found["documents"].heads
    assert verso.first.words == "Documents"
    assert [head.words.replace("\u00a0", " ") for _, head in recto.later] == ["Document 1. Ada Quill to Jonas Verrall"]


def test_a_kind_of_piece_that_there_is_not_has_no_heads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = book(tmp_path, "heads: {kinds: {chapters: {verso: none}}}\n")
    assert project.check() == 1
    assert 'no piece "chapters" has running heads [unknown-key]' in capsys.readouterr().err


@pytest.mark.parametrize(
    "heading, told",
    [
        ('## A\n\n### B {short="b"}', "short= is for a heading of the second level"),
        ('## A {short=""}', "short= says nothing"),
        ('## A {short="of *one* mole"}', ""),
        ('## A {#mole short="the \\"mole"}', "braces that mark nothing"),
    ],
)
def test_a_short_title_that_no_head_prints_is_told(heading: str, told: str) -> None:
    problems: list[Problem] = []
    parse_text(Written(heading, Origin("one.md", 1)), problems)
    assert told in " ".join(problem.message for problem in problems)
    assert bool(told) == bool(problems)


THREE = """- {id: dam, name: {family: Dam, given: Pia, particle: van}}
- {id: reeve, name: {family: Reeve, given: Tom}}
- {id: merrin, name: Merrin}
"""


def test_of_three_authors_a_head_has_the_surnames(tmp_path: Path) -> None:
    project = Project(tmp_path).write("manuscript/contributors.yaml", THREE)
    with_heads(project, "heads: {verso: author}\n")
    project.mend("manuscript/chapters/01-the-ledger.md", "title:", "authors: [dam, reeve, merrin]\ntitle:")
    project.mend("manuscript/chapters/02-the-crossing.md", "title:", "authors: [dam, reeve]\ntitle:")
    verso = {anchor: section.heads[0].first.words for anchor, section in composed(project).items()}
    assert verso["ledger"].replace("\u00a0", " ") == "van Dam, Reeve, and Merrin"
    assert verso["crossing"].replace("\u00a0", " ") == "Pia van Dam and Tom Reeve"


def test_a_page_without_the_head_that_others_of_its_side_have_is_looked_at(tmp_path: Path) -> None:
    settings, made = furnished(book(tmp_path, SECTIONS))
    pairs = list(zip(settings, made, strict=True))
    assert not list(headless(pairs))
    n = next(n for n, (setting, _) in enumerate(pairs) if setting.fragment.count > 5)
    setting, furniture = pairs[n]
    pairs[n] = (setting, replace(furniture, bare=(0, 3)))
    (found,) = headless(pairs)  # of the first page the style decides
    assert (found.rule.name, found.severity.value) == ("missing-head", "look")
    assert str(setting.folios[3]) in found.message
    pairs[n] = (setting, replace(furniture, bare=tuple(range(setting.fragment.count))))
    assert not list(headless(pairs))  # a style that has none


def test_a_year_at_the_head_of_a_page_is_a_running_head(tmp_path: Path) -> None:
    settings, made = furnished(book(tmp_path, SECTIONS).mend("manuscript/chapters/one.md", "## The sheds", "## 1916"))
    pairs = list(zip(settings, made, strict=True))
    assert {words(setting)[n] for setting, furniture in pairs for n in furniture.bare if n} == {"1916"}
    assert not list(headless(pairs))
