"""What a template makes, or where it fails: its faults are told with its line, and one that never ends is ended."""

from __future__ import annotations

import signal
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2

from press.limits import TEMPLATE_SECONDS
from press.problem import Faulty, Origin, Problem
from press.style.rules import BAD_TEMPLATE, MISSING_TEMPLATE
from press.style.style import Style

OURS = str(Path(__file__).resolve().parents[1])


class EndlessTemplate(Exception):
    """A template that goes on and on."""


def guarded(style: Style, render: Callable[[], str]) -> str:
    """What a template of the style renders. Raises `Faulty` with the template's line."""
    try:
        with _limited():
            return render()
    except jinja2.TemplateNotFound as fault:
        raise Faulty([Problem(Origin(style.shown), MISSING_TEMPLATE, f'the style has no "{fault.name}"')]) from None
    except (Faulty, OSError):
        raise
    except Exception as fault:
        where = _line_at_fault(style, fault)
        if where is None:  # no template is at fault: the press is
            raise
        raise Faulty([Problem(where, BAD_TEMPLATE, _said_of(fault))]) from None


def _said_of(fault: Exception) -> str:
    match fault:
        case EndlessTemplate():
            return f"it goes on for more than {TEMPLATE_SECONDS:.0f} seconds"
        case RecursionError():
            return "it calls itself again and again"
    return f"{type(fault).__name__}: {fault}"


def _line_at_fault(style: Style, fault: Exception) -> Origin | None:
    """The line of the template in which something failed, unless that was something of ours which it had called."""
    frames = traceback.extract_tb(fault.__traceback__)
    endless = isinstance(fault, (RecursionError, EndlessTemplate))
    named = isinstance(fault, (jinja2.TemplateError, TypeError, AttributeError, KeyError, ValueError))
    for frame in reversed(frames):
        if frame.filename.endswith(".j2"):
            parts = Path(frame.filename).parts  # of where it was compiled, which may have been another folder
            name = "/".join(parts[-3 if parts[-2] == "cover" else -2 :])
            return Origin(style.shown.removesuffix(style.name) + name, frame.lineno or 0)
        # what it called of ours may well have been given nonsense; else it is for us to answer for
        if frame.filename.startswith(OURS) and not (endless or named):
            return None
    return None


@contextmanager
def _limited() -> Iterator[None]:
    """The block, for so much of the processor's time: of that, and not of the clock, which a busy machine lets run."""
    if threading.current_thread() is not threading.main_thread():  # which alone hears signals
        yield
        return

    def end(*_: object) -> None:
        raise EndlessTemplate

    before = signal.signal(signal.SIGVTALRM, end)
    signal.setitimer(signal.ITIMER_VIRTUAL, TEMPLATE_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
