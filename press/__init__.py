"""A press for scholarly books: a manuscript of plain text and a style become a printed book.

The book's editor writes under `manuscript/`, its designer under `styles/`; the package turns the two into `dist/`.

    press.book       what a book consists of
    press.problem    what can be wrong with it, and where
    press.editing    manuscript → Book        read · parse · link · check
    press.printing   Book × Style → PDF       style · cite · index · compose · typeset · settle · bind
    press.build      the whole way, stage by stage
"""
