"""Rules of the book without pages: what the text for a screen has not of the printed book."""

from __future__ import annotations

from press.problem import Rule, Subject

# Whoever cites a book by its pages looks for each of them: a list that lacks one is told, though it stops nothing.
LOST_PAGE = Rule(
    "lost-page",
    Subject.LAYOUT,
    "a page of the printed book whose first words the text without pages has not",
    "the page list leaves it out; see what a template of the printed book puts at its head",
    example="where p. 45 of the printed book begins cannot be found",
)
NOT_OURS = Rule(
    "not-ours",
    Subject.MACHINE,
    "a file in the folder of a web edition that the press has not left there so",
    "move it away: the press overwrites only what is its own",
    example="dist/krivitsky-site/index.html: error: not as the press left it",
)
