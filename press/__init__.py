"""A press for scholarly books: a manuscript of plain text and a style become a printed book.

The book's editor writes under `manuscript/`, its designer under `styles/`; the package turns the two into `dist/`.
Each part imports only what stands before it:

    problem text book places          what can be wrong, what text and a book consist of, where things stand
    project yaml_tree fields          where a project lies, YAML, strict records
    alphabets clock collation         the orders of languages, the one date, the order of headings
    files store pandoc workers        the edges: the disk, what is kept between builds, other processes
    editing                           manuscript → Book
    citations indexes                 notes worded; entries and locators
    style compose typesetting         a style read; Book × Style → HTML → pages
    audit                             finished pages → looks
    pdf prepress ebook                the reading edition; print edition, preflight and cover; HTML and EPUB
    importing                         an author's file → a manuscript
    words                             the manuscript's words held against those of the finished PDF
    build products                    the whole way, stage by stage
    preview cli                       the live window; what each task says
"""

__version__ = "0.2.0"
