"""Which WeasyPrint this is, without loading it: the account of notes and the patches hold for one version alone."""

from __future__ import annotations

from importlib.metadata import version

from press.problem import Origin, Problem
from press.typesetting.rules import ENGINE_VERSION

TESTED = "70.0"


def version_problem() -> Problem | None:
    """The engine must be the very version whose behaviour the account of notes has been tested against."""
    installed = version("weasyprint")
    if installed == TESTED:
        return None
    return Problem(
        Origin("pyproject.toml"),
        ENGINE_VERSION,
        f"WeasyPrint {installed}, but the press is tested with {TESTED}",
        f"install weasyprint=={TESTED}",
    )
