"""A folder of an author's files → Arrangement: each file a chapter or several, in the order of their names.

What the names say of parts: a sub-folder is one; where files are called `2-1-….md`, the first figure is their part, and
0 is what stands before all. A file that says of itself *Part One* opens a part, whatever its name.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from press.importing.structure.arrange import Arranger
from press.importing.structure.collection import Collection
from press.importing.structure.file_runs import FileRuns, runs_of
from press.importing.structure.outline import HeadedRun, Opens, closed, length_of
from press.importing.structure.titles import closes, is_unnumbered, label_of, stands_after, stands_before, without_label
from press.importing.typescript import Arrangement, Changed
from press.text import Heading, Inlines, Text, plain

FIGURES = re.compile(r"(?P<part>\d+)[-_.](?P<chapter>\d+)(?!\d)")
FIGURE = re.compile(r"(?P<part>\d+)(?!\d)")
NAMED = re.compile(r"(?:\d+[-_. ]+)*(?:_?index|readme|part|opening|divider)", re.IGNORECASE)
FIRST = re.compile(r"(?:\d+[-_. ]+)*0+(?:[-_. ].*)?")
"""Names of files that may be the divider of a part: by a word, or by being chapter 0."""
FRONT = re.compile(r"(?:\d+[-_. ]*)?(?:front(?:[-_ ]?matter)?|prelims?|preliminar(?:y|ies))", re.IGNORECASE)
BACK = re.compile(r"(?:\d+[-_. ]*)?(?:back(?:[-_ ]?matter)?|end[-_ ]?matter|appendi(?:x|ces))", re.IGNORECASE)
LONGEST_OPENING = 400
"""Words of a part's first file that may be those of its divider: more are a chapter."""


def recognise_folder(collection: Collection) -> Arrangement:
    """The files of a folder arranged as one book."""
    titles = Counter(file.title for file in collection.files if file.title)
    shared = frozenset(title for title, count in titles.items() if count > 1)
    starts = collection.places.starts
    files = [runs_of(file, start, shared) for file, start in zip(collection.files, starts, strict=True)]
    changed = [each for file in files for each in file.changed]
    arranger = Arranger(_in_parts(_by_kind(files, changed), changed))
    front, body, back = arranger.ordered()
    items = [item for file in files for item in file.items]
    # two files may have such a heading: what stands below the second is a piece like others
    openings = [file.before_items for file in files if file.before_items]
    authors = Counter(file.author for file in collection.files if file.author).most_common(1)
    author = authors[0][0] if authors and authors[0][1] * 2 > len(files) else ""
    return Arrangement(
        title=(Text(_title(collection.name)),),
        front=front,
        body=body,
        back=(*(each for each in openings[1:] if each.blocks), *back),
        items=tuple(items),
        before_items=openings[0] if openings else None,
        author=arranger.author or author,
        by_part=arranger.by_part,
        titles=tuple(each for file in files for each in file.titles),
        left=(*(each for file in files for each in file.left), *arranger.left),
        changed=(*changed, *arranger.changed),
        decide=(
            "The title of the book is the name of the folder; whether files that a book does not hold are among them.",
            *arranger.decide,
        ),
    )


def _title(name: str) -> str:
    words = re.sub(r"[-_ ]+", " ", name).strip()
    return words[:1].upper() + words[1:] or "Untitled"


def _by_kind(files: Sequence[FileRuns], changed: list[Changed]) -> list[FileRuns]:
    """The files in the order of their names, which says nothing where a name has no figure: there, by their titles."""
    if any(re.match(r"\d", file.stem) or file.folder for file in files):
        return list(files)

    def rank(file: FileRuns) -> int:
        if len(file.runs) != 1:
            return 2
        title = file.runs[0].title
        if stands_before(title):
            return 0
        if stands_after(title):
            return 4
        return 3 if closes(title) else 1 if is_unnumbered(title) else 2

    found = sorted(files, key=rank)
    if found != list(files):
        told = "no name of a file begins with a figure: what stands before or after the chapters does so by its title"
        changed.append(Changed(0, told, "likely"))
    return found


# --- parts ------------------------------------------------------------------------------------------------


def _in_parts(files: list[FileRuns], changed: list[Changed]) -> list[HeadedRun]:
    """All runs of the files, with those that open the parts of which the files' names speak."""
    if any(file.folder for file in files):
        return _by_folder(files)
    numbers = _part_numbers(files)
    if numbers:
        return _by_figure(files, numbers, changed)
    runs: list[HeadedRun] = []
    full = False  # whether the last part has its chapters in its own file: then those of others are not in it
    for file in files:
        opens = any(run.opens == "part" for run in file.runs)
        if opens:
            full = file.runs[-1].opens != "part"
            runs += file.runs
        else:
            runs += [_opening("outside", run) if full and run.opens == "chapter" else run for run in file.runs]
    return closed(runs)


def _opening(opens: Opens, run: HeadedRun) -> HeadedRun:
    return replace(run, opens=opens)


