"""`./go import --update`: the author's next version is merged with a manuscript that has been edited."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from typescripts import Imported, made_by_pandoc

from press import build as pipeline
from press.cli import import_file
from press.importing.merging.merged_text import merge_lines, merge_prose
from press.importing.merging.three_way import Came
from press.problem import Severity

FIRST = """\
---
title: The Salt Road
author: R. Thwaite
---
# The First Mile

Ada Quill walked out of Saltmarsh in 1903, and it was cold.

Jonas Verrall told her that the causeway was under water twice a day, and that nobody who had any sense would try to \
cross it by night.

The lamp was lit with paraffin, and she carried it in her left hand.

# The Second Mile

Ruth Pelham kept the ledger of the ferry, and wrote in it every day.

The bishop complained of the takings.[^1]

[^1]: He did so in May.

    And in June again.

# The Third Mile

Nobody came. The tide went out, and the boats lay on the mud until evening.

They waited for the harbour master, who had gone to Norwich.
"""
MILE = "manuscript/chapters/01-the-first-mile.md"
SECOND = "manuscript/chapters/02-the-second-mile.md"
THIRD = "manuscript/chapters/03-the-third-mile.md"


class Desk(Imported):
    """A manuscript made of the first version, to be edited and updated."""

    def __init__(self, top: Path, text: str = FIRST) -> None:
        super().__init__(top)
        assert self.accept(self.typescript("salt.md", text)) == 0

    def edit(self, path: str, old: str, new: str) -> Desk:
        text = self.read(path)
        assert old in text
        self.write(path, text.replace(old, new))
        return self

    def update(self, *changes: tuple[str, str], text: str = FIRST, dry: bool = False) -> int:
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        return import_file(self.project, self.typescript("salt.md", text), update=True, dry=dry)

    def standing(self) -> dict[str, bytes]:
        folder = self.top / "manuscript"
        found = (path for path in folder.rglob("*") if path.is_file() and ".import" not in path.parts)
        held = {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}
        return {name: content for name, content in held.items() if not name.startswith("import-report")}

    def errors(self) -> list[str]:
        _, problems = pipeline.edit(self.project)
        return [str(each) for each in problems if each.severity is Severity.ERROR]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


# --- what is taken, and what is kept -----------------------------------------------------------------


def test_what_the_author_has_changed_is_taken_and_what_was_edited_is_kept(desk: Desk) -> None:
    desk.edit(MILE, "in her left hand", "in her right hand").edit(SECOND, "every day", "each evening")
    assert desk.update(("it was cold", "it was bitterly cold"), ("Nobody came.", "Nobody came that day.")) == 0
    assert "it was bitterly cold" in desk.read(MILE)
    assert "in her right hand" in desk.read(MILE)
    assert "each evening" in desk.read(SECOND)
    assert "Nobody came that day." in desk.read(THIRD)
    assert desk.errors() == []


def test_other_words_of_one_paragraph_are_merged_and_told(desk: Desk, capsys: pytest.CaptureFixture) -> None:
    desk.edit(MILE, "Jonas Verrall told her", "Jonas Verrall told Ada Quill")
    assert desk.update(("would try to cross it", "would ever cross it")) == 0
    read = " ".join(desk.read(MILE).split())
    assert "Jonas Verrall told Ada Quill that the causeway" in read
    assert "would ever cross it by night" in read
    line = next(n for n, text in enumerate(desk.read(MILE).split("\n"), 1) if text.startswith("Jonas"))
    told = f"{MILE}: 1 with words of both; words of both stand together, see line {line}"
    assert told in capsys.readouterr().out


def test_the_same_file_again_changes_not_a_byte(desk: Desk) -> None:
    desk.edit(MILE, "in her left hand", "in her right hand").edit("manuscript/book.yaml", "slug: ", "# ours\nslug: ")
    before = desk.standing()
    assert desk.update() == 0
    assert desk.standing() == before


def test_an_update_works_again_and_again(desk: Desk) -> None:
    second = FIRST.replace("it was cold", "it was bitterly cold")
    assert desk.update(text=second) == 0
    desk.edit(MILE, "bitterly cold", "bitter")
    assert desk.update(("Nobody came.", "Nobody came that day."), text=second) == 0
    assert "it was bitter." in desk.read(MILE)
    assert "Nobody came that day." in desk.read(THIRD)
    third = second.replace("Nobody came.", "Nobody came that day.").replace("kept the ledger", "still kept the ledger")
    assert desk.update(text=third) == 0
    assert "still kept" in desk.read(SECOND)
    assert "it was bitter." in desk.read(MILE)


@pytest.mark.parametrize("suffix", ["docx", "odt"])
def test_files_of_word_processors_are_merged_too(suffix: str, tmp_path: Path) -> None:
    project = Imported(tmp_path)
    (tmp_path / "old").mkdir()
    (tmp_path / "new").mkdir()
    assert project.accept(made_by_pandoc(tmp_path / "old", suffix, FIRST)) == 0
    project.write(MILE, project.read(MILE).replace("in her left hand", "in her right hand"))
    later = made_by_pandoc(tmp_path / "new", suffix, FIRST.replace("it was cold", "it was *bitterly* cold"))
    assert project.accept(later, update=True) == 0
    assert "it was *bitterly* cold" in project.read(MILE)
    assert "in her right hand" in project.read(MILE)


# --- conflicts ------------------------------------------------------------------------------------------


def test_a_paragraph_changed_on_both_sides_stands_twice_and_is_told_by_line(
    desk: Desk, capsys: pytest.CaptureFixture
) -> None:
    desk.edit(MILE, "it was cold", "it froze")
    assert desk.update(("it was cold", "it was bitterly cold")) == 1
    text = desk.read(MILE)
    line = text.split("\n").index("<<<<<<< manuscript") + 1
    told = capsys.readouterr().err
    assert f'{MILE}:{line}: error: two wordings are left: "… in 1903, and it froze." in the manuscript' in told
    assert "it froze" in text
    assert "it was bitterly cold" in text
    assert [each for each in desk.errors() if "[conflict-left]" in each]
    assert len(desk.errors()) == 1


def test_conflicts_are_settled_before_the_next_update(desk: Desk, capsys: pytest.CaptureFixture) -> None:
    desk.edit(MILE, "it was cold", "it froze")
    second = FIRST.replace("it was cold", "it was bitterly cold")
    assert desk.update(text=second) == 1
    before = desk.standing()
    assert desk.update(text=second) == 1
    assert "[conflict-left]" in capsys.readouterr().err
    assert desk.standing() == before
    text = re.sub(r"<<<<<<< .*?\n(.*?)\|\|\|\|\|\|\| .*?>>>>>>> author\n", r"\1", desk.read(MILE), flags=re.DOTALL)
    desk.write(MILE, text)
    assert desk.update(text=second) == 0
    assert "it froze" in desk.read(MILE)
    assert desk.errors() == []


def test_a_conflict_in_a_record_and_in_a_header_is_told_by_line_too(desk: Desk, capsys: pytest.CaptureFixture) -> None:
    desk.edit("manuscript/book.yaml", "title: The Salt Road", "title: The Salt Way")
    desk.edit(MILE, "title: The First Mile", "title: The First Few Miles")
    assert (
        desk.update(("title: The Salt Road", "title: The Salted Road"), ("# The First Mile", "# The Very First Mile"))
        == 1
    )
    told = capsys.readouterr().err
    assert re.findall(r"^(\S+): error", told, re.MULTILINE) == ["manuscript/book.yaml:1", f"{MILE}:2"]


# --- pieces ----------------------------------------------------------------------------------------------


def test_a_new_chapter_is_put_into_the_book_and_others_keep_their_names(desk: Desk) -> None:
    new = "# A Mile Between\n\nIt was longer than the others, and nobody had measured it.\n\n# The Second Mile"
    assert desk.update(("# The Second Mile", new), ("# The Third Mile", "# The Last Mile")) == 0
    book = desk.read("manuscript/book.yaml")
    body = re.findall(r"chapters/[\w-]+\.md", book)
    assert body == [
        *("chapters/01-the-first-mile.md", "chapters/02-a-mile-between.md"),
        *("chapters/02-the-second-mile.md", "chapters/03-the-third-mile.md"),
    ]
    assert "title: The Last Mile\nid: the-third-mile" in desk.read(THIRD)
    assert desk.errors() == []


def test_a_chapter_that_the_editor_has_renamed_is_known_by_its_words(desk: Desk) -> None:
    text = desk.read(THIRD)
    desk.remove(THIRD)
    desk.write("manuscript/chapters/the-wait.md", text)
    desk.edit("manuscript/book.yaml", "chapters/03-the-third-mile.md", "chapters/the-wait.md")
    assert desk.update(("Nobody came.", "Nobody came that day.")) == 0
    assert "Nobody came that day." in desk.read("manuscript/chapters/the-wait.md")
    assert not (desk.top / THIRD).exists()
    assert desk.errors() == []


def test_a_chapter_taken_out_by_the_author_goes_and_stays_where_it_was_edited(
    desk: Desk, capsys: pytest.CaptureFixture
) -> None:
    shorter = FIRST[: FIRST.index("# The Second Mile")]
    desk.edit(THIRD, "until evening", "till evening")
    for _ in range(2):  # told as long as the two do not agree
        assert desk.update(text=shorter) == 0
        assert (
            f"{THIRD}: warning: taken out by the author, and edited here: it stays [import-stays]"
            in capsys.readouterr().err
        )
    assert not (desk.top / SECOND).exists()
    assert "till evening" in desk.read(THIRD)
    assert "03-the-third-mile" in desk.read("manuscript/book.yaml")
    assert "02-the-second-mile" not in desk.read("manuscript/book.yaml")
    assert desk.errors() == []


def test_a_paragraph_that_moves_is_moved_as_it_was_edited(desk: Desk) -> None:
    desk.edit(MILE, "in her left hand", "in her right hand")
    lamp = "The lamp was lit with paraffin, and she carried it in her left hand.\n\n"
    moved = FIRST.replace(lamp, "").replace("Ada Quill walked", f"{lamp}Ada Quill walked")
    assert desk.update(text=moved) == 0
    text = desk.read(MILE)
    assert text.index("in her right hand") < text.index("Ada Quill walked")
    assert "left hand" not in text


def test_notes_keep_their_labels_where_one_comes_before_them(desk: Desk) -> None:
    desk.edit(SECOND, "And in June again.", "And in July again.")
    note = "and wrote in it every day.[^0]\n\n[^0]: So she says.\n\n    And so do others."
    assert desk.update(("and wrote in it every day.", note)) == 0
    text = desk.read(SECOND)
    assert "of the takings.[^1]" in text
    assert "every day.[^2]" in text
    assert "[^1]: He did so in May.\n\n    And in July again." in text
    assert desk.errors() == []


# --- records -----------------------------------------------------------------------------------------------


def test_records_are_merged_key_by_key_and_remarks_and_order_stay(desk: Desk) -> None:
    people = desk.read("manuscript/people.yaml")
    assert "- id: quill" in people
    desk.edit("manuscript/people.yaml", "- id: quill", "# the ferrywoman\n- id: quill")
    desk.edit(
        "manuscript/people.yaml", "forms: [Ada Quill]", "forms: [Ada Quill, the ferrywoman]\n  gloss: of Saltmarsh"
    )
    more = "\n\nQuill said so, and Edward Gale said that Quill was right. Edward Gale knew.\n\n# The Second Mile"
    assert desk.update(("\n\n# The Second Mile", more)) == 0
    after = desk.read("manuscript/people.yaml")
    assert "# the ferrywoman\n- id: quill" in after
    assert "forms: [Ada Quill, the ferrywoman, Quill]" in after
    assert "gloss: of Saltmarsh" in after
    assert "- id: gale" in after
    assert desk.errors() == []


def test_a_person_taken_out_stays_out(desk: Desk) -> None:
    people = desk.read("manuscript/people.yaml")
    start = people.index("- id: pelham")
    end = people.find("\n- id:", start)
    desk.write("manuscript/people.yaml", people[:start] + (people[end + 1 :] if end > 0 else ""))
    assert desk.update(("Ruth Pelham kept", "Ruth Pelham still kept")) == 0
    assert "pelham" not in desk.read("manuscript/people.yaml")


def test_works_keep_their_keys_and_sections(desk: Desk) -> None:
    cited = "who had gone to Norwich.\n\nSee Ruth Pelham, *The Harbour* (Norwich: Wherry, 1962)."
    second = FIRST.replace("who had gone to Norwich.", cited)
    assert desk.update(text=second) == 0
    assert "- id: pelham-1962" in desk.read("manuscript/sources.yaml")
    desk.edit("manuscript/sources.yaml", "title: The Harbour", "title: The Harbour\n  section: printed")
    other = "it was cold.\n\nSee Ruth Pelham, *The Quay* (Norwich: Wherry, 1962)."
    assert desk.update(("it was cold.", other), text=second) == 0
    sources = desk.read("manuscript/sources.yaml")
    harbour, quay = sorted(re.split(r"\n(?=- id)", sources)[1:], key=lambda each: "Quay" in each)
    assert "- id: pelham-1962\n" in harbour
    assert "title: The Quay" in quay
    assert "section: printed" in quay
    assert "id: pelham-1962\n" not in quay


# --- pictures ----------------------------------------------------------------------------------------------


def picture(colour: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), colour).save(out, "PNG")
    return out.getvalue()


def test_pictures_keep_their_names_and_a_new_one_gets_its_own(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    for name, colour in (("a.png", "red"), ("b.png", "blue")):
        project.write(f"desk/{name}", picture(colour))
    text = "# One\n\nIt rose.\n\n![The quay](a.png)\n\nIt fell.\n"
    assert project.accept(project.typescript("tide.md", text)) == 0
    later = text.replace("It rose.", "![The lamp](b.png)\n\nIt rose.")
    assert project.accept(project.typescript("tide.md", later), update=True) == 0
    assert project.read("manuscript/chapters/01-one.md").count("figures/") == 2
    assert "![The quay](figures/figure-1.png)" in project.read("manuscript/chapters/01-one.md")
    assert (tmp_path / "manuscript/figures/figure-1.png").read_bytes() == picture("red")
    assert (tmp_path / "manuscript/figures/figure-2.png").read_bytes() == picture("blue")
    (tmp_path / "manuscript/figures/figure-1.png").write_bytes(picture("green"))
    project.write("desk/a.png", picture("yellow"))
    assert project.accept(project.typescript("tide.md", later), update=True) == 0
    assert (tmp_path / "manuscript/figures/figure-1.png").read_bytes() == picture("green")
    assert (tmp_path / "manuscript/figures/figure-1-author.png").read_bytes() == picture("yellow")


# --- what it is told by --------------------------------------------------------------------------------------


def test_without_what_the_first_import_wrote_only_records_are_added_and_that_is_said(
    desk: Desk, capsys: pytest.CaptureFixture
) -> None:
    desk.remove("manuscript/.import")
    before = desk.standing()
    assert desk.update(("it was cold", "it was bitterly cold")) == 0
    assert "only people and sources are added [import-kept]" in capsys.readouterr().err
    assert {n: c for n, c in desk.standing().items() if n.startswith("chapters/")} == {
        n: c for n, c in before.items() if n.startswith("chapters/")
    }


def test_the_version_that_was_imported_may_be_named_instead(desk: Desk) -> None:
    desk.remove("manuscript/.import")
    desk.edit(MILE, "in her left hand", "in her right hand")
    first = desk.typescript("first.md", FIRST)
    second = desk.typescript("salt.md", FIRST.replace("it was cold", "it was bitterly cold"))
    assert import_file(desk.project, second, since=first) == 0
    assert "it was bitterly cold" in desk.read(MILE)
    assert "in her right hand" in desk.read(MILE)
    assert (desk.top / "manuscript/.import/import.yaml").is_file()


def test_a_dry_run_tells_all_and_writes_nothing(desk: Desk, capsys: pytest.CaptureFixture) -> None:
    before = {path: path.read_bytes() for path in desk.top.rglob("*") if path.is_file()}
    text = FIRST.replace("it was cold", "it was bitterly cold")
    file = desk.typescript("salt.md", text)
    assert import_file(desk.project, file, update=True, dry=True) == 0
    assert f"{MILE}: 1 of the author's taken" in capsys.readouterr().out
    assert {path: path.read_bytes() for path in desk.top.rglob("*") if path.is_file()} == before | {file: text.encode()}


def test_errors_that_come_of_a_merge_are_counted(desk: Desk, capsys: pytest.CaptureFixture) -> None:
    desk.edit(SECOND, "The bishop complained of the takings.[^1]\n\n", "")
    assert desk.update(("He did so in May.", "He did so in March.")) == 1
    assert "1 error in what has come of it: press check --manuscript manuscript\n" in capsys.readouterr().err


def test_what_is_kept_is_no_part_of_the_book(desk: Desk) -> None:
    assert (desk.top / "manuscript/.import/chapters/01-the-first-mile.md").is_file()
    assert desk.errors() == []


def test_what_is_kept_and_spoilt_is_refused_by_name(desk: Desk, capsys: pytest.CaptureFixture) -> None:
    desk.write("manuscript/.import/import.yaml", "- nothing\n")
    before = desk.standing()
    assert desk.update(("it was cold", "it was bitterly cold")) == 1
    assert "manuscript/.import/import.yaml:1: error: " in capsys.readouterr().err
    assert desk.standing() == before


def test_an_update_that_fails_half_way_leaves_all_as_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    shorter = FIRST[: FIRST.index("# The Third Mile")].replace("it was cold", "it was bitterly cold")
    before = {path: path.read_bytes() for path in (desk.top / "manuscript").rglob("*") if path.is_file()}
    file = desk.typescript("salt.md", shorter)
    real, done = os.replace, []

    def stubborn(old: object, new: object, **how: object) -> None:
        done.append(new)
        if len(done) == 4:
            raise OSError(28, "No space left on device", str(new))
        real(old, new, **how)

    monkeypatch.setattr(os, "replace", stubborn)
    assert import_file(desk.project, file, update=True) == 1
    monkeypatch.undo()
    assert {path: path.read_bytes() for path in (desk.top / "manuscript").rglob("*") if path.is_file()} == before


TWO_INDEXES = r"""\documentclass{book}\begin{document}
\chapter{One}
The lamp was lit\index[places]{Saltmarsh} when the ferry came, and she stood there.

