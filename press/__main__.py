"""The command `press`, and `python -m press`: Ctrl-C ends it quietly from the first, also while all the rest is loaded.

A task that can be interrupted hears it itself.
"""

from __future__ import annotations

import os
import signal

if signal.getsignal(signal.SIGINT) != signal.SIG_IGN:
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))


def main() -> None:
    """Run what has been typed behind `press`; ends the process with the status of the task."""
    from press.cli.command import main as run_command

    run_command()


if __name__ == "__main__":
    main()
