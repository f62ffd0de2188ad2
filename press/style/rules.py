"""Rules of a style: its record, its fonts, its templates, and the characters that its type has."""

from __future__ import annotations

from press.problem import Rule, Subject

UNKNOWN_STYLE = Rule(
    "unknown-style",
    Subject.STYLES,
    "no such style, or one that is not for paper",
    "mend `style:` or `based_on:`",
    example="style: clasic",
)
UNKNOWN_LIBRARY = Rule(
    "unknown-style-package",
    Subject.STYLES,
    "a package or a folder of styles that `styles:` of book.yaml names, and that is not there",
    "install the package, or mend the path, which leads from book.yaml",
    example='no package "acme-house-styles" is installed',
)
NO_STYLES_WITHIN = Rule(
    "no-styles",
    Subject.STYLES,
    "a package or a folder that `styles:` of book.yaml names has no styles in it",
    "name the folder in which those of its styles stand",
    example='"./figures" has neither a folder with a style.yaml nor a citations/*.csl',
)
NOT_WHOLE = Rule(
    "not-whole",
    Subject.MACHINE,
    "the press has been installed without the styles, or profiles, that come with it",
    "install it anew, from its checkout or its wheel",
    example="the press has been installed without its styles",
)
CIRCULAR_STYLE = Rule(
    "circular-style",
    Subject.STYLES,
    "a style that is based on itself",
    "mend `based_on:`",
    example='"classic" is based on itself',
)
UNKNOWN_CITATION_STYLE = Rule(
    "unknown-citation-style",
    Subject.STYLES,
    "no such file in `citations/` of the book's styles, of those that `styles:` names, or of the press's",
    "mend `citations:`, or add the CSL file",
    authority="CSL",
    example="citations: mrha",
)
BAD_CSL = Rule(
    "csl",
    Subject.STYLES,
    "a citation style that is no CSL, only names another, or calls a macro that it has not, or in a circle",
    "mend it, or take it anew from where it came",
    authority="CSL 1.0.2",
    example='<text macro="works"/>',
)
UNKNOWN_FONT = Rule(
    "unknown-font",
    Subject.STYLES,
    "a family that no package brings",
    "add its `fontpkg-…` to `pyproject.toml`",
    example="fonts: [EB Garamond, Papyrus]",
)
MISSING_FEATURE = Rule(
    "missing-feature",
    Subject.STYLES,
    "small capitals, old-style, superior or inferior figures asked of type that has none",
    "ask for something else in the sheet, or name other type in `fonts:`",
    authority="OpenType",
    example="EB Garamond has no old-style figures (onum), which the sheets ask for",
)
BAD_TEMPLATE = Rule(
    "template",
    Subject.STYLES,
    "a template that fails",
    "mend it on the line named",
    authority="Jinja",
    example="{{ macros.opening(title }}",
)
MISSING_TEMPLATE = Rule(
    "missing-template",
    Subject.STYLES,
    "a template that is not there",
    "write it, or mend its name",
    example='the style has no "chronology.html.j2"',
)
UNPRINTED_LINE = Rule(
    "unprinted-line",
    Subject.STYLES,
    "something of the imprint that the book gives, and the style leaves out",
    "take it out, or name the line under `imprint:` in `style.yaml`",
    example='the style prints no line "funding"',
)
MISSING_TYPE = Rule(
    "missing-type",
    Subject.TEXT,
    "a figure asks for type that the style has not; a warning if it goes on to name some that will do",
    "in its `font-family` put first a family of the style, or `serif`",
    example='font-family="Arial"',
)
MISSING_GLYPH = Rule(
    "missing-glyph",
    Subject.TEXT,
    "a character of the text, or of a drawing, that no type of the style has",
    "write another character, or take another style",
    authority="PDF/UA-1, 7.21.8",
    example="subtitle: 渡し船",
)
BAD_PICTURE = Rule(
    "picture",
    Subject.TEXT,
    "a picture that is none, is cut off or broken, is too large, or asks for what a book may not: a file that is not in"
    " the manuscript, the network, an entity, a script",
    "save it anew where it was made, as SVG, PNG or JPEG",
    authority="PNG, 5.3; ITU T.81, B.1; SVG",
    example="figures/chart.svg is no SVG",
)
SHEET_TOO_DEEP = Rule(
    "sheet-too-deep",
    Subject.STYLES,
    "brackets more than fifty deep in a sheet, a sheet that asks for itself by `@import`, or for others more than ten"
    " deep",
    "close what is left open on the line named, or take the `@import` out",
    example="brackets more than 50 deep",
)
SHEET_TOO_LARGE = Rule(
    "sheet-too-large",
    Subject.STYLES,
    "a number in a sheet beyond a million, a counter beyond 100,000, more than 1,000 columns, rows or repeated tracks,"
    " or lines, and steps of a repeated gradient, below 0.01",
    "write a number that a page can have",
    example="more than 1,000 of something: 99999",
)
NOTES_IN_LINE = Rule(
    "notes-in-line",
    Subject.STYLES,
    "notes that a sheet sets in a line with one another, or in columns: they could not be counted",
    "leave them blocks, one below another",
    authority="CSS GCPM 3, 2.4",
    example=".note { footnote-display: inline }",
)
NOTES_ELSEWHERE = Rule(
    "notes-elsewhere",
    Subject.STYLES,
    "a section of notes in a book whose style puts no note there; an error where something refers to it",
    "take it out of `contents:`, or have notes there by the style's `notes_at:`",
    authority="Chicago 18, 1.4",
    example="- notes",
)
NO_SIDE_COLUMN = Rule(
    "no-side-column",
    Subject.STYLES,
    "a side-note in a style that has no column for it, headings at the side in such a style or with notes, or a column"
    " that is wider than its margin",
    "give the style a `side_column:`, and its pages a margin that holds it",
    example="a side-note, for which the style has no column",
)
IDLE_INITIALS = Rule(
    "idle-initials",
    Subject.STYLES,
    "keys of `initials:` without effect: no kind is named, paragraphs are not broken as a whole, or the style is for"
    " the screen",
    "name a `kind:`, or set `justification: {whole: yes}`",
    example='"lines" of initials, of which no kind is named',
)
ENGLISH_WORDS = Rule(
    "english-words",
    Subject.STYLES,
    "the book is in another language than what the press says by itself: words of the style, quotation marks, dates",
    "give a style of yours its own `words:`; of the rest look at what is printed",
    example="language: pl",
)
BULLETS = Rule(
    "bullets",
    Subject.STYLES,
    "a list with bullets that stands deeper in others than the style has marks of its own for",
    "number its items, or say it otherwise; or give the style a mark for that level, and `bullets:` in `style.yaml`",
    example="bullets 4 deep in lists",
)
AFFILIATION_NOT_PRINTED = Rule(
    "affiliation-not-printed",
    Subject.STYLES,
    "an affiliation that the style has at no title, in a book without a list of contributors",
    "add `contributors` to `contents:`, or take it out",
    example='the affiliation of "verrall" is printed nowhere',
)
CREDIT_NOT_PRINTED = Rule(
    "credit-not-printed",
    Subject.STYLES,
    "whose a picture is, in a style that has no credits below captions, and a book without a list of them",
    "add `list-of-credits` to `contents:`, or have them below captions by the style’s `credits:`",
    example='a credit is printed nowhere: "The Staithe Papers"',
)
IDLE_SHEET = Rule(
    "idle-sheet",
    Subject.STYLES,
    "a sheet speaks of a page, or of a running head, that there is not, or of page numbers where text is set, which has"
    " none yet, or has a picture as `content`; a warning where it speaks of a class that nothing has",
    "mend the name, or take the rule out; a page has another name by `page:` in a sheet",
    authority="CSS Paged Media 3; CSS GCPM 3",
    example='no page is called "chapter"',
)
INK = Rule(
    "ink",
    Subject.STYLES,
    "an ink of its own whose colour is none, or a grey, or another ink’s, or whose name is that of an ink every press"
    " has, or another colour’s",
    'write under `inks:` of `print:` a colour of the sheets and the name of the ink, as `"#b03020": PANTONE 1805 C`',
    authority="PDF 32000-1, 8.6.6.4",
    example="red: PANTONE 1805 C",
)
