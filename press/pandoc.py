"""Pandoc, run shut in a sandbox: it reads what it is given, and no other file and no network."""

from __future__ import annotations

import json
import re
import subprocess
from typing import Any, TypeAlias

import pypandoc

from press.problem import Faulty, Origin, Problem

Json: TypeAlias = Any
PATIENCE = 600
"""Seconds after which a conversion is given up."""


def run_pandoc(content: bytes, reader: str, origin: Origin, *options: str, writer: str = "json") -> Json:
    """What pandoc makes of a file, as JSON. Raises `Faulty` when it cannot read the file, or cannot be run."""
    command = [pypandoc.get_pandoc_path(), "--sandbox", f"--from={reader}", f"--to={writer}", *options]
    try:
        run = subprocess.run(command, input=content, capture_output=True, check=False, timeout=PATIENCE)
    except subprocess.TimeoutExpired:
        message = f"pandoc was still reading it after {PATIENCE // 60} minutes"
        raise Faulty([Problem(origin, "import-too-long", message)]) from None
    except OSError as fault:
        raise Faulty([Problem(origin, "no-pandoc", f"pandoc cannot be run: {fault}")]) from None
    if run.returncode:
        said = " ".join(run.stderr.decode(errors="replace").split()) or f"exit status {run.returncode}"
        line = re.search(r"\(line (\d+)", said) if origin.line == 0 and not reader.startswith(("docx", "odt")) else None
        place = Origin(origin.path, int(line[1]) if line else 0)
        raise Faulty([Problem(place, "import-broken", f"pandoc cannot read it: {said[:200]}")])
    return json.loads(run.stdout)
