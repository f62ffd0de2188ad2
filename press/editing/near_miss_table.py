"""The table of what looks like a mark and is none, by how it looks in a text that has been parsed.

A character of the private use area stands for each that a backslash keeps (`KEPT`), and for what is no plain text:
where italics begin and end (`OPENS`, `CLOSES`), and anything else (`APART`).
"""

from __future__ import annotations

from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase

from press.editing.mark_rules import ALMOST_A_MARK, FOREIGN_MARK, IN_A_PARAGRAPH, STRAY_MARK, UNFINISHED
from press.editing.queries import JOINT
from press.editing.query_rules import BROKEN_QUERY
from press.problem import Rule, Severity

KEPT, OPENS, CLOSES, APART = "\ue000", "\ue001", "\ue002", "\ue003"
KEPT_OPENING, KEPT_CLOSING, ADDRESSED, BREAKS = "\ue004", "\ue005", "\ue006", "\ue007"
"""A bracket that a backslash keeps, a character of an address, and what begins a new line by the editor's wish."""
KEEP = "a backslash before it keeps it"


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A row of the table: what it looks like (a regular expression), and what is told of it; `{}` is what was found."""

    pattern: str
    rule: Rule
    what: str
    hint: str
    severity: Severity = Severity.ERROR


def _almost(pattern: str, what: str, hint: str) -> NearMiss:
    return NearMiss(pattern, ALMOST_A_MARK, what, hint)


def _foreign(pattern: str, what: str, hint: str = KEEP) -> NearMiss:
    return NearMiss(pattern, FOREIGN_MARK, what, hint)


def _stray(pattern: str, what: str, hint: str) -> NearMiss:
    return NearMiss(pattern, STRAY_MARK, what, hint)


TABLE_HINT = "below the head stands a row of --- for each column: | --- | --- |"
CAPTION_HINT = "a caption stands below its table; else write a paragraph"
DEFINITION_HINT = "a term is one line, right above it; a caption stands below its table"
VERSE_HINT = "a blank line stands before verse, and \\| keeps a bar in it; a table has a row of --- below its head"
ROMAN = r"(?:[ivxlcdm]{2,7}|[IVXLCDM]{2,7})"
SMALL = rf"(?:{'|'.join(f'{each}{{1,3}}' for each in ascii_lowercase)}|{ROMAN})"
LETTERS = rf"(?:{SMALL}|{'|'.join(f'{each}{{1,3}}' for each in ascii_uppercase)})"
CAPITAL = r"[A-Z]\.(?=[ \t]{2})"
NUMBERED = rf"(?:\((?:{LETTERS}|\d{{1,2}})\)|{LETTERS}\)|{SMALL}\.(?![ \t]+(?:\d|[a-z]\.))|{CAPITAL})"
ITEM = rf"{NUMBERED}[ \t]+(?=\S)"
"""What begins like an item; not c. 1890, nor i. e."""
POINTED = rf"\(?(?:\d{{1,3}}|{LETTERS})\.\)[ \t]+(?=\S)"
STARTS = (
    _almost(r"^\|.*\|[ \t]*(?:\n\|.*)*$", 'rows that make no table: "{}"', TABLE_HINT),
    _almost(
        r"^[^|\n]*[^|\s] \| [^|\s].*(?:\n[^|\n]*[^|\s] \| [^|\s].*)+$", 'rows that make no table: "{}"', TABLE_HINT
    ),
    _almost(r"^\|(?:(?=\s|$).*(?:\n\|.*)*|.*(?:\n\|.*)+)$", 'lines that make no verse: "{}"', VERSE_HINT),
    _almost(r"^[+±][-–—=:+±]{3,}$", "the rule of a grid table, and no table", "below it stand its rows: | … |"),
    _almost(r"\A[Tt]able:\s.*", 'the caption of no table: "{}"', CAPTION_HINT),
    _foreign(r"^[:~][ \t]+\S.*", 'a definition of no term, or the caption of no table: "{}"', DEFINITION_HINT),
    _foreign(r"^(?:!!!|\?\?\?)\s.*", 'an admonition: "{}"', "write a paragraph"),
    _foreign(r"^(?:[<>]{7}|={7}|\|{7})(?:\s.*)?$", "a mark of two versions that were merged", "choose one"),
    _foreign(r"^#\.\s.*", 'an item of Pandoc\'s lists: "{}"', "a blank line stands before a list"),
    _foreign(r"^\(@\w*\)\s.*", 'an item of Pandoc\'s lists: "{}"', "number it by hand, and go on with its number: (3)"),
    _foreign(r"\A\[[ xX]\]\s.*", 'a box to tick: "{}"', "write the item without it"),
    _foreign(r"^\[TOC\]", "a table of contents", "ask for one in book.yaml: contents"),
    _foreign(r"^[•◦▪●‣∙]\s.*", 'a bullet that makes no item: "{}"', "begin the item with a hyphen and a space"),
    _almost(
        rf"(?:\A|^(?=.*\n{POINTED})){POINTED}.{{,20}}",
        'a number with a point and a bracket makes no item: "{}"',
        "write 1. or 1); 1\\.) keeps the mark",
    ),
    _almost(r"^#+(?!#|\d).*", 'a heading that is none: "{}"', "write ## and a space before its words"),
    _almost(r"^#{2,}\d.*", 'a heading that is none: "{}"', "write ## and a space before its words"),
    _almost(r"^:{3,}.*", 'colons that begin no block: "{}"', "they stand on a line of their own: ::: {person=some-id}"),
    NearMiss(
        rf"(?<!\S)\d{{1,9}}[.)]\s[^\n]{{,200}}(?<!{BREAKS})\n\d{{1,9}}[.)]\s.*$",
        IN_A_PARAGRAPH,
        'lines within a paragraph that begin like items: "{}"',
        "leave a blank line before a list that goes on, and before each paragraph",
    ),
    NearMiss(
        rf"(?:(?<=\n)|\A(?=\(?{ROMAN}[.)])){ITEM}[^\n]{{,200}}(?<!{BREAKS})\n{ITEM}.{{,20}}",
        IN_A_PARAGRAPH,
        'lines within a paragraph that begin like items: "{}"',
        "leave a blank line before a list; or keep the marks by backslashes: \\(a)",
        Severity.WARNING,
    ),
    NearMiss(
        rf"(?<=[.:;!?…”’{APART}{CLOSES}]\n)\d{{1,4}}[.)]\s.{{,20}}",
        IN_A_PARAGRAPH,
        'a line within a paragraph that begins like an item: "{}"',
        "leave a blank line before a list or a paragraph",
        Severity.WARNING,
    ),
)
"""What is seen at the head of a line only."""
BRACES = (
    _foreign(r"\{(?:\+\+|--|–|—|~~)[^}]*\}?", 'a mark of a reviewer\'s: "{}"', "accept the change, or take it out"),
    _foreign(r"\{\{.*?(?:\}\}|$)|\{%.*?(?:%\}|$)", 'a mark of a template\'s: "{}"', KEEP),
    _almost(r"\]\s+\{[^{}]*\}?", 'braces that a space parts from their words: "{}"', "write [words]{person=some-id}"),
    _almost(r"\]\{[A-Za-z][\w-]*\}", 'a class without its point: "{}"', "write [words]{.smallcaps}"),
    _almost(r"@\{[^{}]*\}?", 'a key in braces: "{}"', "write [@key, 45]"),
    _stray(r"\{[^{}]*\}?|\}", 'braces that mark nothing: "{}"', "write [words]{person=some-id}; \\{ keeps a brace"),
)
"""Braces of every kind; in a citation they hold a locator."""
ANYWHERE = (
    NearMiss(
        JOINT, BROKEN_QUERY, "a query over the end of a line that is one by itself", "write the query on one line"
    ),
    _almost(rf"{ADDRESSED}<\S*", 'an address that "<" cuts off: "{}"', "write %3C for < and %3E for >"),
    _almost(r"!\[[^\]]*\]\([^)]*\)?", 'a picture that cannot be read: "{}"', "a name with a space stands in < and >"),
    _foreign(r"\[\[[^\[\]]*\]\]", 'a link of a wiki: "{}"', "write [words](#id)"),
    _almost(rf"\]\s+\((?:#|{ADDRESSED}|\S+\.\w{{2,4}}\))[^)]*\)?", 'a space in a link: "{}"', "write [words](#id)"),
    _almost(r"\]\([^)]*\)?", 'a link that cannot be read: "{}"', "no blank stands in an address: write %20"),
    _almost(r"\[[^\[\]]*(?<![\w.])@(?![\w{])[^\[\]]*\]", 'a citation without its key: "{}"', "write [@key, 45]"),
    _foreign(r"\[/[A-Za-z]+\]", 'a mark of a forum\'s: "{}"', KEEP),
    _almost(r"(?<!\])\(#[A-Za-z][\w-]*\)", 'a reference without its brackets: "{}"', "write [](#id) or [words](#id)"),
    _almost(r"\[#[\w-]+\]", 'a reference without its parentheses: "{}"', "write [](#id) or [words](#id)"),
    _almost(r"\[\d{1,3}\]", 'a number in brackets calls no note: "{}"', "write [^1], and the note apart; or ^[a note]"),
    _almost(r"\[\s*\^[^\]\n]*\]?", 'no call of a note: "{}"', "write [^name], and the note apart; or ^[a note]"),
    _almost(
        r"(?<=[.,;:!?”’\w])\[(?=[A-Z])[^\[\]]*\s[^\[\]]*[.!?]\]",
        'brackets right behind a word call no note: "{}"',
        "write ^[a note]; or a space before the bracket",
    ),
    _almost(r"\[\s*\]\(?", "brackets with nothing in them", "give them words, or take them out"),
    _almost(
        r"\[[^\[\]]*\]\[[^\[\]]*\]", 'a link without its address: "{}"', "write [words](https://…) or [words](#id)"
    ),
    _almost(r"\^\s+\[", "a space in the mark of a note", "write ^[a note]"),
    _almost(r"(?<![\w\s])@(?=\w)\S*", 'a citation without its brackets: "{}"', "write [@key, 45]"),
    _almost(r"(?<!\S)#{2,}(?=[^\W\d_])\S*", 'a heading within a line: "{}"', "it begins a line: ## and a space"),
    _almost(
        r":{3,}(?:\s*\{[^{}]*\})?",
        'colons within a line: "{}"',
        "they stand on a line of their own: ::: {person=some-id}",
    ),
    _almost(
        r"(?<=[.,;:!?”’)])[¹²³⁰⁴-⁹]+",
        'a number that calls no note: "{}"',
        "write [^1], and the note apart; or ^[a note]",
    ),
    _stray(
        r"\^", 'a circumflex that marks nothing: "{}"', "x^2^ is raised, a\\ b a space in it; \\^ keeps the character"
    ),
    _stray(
        r"~{2,}[^~\n]{,30}", 'words struck out without an end, or tildes: "{}"', "~~struck out~~; \\~ keeps a tilde"
    ),
    _stray(
        r"(?<=\w)~[^~\n]{,30}\s[^~\n]{,30}(?<=\S)~",
        'a space in what is lowered: "{}"',
        "write x~a\\ b~; \\~ keeps a tilde",
    ),
    _foreign(
        r"(?:(?<=[^\W\d_])|(?<=\.))~(?=\w)",
        'a tie of TeX\'s: "{}"',
        "what is lowered ends with another: H~2~O; a space that does not break is the character U+00A0",
    ),
    _foreign(
        r"(?<![\w+])\+\+(?=[^\s+])[^+]{1,80}(?<=\S)\+\+(?![\w+])", 'words marked as put in: "{}"', "take the marks out"
    ),
    _foreign(
        rf"(?<![\w:/{ADDRESSED}])//(?=[^\s/])[^/{ADDRESSED}]{{1,80}}(?<=\S)//(?![\w/])",
        'italics of a wiki: "{}"',
        "*italic*; \\/ keeps a stroke",
    ),
    _foreign(r"={2,}(?:(?=\S)[^=]+={2,})?", 'a highlight, or equals signs: "{}"', KEEP),
    _foreign(
        r"\${2,}|\$(?=[^\s$])(?:[^$\n]|\n(?!\n))*(?<=\S)\$(?!\d)", 'a formula: "{}"', "\\$ is the sign of a dollar"
    ),
    _foreign(r"(?<![\w:]):[a-z][a-z0-9_+-]*:(?![\w:])", 'an emoji by its name: "{}"', KEEP),
    _foreign(
        r"\\[A-Za-z]+\*?(?:\{[^}]*\}|\[[^\]]*\])*",
        'a command of TeX\'s, or a backslash: "{}"',
        "\\\\ keeps a backslash",
    ),
    _stray(r"\\", 'a backslash that keeps nothing: "{}"', "\\\\ keeps it; at the end of a line it begins a new one"),
    _stray(r"`+[^`\s]*", 'a backtick: "{}"', "quotation marks are ' and \"; \\` keeps the character"),
    _foreign(r"&(?:#\w+|[A-Za-z]\w+);", 'a character by a name that nobody knows: "{}"', "write the character"),
    _foreign(
        r"<\s*/?\s*(?:br|hr|em|strong|su[bp]|span|div)\s*/?\s*>|</?[pibu]\s*/?>|<!-|(?<![\w<])<(?=/?[A-Za-z])",
        'a tag that is none: "{}"',
        KEEP,
    ),
    _almost(r"<{2,}|>{2,}", 'marks of quotation typed as "{}"', "write « and »"),
    _stray(
        rf"{OPENS}[,.;:)]\s|(?<=[(\[]){CLOSES}",
        'italics that begin with a stop, or end behind a bracket, perhaps by accident: "{}"',
        "\\* keeps an asterisk that is none of a pair",
    ),
    _stray(
        rf"(?<=[^\W_]){OPENS}[^{OPENS}{CLOSES}]*\s[^{OPENS}{CLOSES}]*{CLOSES}",
        "italics that begin within a word, perhaps by accident",
        "\\* keeps an asterisk that is none of a pair",
    ),
    _stray(
        r"\*+",
        'an asterisk that pairs with nothing: "{}"',
        "*italic* has no space within its marks; \\* keeps an asterisk",
    ),
    _stray(
        r"(?<![^\W_])(?<!_)_{1,2}(?=[^\W_])|(?<=[^\W_])_{1,2}(?![^\W_])(?!_)",
        'an underscore that pairs with nothing: "{}"',
        "_italic_ has no space within its marks; \\_ keeps an underscore",
    ),
)
"""What is seen wherever it stands; of two rows that begin at one place the first is told."""
LEFT_FOR_LATER = NearMiss(
    r"\b(?:TODO|FIXME|TBD|TKTK|TK)\b|(?<![\w?])\?{3,}|X{4,}"
    r"|\[(?:(?:check|verify|confirm|insert|add)\b[^\[\]]*|(?:citation|source|page) needed|(?:source|page|ref)\?)\]",
    UNFINISHED,
    'something left for later: "{}"',
    "finish it",
    Severity.WARNING,
)
"""What is seen wherever it stands, in words without any sign too."""
UNPAIRED = _stray("", 'a bracket without its other: "{}"', "close it; \\[ and \\] keep a bracket")
