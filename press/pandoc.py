"""Pandoc, run: bytes in, bytes out, and what it complained of.

It reads authors' files, words citations and turns records into CSL-JSON. Whoever asks translates its
complaints into a problem of its own; that it cannot be run at all is the same problem everywhere.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from subprocess import PIPE
from typing import Any, TypeAlias

from press.clock import VARIABLE
from press.lifetime import ending_with_us
from press.problem import Faulty, Origin, Problem
from press.rules import NO_PANDOC

Json: TypeAlias = Any
PATIENCE = 600
"""Seconds after which a run is given up."""


@dataclass(frozen=True, slots=True)
class PandocRun:
    """What came of a run: what pandoc printed; what it complained of, never empty when it `failed`; whether in time."""

    output: bytes
    complaints: str = ""
    failed: bool = False
    late: bool = False


def run_pandoc(
    options: Sequence[str],
    given: str | bytes,
    origin: Origin,
    *,
    clock: str = "",
    folder: Path | None = None,
    beside: Path | None = None,
) -> PandocRun:
    """What pandoc makes of what it is given; text goes out as UTF-8. Raises `Faulty` at `origin` if it cannot be run.

    It is shut in a sandbox, where it sees no network and no files but a bibliography and a citation style among the
    options; these it has `beside` it and by name, for it takes a path for an address, with escapes. With a `folder` it
    stands there outside the sandbox, and may read and write what the options name.
    `clock`: the seconds of the epoch that it takes for the present.
    """
    import pypandoc  # whoever has all citations worded already need not wait for it

    content = given.encode() if isinstance(given, str) else given
    environment = {**os.environ, VARIABLE: clock} if clock else None
    sandbox = [] if folder else ["--sandbox"]
    try:
        command = ending_with_us([pypandoc.get_pandoc_path(), *sandbox, *options])
        with subprocess.Popen(
            command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=environment, cwd=folder or beside
        ) as process:
            _running.add(process)
            try:
                output, errors = process.communicate(content, PATIENCE)
            finally:
                _running.discard(process)
                process.kill()  # if it has not ended by itself
    except subprocess.TimeoutExpired:
        return PandocRun(b"", f"still at work after {PATIENCE // 60} minutes", failed=True, late=True)
    except OSError as fault:
        hint = "install the press anew: it comes with it"
        raise Faulty([Problem(origin, NO_PANDOC, f"pandoc cannot be run: {fault}", hint)]) from None
    said = errors.decode(errors="replace").strip()
    if process.returncode and not said:
        said = f"exit status {process.returncode}"
    return PandocRun(output, said, failed=bool(process.returncode))


# what other threads wait for, which an interrupt does not reach
_running: set[subprocess.Popen[bytes]] = set()


def stop_pandoc() -> None:
    """Stop every run, for whoever is interrupted while threads of his wait for some."""
    for process in tuple(_running):
        process.kill()


def pandoc_version() -> str:
    """Which pandoc it is: what another has made may differ."""
    return version("pypandoc_binary")
