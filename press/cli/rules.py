"""Rules of the tasks, and of the validators, which are programs of others; and what a clause that one of these finds
broken is called.
"""

from __future__ import annotations

from press.problem import Rule, Subject

NO_VALIDATOR = Rule(
    "no-validator",
    Subject.MACHINE,
    "veraPDF, which `validate` needs, or epubcheck, which `epub --check` needs, is not there",
    "run the same once more with `--install`",
    example="veraPDF 1.28.2 is not installed",
)
NO_JAVA = Rule(
    "no-java",
    Subject.MACHINE,
    "a validator needs Java, and there is none",
    "run the same once more with `--install`; on Debian, `apt-get install default-jre-headless`",
    example="veraPDF needs Java, and there is none",
)
NO_MAVEN = Rule(
    "no-maven",
    Subject.MACHINE,
    "a validator is fetched with Maven, and there is none",
    "on Debian, `apt-get install maven`",
    example="veraPDF is fetched with Maven, and there is none",
)
MAVEN = Rule(
    "maven",
    Subject.MACHINE,
    "Maven cannot fetch a validator",
    "see what it says",
    example="veraPDF cannot be fetched: status 1",
)
VALIDATOR = Rule(
    "validator",
    Subject.MACHINE,
    "a validator did not answer, or cannot read the file",
    "see what it says",
    example="veraPDF cannot read the file",
)
FAULTY_EPUB = Rule(
    "epubcheck",
    Subject.MACHINE,
    "epubcheck finds the EPUB at fault",
    "see what it says",
    authority="EPUB 3",
    example='error while parsing file: element "p" not allowed here (RSC-005, EPUB/text/ch003.xhtml:12)',
)


def broken_clause(standard: str, clause: str) -> Rule:
    """A clause of a standard that veraPDF finds broken, as `PDF/UA-1 7.1-9`: a rule of others, which we do not list."""
    says, do = f"what clause {clause} of {standard} asks for", "report it: it is a fault of the press"
    return Rule(f"{standard} {clause}", Subject.MACHINE, says, do, authority=standard)


UNKNOWN_EDITOR = Rule(
    "unknown-editor",
    Subject.MACHINE,
    "what `watch` is to open lines with is no editor that it knows, and no template with `{path}` in it",
    "give a name of the list that is told, or a template: `--editor 'code -g {path}:{line}:{column}'`",
    example='no editor "vscod"',
)
UNUSABLE_PORT = Rule(
    "unusable-port",
    Subject.MACHINE,
    "the `--port` of `watch` is none, or another program has it",
    "give another, or leave it out: then a free one is taken",
    example="port 8000 is taken, or kept from you",
)
UNKNOWN_PLACE = Rule(
    "unknown-place",
    Subject.MACHINE,
    "what `show` is to turn to is no file of the manuscript, or nothing of it is printed",
    "give a file and a line of it: `manuscript/chapters/01-first.md:45`",
    example="no file of the manuscript",
)
FAULTY_PRINT = Rule(
    "preflight",
    Subject.PRINT,
    "a print edition, or a cover, that is not what the printing house asks for; told so to other programs alone",
    "see the table of `press preflight`",
    example="signatures: wanted a multiple of 16, found 36, 4 too many",
)
NAME_IN_DOUBT = Rule(
    "name-doubt",
    Subject.PEOPLE,
    "a name or another heading that `names --check` wants looked at: it is never found, or like another; told so to "
    "other programs alone",
    "see the table of `press names --check`",
    example='"Verral" is one letter from "Verrall"',
)
NO_OTHER_PRESS = Rule(
    "no-other-press",
    Subject.MACHINE,
    "what `press upgrade --to` names is no press, or cannot be fetched",
    "name a checkout, a wheel, an environment, or a version that pip can fetch",
    example="press 9.9 cannot be had: No matching distribution found for press==9.9",
)
OTHER_PRESS_FAILS = Rule(
    "upgrade",
    Subject.MACHINE,
    "another press, or the book in another style, which `press upgrade` asks for, makes no book",
    "see what it says; of another engine, install that press in an environment and name this",
    example='the book cannot be made so: book.yaml:13: error: no style "grand" [unknown-style]',
)
TWO_TASKS_FILES = Rule(
    "two-tasks-files",
    Subject.MACHINE,
    "a `tasks.py` in a folder of a book that has one itself: Invoke would take the nearer, and people mean the other",
    "give it another name",
    example="a second tasks.py, in the folder of the book of ../tasks.py",
)
UNKNOWN_TASK = Rule(
    "unknown-task",
    Subject.MACHINE,
    "a word behind `press` that is no task, no option of it, no number where one is wanted, or that cannot stand there",
    "mend its spelling; `press --list` names all tasks, `press check --help` the options of one",
    example='no task "chek"',
)