\chapter{Two}
Nobody came\index[places]{Oderberg} to the quay.
\end{document}
"""


def test_every_register_of_the_author_is_merged_and_not_that_of_subjects_alone(tmp_path: Path) -> None:
    desk = Imported(tmp_path)
    assert desk.accept(desk.typescript("salt.tex", TWO_INDEXES)) == 0
    second = TWO_INDEXES.replace("to the quay", r"to the quay\index[places]{Norwich}\index[ships]{Heron}")
    assert import_file(desk.project, desk.typescript("salt.tex", second), update=True) == 0
    assert {"Norwich", "Oderberg", "Saltmarsh"} <= set(
        re.findall(r"heading: (\w+)", desk.read("manuscript/places.yaml"))
    )
    assert "Heron" in desk.read("manuscript/ships.yaml")
    assert [str(each) for each in pipeline.edit(desk.project)[1] if each.severity is Severity.ERROR] == []


# --- the merge itself -----------------------------------------------------------------------------------------

WORDS = st.sampled_from("tide lamp quay ledger ferry nail oar bishop mud rope".split())
PARAGRAPH = st.lists(WORDS, min_size=3, max_size=25).map(" ".join)
BODY = st.lists(PARAGRAPH, min_size=1, max_size=8)


def file_of(paragraphs: list[str]) -> str:
    return "---\ntitle: One\nid: one\n---\n" + "\n\n".join(paragraphs) + "\n"


@given(BODY, BODY)
def test_where_nothing_was_edited_the_author_s_version_comes_of_it(one: list[str], other: list[str]) -> None:
    merged = merge_prose(file_of(one), file_of(one), file_of(other))
    assert merged.text == file_of(other)
    assert merged.came[Came.CONFLICT] == 0


def test_a_word_before_the_first_of_a_paragraph_has_a_space_behind_it() -> None:
    base = "Quill was opened at noon, and the lamp was lit in the autumn."
    ours, theirs = base.replace("the autumn", "late autumn"), f"Meanwhile {base}"
    merged = merge_prose(*(file_of([each]) for each in (base, ours, theirs)))
    assert merged.text == file_of([f"Meanwhile {ours}"])


@given(BODY, BODY, st.integers(0, 3))
def test_where_the_author_changed_nothing_every_byte_stays(one: list[str], other: list[str], blank: int) -> None:
    ours = file_of(other).replace("\n\n", "\n\n" + "\n" * blank) + "\n" * blank
    assert merge_prose(file_of(one), ours, file_of(one)).text == ours


@given(st.data())
def test_changes_of_other_paragraphs_are_all_there(data: st.DataObject) -> None:
    base = [f"Paragraph {n}: {data.draw(PARAGRAPH)}" for n in range(8)]
    who = [data.draw(st.sampled_from("-oat")) for _ in base]
    ours, theirs = list(base), list(base)
    for n, side in enumerate(who):
        if side != "-":
            (ours if side == "o" else theirs)[n] = f"Paragraph {n}: changed by {side}, {data.draw(PARAGRAPH)}"
    merged = merge_prose(file_of(base), file_of(ours), file_of(theirs))
    wanted = [ours[n] if side == "o" else theirs[n] for n, side in enumerate(who)]
    assert merged.came[Came.CONFLICT] == 0
    assert merged.text == file_of(wanted)


@given(BODY, BODY, BODY)
def test_of_any_three_versions_no_paragraph_that_one_side_wrote_is_lost(
    base: list[str], ours: list[str], theirs: list[str]
) -> None:
    merged = merge_prose(file_of(base), file_of(ours), file_of(theirs))
    if any(not set(side) - set(base) for side in (ours, theirs)) or merged.together:
        return
    for paragraph in (set(ours) | set(theirs)) - set(base):
        assert paragraph in merged.text


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "made"),
    [
        ("- one\n- two", "- one\n- two\n- ours", "- first\n- two", "- first\n- two\n- ours"),
        ("> a b c d e f g h", "> A b c d e f g h", "> a b c d e f g H", "> A b c d e f g H"),
        ("a b c d e f g h", "a b c d e f g h.", "[A]{.smallcaps} b c d e f g h", "[A]{.smallcaps} b c d e f g h."),
        ("a b c d e", "a b\nC d e", "a b c d e", "a b\nC d e"),
        ("a b c", "a B c", "a B c", "a B c"),
    ],
)
def test_changes_that_do_not_touch_are_merged(base: str, ours: str, theirs: str, made: str) -> None:
    merged = merge_prose(*map(file_of, ([base], [ours], [theirs])))
    assert merged.came[Came.CONFLICT] == 0
    assert merged.text == file_of([made])


@pytest.mark.parametrize(
    ("base", "ours", "theirs"),
    [
        ("a b c", "a B c", "a X c"),
        ("a b c d", "a B c d", "a b C d"),
        ("a b c d e f g h", "*a b c d e f g h*", "a b c d *e f g* h"),
        ("a b c d e f", "", "a b c d e F"),
        ("| a | b |\n| c | d |", "| a | B |\n| c | d |", "| a | X |\n| c | d |"),
    ],
)
def test_changes_that_touch_are_a_conflict_with_both_wordings(base: str, ours: str, theirs: str) -> None:
    merged = merge_prose(*map(file_of, ([base, "end"], [*filter(None, [ours]), "end"], [theirs, "end"])))
    assert merged.came[Came.CONFLICT] == 1
    assert ours in merged.text
    assert theirs in merged.text


def test_lines_of_a_list_are_added_by_both_sides() -> None:
    merged = merge_lines("a:\n  - x\n  - y\n", "a:\n  - x\n  - y\n  - ours\n", "a:\n  - theirs\n  - x\n  - y\n")
    assert merged.text == "a:\n  - theirs\n  - x\n  - y\n  - ours\n"


def test_windows_line_ends_stay(desk: Desk) -> None:
    path = desk.top / MILE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert desk.update(("it was cold", "it was bitterly cold")) == 0
    content = path.read_bytes()
    assert b"bitterly" in content
    assert content.count(b"\r\n") == content.count(b"\n")


def test_the_keys_of_a_header_are_merged_whatever_their_order() -> None:
    base = "---\nid: one\ntitle: One\nkind: foreword\n---\nText.\n"
    ours = "---\ntitle: The One\nid: one\nkind: foreword\n---\nText.\n"
    theirs = "---\nid: one\ntitle: One\nshort: 1\n---\nText.\n"
    assert merge_prose(base, ours, theirs).text == "---\ntitle: The One\nid: one\nshort: 1\n---\nText.\n"


def test_a_note_goes_with_the_words_that_call_it() -> None:
    base = file_of(["It rose.[^1]", "It fell.", "[^1]: So he says.\n\n    And she."])
    ours = base.replace("It rose.", "It rose at last.")
    theirs = file_of(["It fell."])
    merged = merge_prose(base, ours, theirs)
    assert merged.came[Came.CONFLICT] == 1
    assert "[^1]: So he says.\n\n    And she.\n" in merged.text


def test_a_note_of_several_paragraphs_is_merged_paragraph_by_paragraph_and_stays_whole() -> None:
    base = file_of(["It rose.[^1]", "[^1]: So he says.\n\n    And she."])
    ours = base.replace("And she.", "And she too.")
    theirs = base.replace("    And she.", "    And she.\n\n    And they.").replace("So he says", "So he said")
    merged = merge_prose(base, ours, theirs)
    assert merged.text.endswith("[^1]: So he said.\n\n    And she too.\n\n    And they.\n")
    gone = merge_prose(base, base.replace("And she.", "And she too."), file_of(["It rose."]))
    assert gone.text.count("[^1]:") == gone.came[Came.CONFLICT] * 2 == 2


def test_a_list_of_sources_that_comes_to_nothing_is_still_a_list(tmp_path: Path) -> None:
    text = "# One\n\nIt rose. See Ruth Pelham, *The Harbour* (Norwich: Wherry, 1962).\n"
    desk = Desk(tmp_path, text)
    assert "- id: pelham-1962" in desk.read("manuscript/sources.yaml")
    assert desk.update(text="# One\n\nIt rose.\n") == 0
    assert desk.read("manuscript/sources.yaml") == "references: []\n"
    assert desk.errors() == []


def test_documents_and_folders_of_files_are_merged_too(tmp_path: Path) -> None:
    project = Imported(tmp_path)
    chapter, letter = (
        "# One\n\nIt rose, and Ada Quill saw it.\n",
        "(1) Ada Quill, letter (3rd May, 1911)\n\nThe lamp is lit.",
    )
    project.typescript("book/1-one.md", chapter)
    file = project.typescript("book/2-letters.md", f"# Primary Sources\n\n{letter}\n")
    assert project.accept(file.parent) == 0
    (document,) = (tmp_path / "manuscript/documents").iterdir()
    name = f"manuscript/documents/{document.name}"
    project.write(name, project.read(name).replace("Rights not yet settled.", "In the public domain."))
    project.typescript("book/1-one.md", chapter.replace("saw it", "saw it again"))
    project.typescript("book/2-letters.md", f"# Primary Sources\n\n{letter.replace('is lit', 'was lit')}\n")
    project.typescript("book/1-zwei.md", "# Two\n\nIt fell.\n")
    assert project.accept(file.parent, update=True) == 0
    assert "In the public domain." in project.read(name)
    assert "The lamp was lit." in project.read(name)
    assert "saw it again" in project.chapters()
    assert "It fell." in project.chapters()
    assert project.check() == 0
