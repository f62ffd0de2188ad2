"""The tasks of the press: what each says to the people at the desk, and with which exit status it ends.

Every task imports what it needs when it is called: the list of tasks, and a check, must not wait for the engine.
"""

from press.cli.answer import INTERRUPTED, OUR_FAULT, answered
from press.cli.begin import import_file, new, schemas
from press.cli.door import misspelt
from press.cli.examine import check, look, permissions, preflight, queries, trace, validate
from press.cli.indexing import names
from press.cli.make import build, clean, cover, epub, export, html, watch
from press.cli.showing import show
from press.cli.trial import upgrade

__all__ = [
    "INTERRUPTED",
    "OUR_FAULT",
    "answered",
    "build",
    "check",
    "clean",
    "cover",
    "epub",
    "export",
    "html",
    "import_file",
    "look",
    "misspelt",
    "names",
    "new",
    "permissions",
    "preflight",
    "queries",
    "schemas",
    "show",
    "trace",
    "upgrade",
    "validate",
    "watch",
]
