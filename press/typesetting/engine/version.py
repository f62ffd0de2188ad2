"""Which WeasyPrint this is, without loading it: the account of notes and the patches hold for one version alone."""

from __future__ import annotations

from importlib.metadata import version

from press.problem import Origin, Problem
from press.typesetting.rules import ENGINE_VERSION

TESTED = "70.0"
INSTALL = f"install weasyprint=={TESTED}"
"""The hint of every problem with the engine."""


def is_tested() -> bool:
    """Whether the engine that is installed is the version that the press is tested with."""
    return version("weasyprint") == TESTED


def version_problems() -> tuple[Problem, ...]:
    """The engine must be the very version whose behaviour the account of notes has been tested against.

    Of any other it is also told which patches do not fit it. Only for that is the engine loaded: it takes a second, and
    what is merely checked is not laid out.
    """
    if is_tested():
        return ()
    installed = version("weasyprint")
    origin = Origin("pyproject.toml")
    another = Problem(origin, ENGINE_VERSION, f"WeasyPrint {installed}, but the press is tested with {TESTED}", INSTALL)
    try:
        from press.typesetting.engine.patches.table import check, problems_of
    except (ImportError, AttributeError) as fault:
        return another, Problem(
            origin, ENGINE_VERSION, f"the press cannot be loaded with WeasyPrint {installed}: {fault}", INSTALL
        )
    return another, *problems_of(check())
