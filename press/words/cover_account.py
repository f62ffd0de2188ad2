"""The account of words of the cover: do back, spine and front say what `book.yaml` has, once, each on its own face?

Where a word stands is known to a point, and so what reaches off its face is not printed: it would go round the edge of
the spine, or be trimmed off.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from press.prepress.wrap import Wrap
from press.problem import Origin, Problem, in_order
from press.project import Project
from press.style.style import Style
from press.words.compare import FoundText, Miss
from press.words.copytext import Copyist
from press.words.letters import CopyPiece
from press.words.piece_account import FoundPiece, lost_words, words_amiss
from press.words.proof import PrintedPage, Rectangle, Typed, read_pages

NOT_ON_COVER = {
    "publisher, place and ISBN": "a style may put them where it likes; the bars are proved by the preflight",
    "the spine of a book that is too thin for its title": "it bears none, and that is warned of",
    "how near to an edge words stand": "the rule cover-overfull tells",
}
"""Of what no account is kept on a cover, and why."""
OVER = 2.0
"""Points by which letters may reach over the edge of their face: the swash of an italic."""


def account_for_cover(
    project: Project, style: Style, cover: bytes, wrap: Wrap, spine_title: bool
) -> tuple[Problem, ...]:
    """All that is wrong with the words of a cover of these measures; `spine_title`: the spine bears a title."""
    page = read_pages(cover)[0]
    problems: list[Problem] = []
    for piece in _asked(project, style, wrap):
        if piece.kind != "spine" or spine_title:
            problems += _face_problems(piece, page, _faces(wrap)[piece.kind])
    return in_order(problems)


def _asked(project: Project, style: Style, wrap: Wrap) -> Iterator[CopyPiece]:
    """What back, spine and front must say; of a jacket the flaps in the place of the back."""
    copyist = Copyist(project, style)
    origin = Origin(copyist.shown("book.yaml"))
    name = copyist.contributors.authors() or copyist.contributors.editors()
    if wrap.flap:
        yield CopyPiece("front flap", origin, tuple(copyist.texts("cover", "blurb")))
        yield CopyPiece("back flap", origin, tuple(copyist.texts("cover", "about")))
    else:
        yield CopyPiece("back", origin, tuple(copyist.texts("cover", "blurb", "about")))
    yield CopyPiece("spine", origin, (*name, *copyist.fields("title")))
    yield CopyPiece("front", origin, (*copyist.fields("title", "subtitle"), *name))


def _faces(wrap: Wrap) -> Mapping[str, Rectangle]:
    """Where each face stands on the flat sheet."""
    width, height = wrap.size
    return {
        "back flap": (0, 0, wrap.flap, height),
        "back": (wrap.back_left, 0, wrap.back_left + wrap.width, height),
        "spine": (wrap.spine_left, 0, wrap.spine_left + wrap.spine, height),
        "front": (wrap.front_left, 0, wrap.front_flap_left, height),
        "front flap": (wrap.front_flap_left, 0, width, height),
    }


def _face_problems(piece: CopyPiece, page: PrintedPage, face: Rectangle) -> Iterator[Problem]:
    text = FoundText()
    seen = [typed for typed in page.typed if _stands_on(typed, face)]
    for typed in seen:
        text.add(1, typed)
    hidden = "".join(typed.letters for typed in (*page.unseen, *page.typed) if typed not in seen)
    found = FoundPiece(
        text=text,
        notes=(),
        entries={},
        number_at=lambda at: "",
        place=lambda at: f" on the {piece.kind}",
        unseen=hidden,
    )
    yield from words_amiss(piece, found, {})
    yield from _doubled(piece, seen)


def _doubled(piece: CopyPiece, seen: Sequence[Typed]) -> Iterator[Problem]:
    """A title or name that stands twice as a line of its own: too short to be missed by a comparison of texts."""
    runs = ["".join(word.letters for word in run.words) for run in piece.runs]
    for run, letters in zip(piece.runs, runs, strict=True):
        if sum(typed.letters == letters for typed in seen) > runs.count(letters):
            yield lost_words(run, Miss("doubled", 0, len(run.words), 0), f" on the {piece.kind}")


def _stands_on(typed: Typed, face: Rectangle) -> bool:
    """Whether something typed stands on a face and reaches nowhere else."""
    left, lower, right, upper = typed.box
    within = face[0] - OVER <= left and right <= face[2] + OVER
    return within and face[1] - OVER <= lower and upper <= face[3] + OVER
