"""A line of text → the sequences of capitals in it that may name somebody, with what stands around each.

Sequences are parted where a sentence ends, and freed of what begins one; titles before them are told and taken off.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from press.importing.names.lexicon import ARTICLES, PARTICLES, Lexicon, any_of, forenames

CAPITAL = r"[^\W\d_a-zß-öø-ÿ][^\W\d_]*(?:['’-][^\W\d_]+)*"
WITHIN = rf"(?:(?:[ae]l-|d['’]))?{CAPITAL}\.?"
SENTENCE_END = re.compile(r"(?:^|[.?!:…][\"'”’)»]*|[‘“\"(\[–—«„])\s*$")
INITIAL = re.compile(r"(?:[^\W\d_]\.(?:-?[^\W\d_]\.)*)")
NUMERAL = re.compile(r"[IVX]+\.?")
PARTICLE = re.compile(f"{PARTICLES}|{ARTICLES}")
SHORT = frozenset(
    [
        *(
            "dr",
            "mr",
            "mrs",
            "ms",
            "st",
            "ste",
            "prof",
            "gen",
            "col",
            "capt",
            "lt",
            "maj",
            "sgt",
            "rev",
            "hon",
            "sen",
            "rep",
        ),
        *("mgr", "m", "mm", "mme", "mlle", "me"),
    ]
)
"""Titles that end with a point."""
SUFFIX = frozenset({"Jr", "Jr.", "Sr", "Sr.", "II", "III", "IV"})
IN_A_PLACE = re.compile(
    r"\b(?:in|at|from|near|through|across|throughout|around|into|nach|aus|bei|à|dans) $", re.IGNORECASE
)
ELIDED = re.compile(r"(?<![\w'’])([LlDdQqJjNnSsCcMm]|[Qq]u)['’](?=\w)")


@dataclass(frozen=True, slots=True)
class NameRun:
    """A sequence of capitals, from where to where it stands; whether a title stands before it, one by which people
    are called by their forenames, or a word that makes a ship or a house of it; what such a one is `called` with it.
    """

    words: tuple[str, ...]
    start: int
    end: int
    titled: bool = False
    royal: bool = False
    vessel: bool = False
    called: str = ""


@dataclass(frozen=True, slots=True)
class PersonWords:
    """How the text of one language tells of persons."""

    lexicon: Lexicon
    small: Counter[str]
    run: re.Pattern[str]
    says: re.Pattern[str]
    spoken_of: re.Pattern[str]

    @classmethod
    def of(cls, lexicon: Lexicon, small: Counter[str]) -> PersonWords:
        """Those of a language; `small`: words that the text has in small letters, and how often."""
        between = rf",? (?:(?:{any_of(lexicon.auxiliaries)}) )*"
        says = [rf",? (?:{any_of(lexicon.relatives)})\b", rf"{between}(?:{any_of(lexicon.saying)})\b"]
        if lexicon.kin:
            says.append(rf"['’]s (?:{any_of(lexicon.kin | lexicon.belongings)})\b")
            says.append(rf",? (?:the|an?) (?i:{any_of(lexicon.callings | lexicon.titles)})\b")
        before = rf"\b(?:{any_of(lexicon.leading)}|according to)[,:]? $"
        # der, den and the like alone are particles where they are no articles, and else before Große
        bynames = "|".join(each.capitalize() for each in sorted(lexicon.epithets))
        alone = rf"(?:der|dem|den|des) (?=(?:{bynames})\b)" if lexicon.endings else rf"(?:{ARTICLES}) "
        small_words = rf"(?:(?:{PARTICLES}) (?:(?:{ARTICLES}|{PARTICLES}) ){{0,2}}|{alone})?"
        run = rf"(?<![\w'’-])(?<!\w\.)(?:Mc|Mac|O['’])?{CAPITAL}\.?(?: {small_words}{WITHIN})*"
        return cls(lexicon, small, re.compile(run), re.compile("|".join(says)), re.compile(before, re.IGNORECASE))


def elided(text: str) -> str:
    """French with a space behind what is elided: *l' empereur*, so that words are words."""
    return ELIDED.sub(r"\1' ", text)


