"""Rules of slips that every typist makes, and no parser sees."""

from __future__ import annotations

from press.problem import Rule, Subject

DOUBLED_WORD = Rule(
    "doubled-word",
    Subject.TEXT,
    "a small word that stands twice",
    "take one out; where both are meant, say so in `looks.yaml`",
    example="kept the the boat",
)
SPACE_BEFORE_MARK = Rule(
    "space-before-mark",
    Subject.TEXT,
    "a space before a comma, a semicolon or a full stop",
    "take it out",
    authority="Chicago; New Hart’s Rules",
    example="to Flushing , with herrings",
)
NO_SPACE = Rule(
    "no-space",
    Subject.TEXT,
    "no space behind a comma, a semicolon or a full stop",
    "write it; or a backslash before a mark that is to stand so",
    example="with lace,and herrings",
)