def _by_folder(files: list[FileRuns]) -> list[HeadedRun]:
    """The runs of a folder with sub-folders: each of these is a part, or what its name says."""
    runs: list[HeadedRun] = []
    seen: set[str] = set()
    for file in files:
        if not file.folder:
            runs += [_opening("outside", run) if run.opens == "chapter" else run for run in file.runs]
        elif FRONT.fullmatch(file.folder) or BACK.fullmatch(file.folder):
            opens: Opens = "front" if FRONT.fullmatch(file.folder) else "back"
            runs += [_opening(opens, run) for run in file.runs]
        elif file.folder in seen:
            runs += [_opening("chapter", run) if run.opens == "outside" else run for run in file.runs]
        else:
            seen.add(file.folder)
            alone = sum(each.folder == file.folder for each in files) == 1
            runs += _opened(_folder_title(file.folder), file, alone)
    return runs


def _folder_title(folder: str) -> Inlines:
    """The title that the name of a folder says: *02-youth*, *part-one-youth*, *Part 2. Youth*."""
    words = re.sub(r"[-_ ]+", " ", folder).strip()
    bare = words if label_of((Text(words),)) else re.sub(r"^(?:\d+[. ]+)+(?=\D)", "", words)
    if bare.isdecimal():
        return (Text(f"Part {int(bare)}"),)
    label = label_of((Text(bare.title()),))  # names have small letters
    if label and label.kind == "part" and not label.bare:
        return (Text(f"Part {label.number}: {bare[label.letters :][:1].upper()}{bare[label.letters + 1 :]}"),)
    return (Text(bare[:1].upper() + bare[1:]),)


def _opened(title: Inlines, file: FileRuns, alone: bool, numbered: bool = True) -> list[HeadedRun]:
    """The runs of a part's first file, with its opening: the file itself, if it is no more than the words of a divider.

    Where a part begins with a chapter of its own, such as `2-0-….md`, that is its first chapter: it has sections and
    notes, and stands with the others in a table of contents.
    """
    if not file.runs:  # a file of nothing but primary sources
        return [HeadedRun("part", title, (), file.start, numbered=numbered)]
    first, rest = file.runs[0], file.runs[1:]
    if any(run.opens == "part" for run in file.runs):
        return list(file.runs)
    short = length_of(first.blocks) <= LONGEST_OPENING and not any(isinstance(b, Heading) for b in first.blocks)
    same = plain(first.title).casefold() == plain(without_label(title)).casefold()
    # where nothing else says what the part is called, the heading of its chapter 0 does
    opens = NAMED.fullmatch(file.stem) or (FIRST.fullmatch(file.stem) and (first.from_name or same or not numbered))
    if opens and short and not rest and not alone:
        own = title if first.from_name or same else first.title
        return [replace(first, opens="part", title=own, numbered=numbered or not first.from_name)]
    opening = HeadedRun("part", title, (), first.place, numbered=numbered)
    return [opening, *(_opening("chapter", run) for run in file.runs)]


def _part_numbers(files: list[FileRuns]) -> dict[int, str]:
    """The figures that the names of files have for parts, each with the title that a heading in some file gives it."""
    named = [found for file in files if (found := FIGURES.match(file.stem))]
    groups = Counter(int(found["part"]) for found in named)
    parts = {number for number, count in groups.items() if number}
    # 01-01-youth.md, 01-02-age.md and no other first figure: the date of a draft, or a volume
    if len(parts) < 2 or max(groups.values()) < 2:
        return {}
    titles: dict[int, set[str]] = defaultdict(set)
    for file in files:
        for number, title in file.said:
            titles[number].add(title)
    said = {number: found.pop() for number, found in titles.items() if len(found) == 1}
    alone = {int(found["part"]) for file in files if (found := FIGURE.match(file.stem))}
    if parts <= set(said):  # some file lists them all: then a part may have one file, too
        parts |= alone & set(said)
        return {number: said[number] for number in sorted(parts)}
    return dict.fromkeys(sorted(parts), "")


def _by_figure(files: list[FileRuns], numbers: dict[int, str], changed: list[Changed]) -> list[HeadedRun]:
    """The runs of files whose names begin with the number of their part."""
    runs: list[HeadedRun] = []
    seen: set[int] = set()
    for file in files:
        found = FIGURE.match(file.stem)
        number = int(found["part"]) if found else -1
        if found is None or number not in numbers:
            before = 0 <= number < min(numbers) or (number < 0 and not seen)
            runs += [_opening("front" if before else "back", run) for run in file.runs]
        elif number in seen:
            runs += [_opening("chapter", run) for run in file.runs]
        else:
            seen.add(number)
            title = numbers[number]
            told = f'called "{title}", as a heading of the files says' if title else "without a title"
            changed.append(Changed(file.start, f"part {number}, by the first figure of the names, {told}", "likely"))
            alone = sum(bool(re.match(rf"{found[0]}(?!\d)", each.stem)) for each in files) == 1
            runs += _opened((Text(f"Part {number}{': ' * bool(title)}{title}"),), file, alone, bool(title))
    return runs
