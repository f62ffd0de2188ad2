"""profiles/*.yaml → House: what a printing house asks of a file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from press.fields import POINTS, Between, Length, Reader, Written
from press.files import is_there, read_text
from press.prepress.rules import UNKNOWN_PROFILE
from press.problem import Faulty, Origin, Problem, did_you_mean, has_errors
from press.project import Project, shipped
from press.rules import NOT_A_TRIM


@dataclass(frozen=True, slots=True)
class MarginsRecord:
    """How near letters may come to the trim, in a book of so many pages or more."""

    from_: int
    inner: Length
    outer: Length
    top: Length
    bottom: Length


@dataclass(frozen=True, slots=True)
class PagesRecord:
    """How many pages a book may have, and of how many it must be a multiple."""

    multiple: Annotated[int, Between(1, 64, "pages")] = 1
    least: int = 1
    most: int = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """What a house asks for. `trim`: the sizes that it takes, none for any; `bleed`: on every side at least; `ink`: per
    cent of all inks together; `resolution` and `line_art` in dots to the inch; `hairline`: no rule thinner.
    """

    name: str
    bleed: Length
    marks: Literal["crop", "none", "either"]
    margins: tuple[MarginsRecord, ...]
    pages: PagesRecord
    ink: int
    pdfx: str
    resolution: int
    line_art: int
    hairline: Length
    black_text: bool
    trim: tuple[Written, ...] = ()
    origin: Origin = Origin("")

    def margins_for(self, pages: int) -> MarginsRecord | None:
        """The margins of a book of so many pages: the thicker it is, the more the fold takes."""
        fitting = [each for each in self.margins if each.from_ <= pages]
        return max(fitting, key=lambda each: each.from_, default=None)

    def sizes(self) -> tuple[tuple[float, float], ...]:
        """The trim sizes in points."""
        return tuple(size for each in self.trim if (size := size_of(each.text)))


def size_of(text: str) -> tuple[float, float] | None:
    """A width and a height as written, in points."""
    sides = [length for part in text.split() if (length := Length.read(part))]
    return (sides[0].points, sides[1].points) if len(sides) == 2 else None


def read_house(project: Project, name: str) -> House:
    """The profile `name` under `profiles/` of the book, or else of the press. Raises `Faulty`."""
    folders = (project.profiles, shipped() / "profiles")
    there = {each.stem: each for folder in reversed(folders) for each in sorted(folder.glob("*.yaml"))}
    if name not in there or not is_there(there[name]):
        hint = did_you_mean(name, there) or f"there are: {', '.join(sorted(there)) or 'none'}"
        raise Faulty([Problem(Origin(project.shown(project.profiles)), UNKNOWN_PROFILE, f'no profile "{name}"', hint)])
    path = there[name]
    reader = Reader(project.shown(path))
    house = reader.record(reader.compose(read_text(path, reader.path)), House)
    problems = list(reader.problems)
    for size in house.trim if house else ():
        if size_of(size.text) is None:
            hint = "write the width and the height: 5.5in 8.5in"
            problems.append(Problem(size.origin, NOT_A_TRIM, f'"{size.text}" is no trim size', hint))
    if house is None or has_errors(problems):
        raise Faulty(problems)
    return house


def in_millimetres(points: float) -> str:
    """A length as printers speak of it."""
    return f"{points / POINTS['mm']:.4g} mm"
