"""What the words of a heading say of it: a part, a chapter with its number, an appendix, a piece before or after."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from press.importing.tidy import tidy
from press.kinds import kind_named
from press.text import (
    Emphasis,
    Inline,
    Inlines,
    LineBreak,
    Note,
    SmallCaps,
    Strong,
    Subscript,
    Superscript,
    Text,
    plain,
)

CARDINALS = (
    "one two three four five six seven eight nine ten eleven twelve"
    " thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty"
)
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
WORDS = {word: n for words in (CARDINALS, ORDINALS) for n, word in enumerate(words.split(), 1)}
ROMAN = re.compile(r"(?=.)(?:c{0,3})(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})")
VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
NUMBER = rf"(?:\d{{1,3}}|[ivxlc]+|{'|'.join(WORDS)})"
POINTS = r"(?:\s*[.:|)]+\s*|\s+[–—-]+\s+|\s+)"
"""What may stand between a heading's number and its words."""
PART = re.compile(
    rf"(?:(?:part|book|teil|partie|parte|buch|livre|libro)\s+(?:the\s+)?(?P<after>{NUMBER})"
    rf"|(?:the\s+)?(?P<before>{'|'.join(ORDINALS.split())})\s+(?:part|book))(?:{POINTS}(?P<rest>\S.*))?[.:]?",
    re.IGNORECASE,
)
CHAPTER = re.compile(
    rf"(?:chapter|kapitel|chapitre|capítulo|capitolo)\s+(?P<after>{NUMBER})(?:{POINTS}(?P<rest>\S.*))?[.:]?",
    re.IGNORECASE,
)
# "1914 and After" begins with none; whether "12 Angry Men" does is seen by the titles before it
NUMBERED = re.compile(r"(?P<after>\d{1,2}|[IVXLC]+)(?:[.:)]|\s+[–—|]|(?<=\d)(?=\s))\s*(?P<rest>[^\W\d].*|[\"'“‘(].*)")
APPENDIX = re.compile(rf"(?:appendix|annex)(?:\s+(?P<after>[A-Z]|{NUMBER}))?(?:{POINTS}(?P<rest>\S.*))?", re.IGNORECASE)
KINDS = {
    "praise": r"(?:advance )?praise(?: for .*)?|endorsements",
    "dedication": r"dedication",
    "epigraph": r"epigraphs?",
    "foreword": r"foreword(?: (?:by|to) .*)?",
    "preface": r"preface(?: (?:by|to) .*)?",
    "acknowledgements": r"acknowledge?ments?",
    "translators-note": r"(?:a )?(?:translators?['’]?s?['’]? (?:note|preface)|note (?:by|from) the translators?)",
    "note": r"(?:a )?notes? (?:on|about) .*|(?:author|editor)s?['’]?s?['’]? note",
    "also-by": r"(?:also|other books|books) by .*",
    "glossary": r"glossary(?: of .*)?",
    "afterword": r"afterword(?: by .*)?",
}
"""Titles that say what a piece of prose is, by the kinds that its header names."""
FRONT = re.compile(r"(?:list of )?abbreviations|prologue|contributors|(?:notes on|list of) contributors", re.IGNORECASE)
BACK = re.compile(
    r"(?:(?:select |selected )?bibliography|references|works cited|(?:further|suggested) reading|sources|literature"
    r"|about the authors?|(?:foot|end)?notes|(?:notes on |list of )?contributors|index(?: of .*)?"
    r"|(?:list of )?abbreviations|chronology)",
    re.IGNORECASE,
)
BIBLIOGRAPHY = re.compile(r"(?:select |selected )?bibliography", re.IGNORECASE)
UNNUMBERED = re.compile(r"(?:general )?introduction|(?:general )?conclusions?|epilogue|prologue|coda", re.IGNORECASE)
"""Chapters of the body that have no number; what may stand behind a colon is their own title."""
CLOSING = re.compile(r"(?:general )?conclusions?|epilogue|coda", re.IGNORECASE)
CONTENTS = re.compile(r"(?:table of )?contents", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Label:
    """What stands before a title: what it is (`part`, `chapter`, `appendix`), its number, and how many letters it has.

    `letters` are those to be cut off; `bare` is a label without a title.
    """

    kind: str
    number: int
    letters: int
    bare: bool


def label_of(inlines: Inlines) -> Label | None:
    """The label of a heading, if it has one. A number alone before a title is that of a chapter, or of a section."""
    words = plain(inlines)
    for kind, pattern in (("part", PART), ("chapter", CHAPTER), ("appendix", APPENDIX), ("number", NUMBERED)):
        if found := pattern.fullmatch(words):
            said = next((found[name] for name in ("after", "before") if found.groupdict().get(name)), "")
            rest = found["rest"]
            letter = kind == "appendix" and len(said) == 1 and said.isalpha()
            number = ord(said.lower()) - ord("a") + 1 if letter else number_in(said)
            if said and not number:  # "Part mill": letters that make no number
                continue
            if rest and rest[0].islower():  # "Part 2 of the plan" goes on in the same sentence
                continue
            return Label(kind, number, found.start("rest") if rest else len(words), not rest)
    return None


def number_in(said: str) -> int:
    """A number in figures, in roman letters or in words; 0 where it is none."""
    said = said.lower()
    if said.isdecimal():
        return int(said)
    if said in WORDS:
        return WORDS[said]
    if not ROMAN.fullmatch(said):
        return 0
    values = [VALUES[letter] for letter in said]
    return sum(-value if value < max(values[n:], default=0) else value for n, value in enumerate(values))


def without_label(inlines: Inlines) -> Inlines:
    """A title without its label; where the label is all there is, the title as it is."""
    label = label_of(inlines)
    return inlines if label is None or label.bare else tidy(_cut(inlines, label.letters))


def marked_words(line: Inlines, words: str) -> Inlines:
    """The words as a line has them, with its marks; nothing if it does not have them, or has no marks.

    A mark over all of a line is how the author's program sets titles, and says nothing.
    """
    bare = tidy(tuple(_phrased(line)))
    while len(bare) == 1 and isinstance(only := bare[0], (Emphasis, Strong, SmallCaps)):
        bare = only.inlines
    said = plain(bare)
    at = said.find(words)
    if not words or at < 0:
        return ()
    return tidy(_begun(_cut(bare, at), len(words)))


def _phrased(line: Inlines) -> Iterator[Inline]:
    """A line with what may stand in the title of a book: words, italics, small capitals, raised and lowered ones."""
    for each in line:
        if isinstance(each, Text):
            yield each
        elif isinstance(each, LineBreak):
            yield Text(" ")
        elif isinstance(each, (Emphasis, SmallCaps, Superscript, Subscript)):
            yield replace(each, inlines=tuple(_phrased(each.inlines)))
        elif not isinstance(each, Note):
            yield from _phrased(getattr(each, "inlines", ()))


def _begun(inlines: Inlines, letters: int) -> Inlines:
    """The first letters of a line, within whatever marks they stand."""
    out: list[Inline] = []
    for inline in inlines:
        if letters <= 0:
            break
        length = len(plain((inline,)))
        if isinstance(inline, Text):
            out.append(Text(inline.text[:letters]))
        elif isinstance(inline, (Emphasis, Strong, SmallCaps, Superscript, Subscript)):
            out.append(replace(inline, inlines=_begun(inline.inlines, letters)))
        letters -= length
    return tuple(out)


def _cut(inlines: Inlines, letters: int) -> Inlines:
    """A line without its first letters, within whatever marks they stand."""
    out: list[Inline] = []
    for inline in inlines:
        length = len(plain((inline,)))
        if letters >= length:
            letters -= length
            out += [inline] if isinstance(inline, Note) else []  # no note is lost with the number that it stands behind
            continue
        if letters and isinstance(inline, Text):
            out.append(Text(inline.text[letters:]))
        elif letters and isinstance(inline, (Emphasis, Strong, SmallCaps, Superscript, Subscript)):
            out.append(replace(inline, inlines=_cut(inline.inlines, letters)))
        else:
            out.append(inline)
        letters = 0
    return tuple(out)


def bare_title(inlines: Inlines) -> str:
    """The words of a title, as those of `KINDS` and the others are written."""
    return plain(inlines).strip(" :.")


def kind_of(inlines: Inlines) -> str:
    """The kind of a piece of prose that a title says, or nothing."""
    words = bare_title(inlines)
    if (label := label_of(inlines)) and label.kind == "appendix":
        return "appendix"
    return next((kind for kind, words_ in KINDS.items() if re.fullmatch(words_, words, re.IGNORECASE)), "")


def stands_before(inlines: Inlines) -> bool:
    """Whether a piece of this title may stand before the chapters."""
    return bool(kind_named(kind_of(inlines)).front) or bool(FRONT.fullmatch(bare_title(inlines)))


def stands_after(inlines: Inlines) -> bool:
    """Whether a piece of this title may stand behind the chapters."""
    kinds = {"appendix", "glossary", "afterword", "acknowledgements", "also-by"}
    return kind_of(inlines) in kinds or bool(BACK.fullmatch(bare_title(inlines)))


def is_piece(inlines: Inlines) -> bool:
    """Whether a title is never that of a section: a foreword, an introduction, an appendix."""
    return bool(kind_of(inlines)) or is_unnumbered(inlines) or bool(BIBLIOGRAPHY.fullmatch(bare_title(inlines)))


def is_unnumbered(inlines: Inlines) -> bool:
    """Whether a chapter of this title has no number: an introduction, a conclusion."""
    head = re.split(r"[:.–—]\s", bare_title(inlines))[0]
    return bool(UNNUMBERED.fullmatch(head.strip()))


def closes(inlines: Inlines) -> bool:
    """Whether a chapter of this title ends a book, and so stands outside its last part."""
    return bool(CLOSING.fullmatch(re.split(r"[:.–—]\s", bare_title(inlines))[0].strip()))


def title_from_name(name: str) -> str:
    """What a file without a title is called: its name, without the figures that put it in its place."""
    stem = re.sub(r"\.\w+$", "", name.rpartition("/")[2])
    words = re.sub(r"[-_ ]+", " ", re.sub(r"^(?:\d+[-_. ]+)+(?=\D)", "", stem)).strip()
    return words[:1].upper() + words[1:] or "Untitled"