def joined(words: tuple[str, ...]) -> str:
    """The words of a name as the text has them."""
    return re.sub(r"\b([Dd]['’]) ", r"\1", " ".join(words))


def name_runs(text: str, around: PersonWords) -> Iterator[NameRun]:
    """The sequences of a line."""
    for run in around.run.finditer(text):
        part: list[tuple[str, int, int]] = []
        tokens = [(t[0], run.start() + t.start(), run.start() + t.end()) for t in re.finditer(r"\S+", run[0])]
        for n, (word, start, _) in enumerate(tokens):
            stops = _stops(tokens, n, part, text, around)
            kept = word.removesuffix(".") if stops and word.endswith(".") and word not in SUFFIX else word
            part.append((kept, start, start + len(kept)))
            if stops:
                yield from _freed(part, text, around)
                part = []
        yield from _freed(part, text, around)


def _stops(
    tokens: list[tuple[str, int, int]], n: int, part: list[tuple[str, int, int]], text: str, around: PersonWords
) -> bool:
    """Whether a name ends with a word: a possessive, the end of a sentence, the number of a king."""
    word = tokens[n][0]
    if word.endswith(("'s", "’s")):  # Hoover's FBI is no name
        return True
    following = tokens[n + 1][0] if n + 1 < len(tokens) else ""
    if _before_body(following, tokens, n, around.lexicon):
        return True
    king = part and NUMERAL.fullmatch(word) and part[-1][0].lower() in forenames()
    if king and (_is_king(part, text, word, around) or following.lower() in forenames()):
        return not PARTICLE.fullmatch(following)
    if not word.endswith("."):
        return False
    bare = word.removesuffix(".").lower()
    if bare in SHORT and len(bare) > 1:
        return False
    if word in SUFFIX or not INITIAL.fullmatch(word):
        return True
    # an initial, unless what follows is the first word of a sentence
    return following.removesuffix(".").lower() in around.lexicon.nobody


def _before_body(following: str, tokens: list[tuple[str, int, int]], n: int, lexicon: Lexicon) -> bool:
    """Whether a particle follows that leads to what is no name: *Lüders vom Verein*."""
    after = next((word for word, _, _ in tokens[n + 1 :] if not PARTICLE.fullmatch(word)), "").rstrip(".").lower()
    bodies = lexicon.no_person | lexicon.bodies
    ends = any(after.endswith(each) and len(after) > len(each) for each in lexicon.endings)
    return bool(PARTICLE.fullmatch(following)) and (after in bodies - lexicon.surnames_too or ends)


def _is_king(part: list[tuple[str, int, int]], text: str, word: str, around: PersonWords) -> bool:
    """Whether a number behind a forename is that of a king: *V.* may be an initial."""
    if len(word.removesuffix(".")) > 1 or not word.endswith("."):
        return True
    before = text[max(0, part[0][1] - 30) : part[0][1]].split()
    return any(each.strip(",").lower() in around.lexicon.royal for each in (*before[-1:], part[0][0]))


def _freed(part: list[tuple[str, int, int]], text: str, around: PersonWords) -> Iterator[NameRun]:
    """The name in a part of a sequence, if there is one."""
    lexicon = around.lexicon
    last = _word_before(text, part[0][1]) if part else ""
    taken = ""
    titled, royal, vessel = last in lexicon.titles, last in lexicon.royal, last in lexicon.vessels - {"the"}
    while part:
        word, start, _ = part[0]
        bare = re.sub(r"(?:['’]s|\.)$", "", word.lower())
        begins = bool(SENTENCE_END.search(text[max(0, start - 6) : start]))
        more = len(part) > 1
        if bare in lexicon.royal and more:
            royal, taken = True, word
        elif bare in lexicon.vessels and more:
            vessel = True
        elif (
            (bare in lexicon.titles or bare in SHORT) and more and not (bare in forenames() and _goes_on(part, around))
        ):
            titled = True
        elif INITIAL.fullmatch(word) or not (_is_nobody(bare, lexicon) or (begins and _begins_only(bare, around))):
            break
        part = part[1:]
        while part and PARTICLE.fullmatch(part[0][0]):
            part = part[1:]
    part, cut = _from_forename(part, lexicon)
    part = _without_rest(part)
    if part and any(len(word.rstrip(".")) > 1 for word, _, _ in part):
        part = _with_byname(part, text, royal, lexicon)
        words = tuple(w if PARTICLE.fullmatch(w) else re.sub(r"['’](?:s)?$", "", w) for w, _, _ in part)
        title = f"{taken} " if royal and len(words) == 1 and taken else ""
        yield NameRun(words, part[0][1], part[-1][2], titled or cut, royal, vessel, title + words[0])


