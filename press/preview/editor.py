"""The editor in which a line of the manuscript is opened: a link that the browser hands over, or a command.

`PRESS_EDITOR`, or an option of the watch, names one that is known here, or is a template of its own, in which `{path}`,
`{line}` and `{column}` are filled in. A template with `://` is a link; any other is a command, which the watch runs.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from press.problem import did_you_mean

VARIABLE = "PRESS_EDITOR"
DEFAULT = "vscode"
EDITORS = {
    "vscode": "vscode://file{path}:{line}:{column}",
    "vscodium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "sublime": "subl {path}:{line}:{column}",
    "jetbrains": "idea --line {line} --column {column} {path}",
    "emacs": "emacsclient --no-wait +{line}:{column} {path}",
    "vim": "gvim --remote-silent +{line} {path}",
    "kate": "kate --line {line} --column {column} {path}",
    "none": "",
}
"""What is known by its name; with `none` a click tells the line and opens nothing."""
FIELD = re.compile(r"\{(path|line|column)\}")


@dataclass(frozen=True, slots=True)
class Editor:
    """An editor by the template of what opens a place in it."""

    template: str

    @classmethod
    def named(cls, asked: str = "") -> Editor:
        """The editor asked for, or that of the environment. Raises `ValueError`, in words, for one that is none."""
        asked = asked or os.environ.get(VARIABLE, "") or DEFAULT
        template = EDITORS.get(asked.casefold())
        if template is None and "{" not in asked:
            hint = did_you_mean(asked, EDITORS) or f"one of: {', '.join(EDITORS)}; or a template with {{path}} in it"
            raise ValueError(f'no editor "{asked}": {hint}')
        if template is None:
            template = asked
            strange = [f"{{{name}}}" for name in re.findall(r"\{([^}]*)\}?", asked) if not FIELD.match(f"{{{name}}}")]
            if strange or "{path}" not in asked:
                what = f"{strange[0]} in" if strange else "no {path} in"
                raise ValueError(
                    f'{what} the template of an editor, "{asked}": it may have {{path}}, {{line}}, {{column}}'
                )
            if "://" not in asked:
                _words(asked)
        return cls(template)

    def link(self, path: Path, line: int, column: int = 1) -> str:
        """The link that opens a place; empty for an editor that has none."""
        if "://" not in self.template:
            return ""
        return _filled(self.template, quote(path.as_posix()), line, column)

    def open(self, path: Path, line: int, column: int = 1) -> str:
        """Have a place opened by a command, and say what hinders it, or nothing."""
        if not self.template:
            return ""
        command = [_filled(word, str(path), line, column) for word in _words(self.template)]
        quiet = subprocess.DEVNULL
        try:
            subprocess.Popen(command, stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
        except OSError as fault:
            return f"{command[0]}: {fault.strerror or fault}"
        return ""


def _filled(template: str, path: str, line: int, column: int) -> str:
    values = {"path": path, "line": str(max(line, 1)), "column": str(max(column, 1))}
    return FIELD.sub(lambda found: values[found[1]], template)


def _words(template: str) -> list[str]:
    try:
        return shlex.split(template)
    except ValueError as fault:
        raise ValueError(f'the command of an editor, "{template}": {fault}'.lower()) from None
