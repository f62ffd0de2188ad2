"""What no rule foresees: a fault of the press itself, as a value that tells on what it was at work."""

from __future__ import annotations

import traceback
from pathlib import Path
from types import TracebackType

from press.problem import Origin, Problem
from press.rules import AT_FAULT

HINT = "it should not have happened, or been told otherwise: please send the file {} to whoever keeps the press"


class PressFault(Exception):
    """Something that should not have happened: what, on which file the press was at work, and the whole trace.

    It may come from another process, which a trace cannot.
    """

    def __init__(self, what: str, origin: Origin, trace: str) -> None:
        super().__init__(what, origin, trace)
        self.what, self.origin, self.trace = what, origin, trace

    def problem(self, kept: str) -> Problem:
        """The fault as it is told; `kept` is the file that has its trace."""
        return Problem(self.origin, AT_FAULT, f"the press itself is at fault: {self.what}", HINT.format(kept))


def press_fault(fault: Exception) -> PressFault:
    """Any exception as such a fault."""
    if isinstance(fault, PressFault):
        return fault
    said = " ".join(str(fault).split())
    what = f"{type(fault).__name__}: {said[:200]}" if said else type(fault).__name__
    return PressFault(what, _at_work_on(fault.__traceback__), "".join(traceback.format_exception(fault)))


def path_at_work(fault: OSError) -> Path | None:
    """The file that the innermost function which knew one was at work on, where the system does not say."""
    found, trace = None, fault.__traceback__
    while trace is not None:
        found = next((value for value in trace.tb_frame.f_locals.values() if isinstance(value, Path)), found)
        trace = trace.tb_next
    return found


def _at_work_on(trace: TracebackType | None) -> Origin:
    """The place that the innermost function which knew one was at work on."""
    found = Origin("press")
    while trace is not None:
        for value in trace.tb_frame.f_locals.values():
            origin = value if isinstance(value, Origin) else _origin_of(value)
            if origin and origin.path:
                found = origin
        trace = trace.tb_next
    return found


def _origin_of(value: object) -> Origin | None:
    # of nouns of ours alone: what others make may do anything when it is asked
    origin = getattr(value, "origin", None) if type(value).__module__.startswith("press.") else None
    return origin if isinstance(origin, Origin) else None
