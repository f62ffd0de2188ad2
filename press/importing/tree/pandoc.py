"""An author's file → JSON, by pandoc; and what an author is told when pandoc cannot read it."""

from __future__ import annotations

import json
import re

from press.importing.tree.pandoc_signs import has_signs, read_signs
from press.pandoc import PATIENCE, Json, run_pandoc
from press.problem import Faulty, Origin, Problem
from press.rules import IMPORT_BROKEN, IMPORT_TOO_LONG

LINE = re.compile(r"\(line (\d+)")
JSON = ("json", "csljson")
"""Writers whose output is data."""
ARCHIVED = ("docx", "odt")
"""Readers of files whose lines nobody sees: the lines that pandoc counts there are those of the XML within."""


def read_by_pandoc(content: bytes, reader: str, origin: Origin, *options: str, writer: str = "json") -> Json:
    """What pandoc makes of a file: its tree, records, or text. Raises `Faulty` if it cannot read it, or be run."""
    run = run_pandoc([f"--from={reader}", f"--to={writer}", *options], content, origin)
    if run.late:
        message = f"pandoc was still reading it after {PATIENCE // 60} minutes"
        raise Faulty([Problem(origin, IMPORT_TOO_LONG, message)])
    if run.failed:
        said = " ".join(run.complaints.split())
        line = LINE.search(said) if not reader.startswith(ARCHIVED) else None
        place = Origin(origin.path, int(line[1]) if line else 0)
        raise Faulty([Problem(place, IMPORT_BROKEN, f"pandoc cannot read it: {said[:200]}")])
    if writer not in JSON:
        return run.output.decode()
    text = run.output.decode()
    return read_signs(json.loads(text)) if writer == "json" and has_signs(text) else json.loads(text)