def _word_before(text: str, start: int) -> str:
    """The word right before a place, in small letters; nothing where a stop or a comma stands between."""
    found = re.search(r"([\w-]+)['’.]? ?[\"“«„]?$", text[max(0, start - 40) : start])
    if not found or (found[0].rstrip(' "“«„').endswith(".") and found[1].lower() not in SHORT):
        return ""
    return found[1].lower()


def _is_nobody(word: str, lexicon: Lexicon) -> bool:
    return word in lexicon.nobody or word in lexicon.titles or word in lexicon.royal


def _begins_only(word: str, around: PersonWords) -> bool:
    """Whether a word has its capital for beginning a sentence, for the text has it in small letters elsewhere."""
    return word in around.small and word not in forenames()


def _goes_on(part: list[tuple[str, int, int]], around: PersonWords) -> bool:
    """Whether what could be a title is a forename, for no other follows: *Dean Acheson*."""
    following = part[1][0].lower()
    return following not in forenames() and not INITIAL.fullmatch(part[1][0]) and following not in around.lexicon.titles


def _from_forename(part: list[tuple[str, int, int]], lexicon: Lexicon) -> tuple[list[tuple[str, int, int]], bool]:
    """The part from its first forename on, where offices and the like stand before it: *War Commissar Kliment …*."""
    firsts = [n for n, (word, _, _) in enumerate(part) if word.lower() in forenames()]
    if not firsts or not firsts[0] or firsts[0] == len(part) - 1:
        return part, False
    head = [word.lower() for word, _, _ in part[: firsts[0]]]
    offices = lexicon.titles | lexicon.no_person | lexicon.bodies | lexicon.nobody | lexicon.royal
    # in German every noun has a capital
    if all(word in offices for word in head) or (lexicon.endings and not any(INITIAL.fullmatch(w) for w, _, _ in part)):
        return part[firsts[0] :], all(word in offices for word in head)
    return part, False


def _without_rest(part: list[tuple[str, int, int]]) -> list[tuple[str, int, int]]:
    """Without a particle or a lone letter at the end, which nothing follows."""
    while part and (PARTICLE.fullmatch(part[-1][0]) or (len(part) > 1 and _is_lone(part[-1][0]))):
        part = part[:-1]
    return part


def _is_lone(word: str) -> bool:
    return bool(INITIAL.fullmatch(f"{word.removesuffix('.')}.")) and not NUMERAL.fullmatch(word)


def _with_byname(
    part: list[tuple[str, int, int]], text: str, royal: bool, lexicon: Lexicon
) -> list[tuple[str, int, int]]:
    """With *the Great*, and for those who have no surname *of Austria*."""
    end = part[-1][2]
    name = all(word.lower() in forenames() or NUMERAL.fullmatch(word) for word, _, _ in part)
    junior = re.compile(r",? ([JS]r)\b\.?").match(text, end)
    if junior and len(part) > 1:
        if junior[0].startswith(","):  # as the text has it
            part = [*part[:-1], (f"{part[-1][0]},", *part[-1][1:])]
        return [*part, (f"{junior[1]}." if junior[0].endswith(".") else junior[1], junior.start(1), junior.end())]
    found = re.compile(r" the ([A-Z][a-z-]+)\b").match(text, end) if name else None
    if found and found[1].lower() in lexicon.epithets:
        return [*part, ("the", end + 1, end + 4), (found[1], found.start(1), found.end())]
    found = re.compile(rf" of ({CAPITAL})").match(text, end) if name and royal else None
    if found:
        return [*part, ("of", end + 1, end + 3), (found[1], found.start(1), found.end())]
    return part
