"""What must be printed of figures elsewhere than in the text: the captions of plates, and whose pictures are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from press.words.copy_files import CopyFile
from press.words.letters import CopyRun
from press.words.plain_figures import credited, parted
from press.words.plain_markdown import UnitNotes, read_plain
from press.words.plain_tables import Rows


def plate_runs(files: Iterable[CopyFile], credits: bool) -> Iterator[CopyRun]:
    """The captions of the plates of some files; `credits`: with what stands below them."""
    for file in files:
        for plate in parted(_rows(file))[1]:
            # as a figure of the text, for it is no plate any more where it is printed
            text = "\n".join(line.replace("at=plate", "").replace('at="plate"', "") for _, line in plate)
            yield read_plain(text, plate[0][0], UnitNotes(file.path, credits=credits), "plate")[0]


def credit_runs(files: Iterable[CopyFile]) -> Iterator[CopyRun]:
    """Whose each picture of some files is said to be."""
    for file in files:
        for line, said in credited(_rows(file)):
            yield read_plain(said, line, UnitNotes(file.path), "credit")[0]


def _rows(file: CopyFile) -> Rows:
    return list(enumerate(file.body.split("\n"), file.line))
