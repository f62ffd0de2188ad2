"""Where words may be divided: by the patterns of their language (pyphen), names never."""

from __future__ import annotations

import re
from functools import lru_cache

import pyphen

CAPITALISING = {"de", "lb"}
"""Languages in which a capital does not mean a name."""


@lru_cache(maxsize=64)
def _hyphenator(lang: str, left: int, right: int) -> pyphen.Pyphen | None:
    found = pyphen.language_fallback(lang)
    return pyphen.Pyphen(lang=found, left=left, right=right) if found else None


@lru_cache(maxsize=20_000)
def syllables(word: str, lang: str, limits: tuple[int, int, int]) -> tuple[int, ...]:
    """Before which letters (from 0) a word may be divided in a language (a BCP 47 tag); none in one without patterns.

    `limits`: letters of the word, before, and after, at least.
    """
    total, left, right = limits
    hyphenator = _hyphenator(lang, left, right)
    # A word may have an apostrophe; with a figure or a sign in it, it is a number, a date, an address.
    if hyphenator is None or len(word) < total or not word.replace("’", "").isalpha():
        return ()
    return tuple(int(at) for at in hyphenator.positions(word))


def divisible(word: str, names: frozenset[str]) -> bool:
    """Whether a word may be divided at all: not a name, nor what looks like one, nor what has a hyphen already."""
    bare = re.sub(r"[’']s?$", "", word)  # a name in the genitive is that name
    return not (bare in names or word in names or "-" in word) and word[1:].islower()


def looks_like_a_name(word: str, lang: str) -> bool:
    """Whether a word has a capital in a language that writes few but names with one."""
    return word[0].isupper() and lang.split("-", maxsplit=1)[0] not in CAPITALISING
