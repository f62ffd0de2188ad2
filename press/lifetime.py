"""How a process begins and ends with another: nothing that the press has begun outlives it, however it ends."""

from __future__ import annotations

import ctypes
import os
import shutil
import signal
import sys
import threading
import time
from collections.abc import Sequence
from functools import cache

OFTEN = 0.5
"""Seconds after which a process looks whether the one that began it is still there."""
PR_SET_PDEATHSIG = 1


def end_with(parent: int) -> None:
    """Have this process end when `parent`, which has begun it, is no more: at once on Linux, soon elsewhere."""
    if sys.platform == "linux":
        # not by a thread: whoever is forked from this process must find none
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it has ended meanwhile
            os._exit(1)
    else:
        threading.Thread(target=_look_after, args=(parent,), daemon=True).start()


def _look_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(OFTEN)
    os._exit(1)  # nobody is there any more to be told anything


def ending_with_us(command: Sequence[str]) -> list[str]:
    """A command that ends when this process does, where the system can see to that.

    Elsewhere a program ends when it finds that nobody reads what it writes.
    """
    there = shutil.which(command[0])  # if not, the system is to say so, and not who would have begun it
    return [*(_by_system() if there else ()), *command]


@cache
def _by_system() -> tuple[str, ...]:
    setpriv = shutil.which("setpriv") if sys.platform == "linux" else None  # of util-linux, which Debian always has
    return (setpriv, "--pdeathsig", "KILL", "--") if setpriv else ()
