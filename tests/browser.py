"""A real browser without a screen, told what to do over a pipe in its own language (the DevTools protocol).

Nothing but what Python has is needed for that: `--remote-debugging-pipe` reads commands from the file 3 and answers on
4, each ended by a zero.
"""

from __future__ import annotations

import base64
import contextlib
import fcntl
import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run")
PATIENCE = 30.0


class Tab:
    """One page of the browser."""

    def __init__(self, write: int, read: int) -> None:
        self.write, self.read, self.rest, self.asked, self.session = write, read, b"", 0, ""

    def tell(self, method: str, **given: Any) -> dict[str, Any]:
        """What the browser answers to a command."""
        self.asked += 1
        message = {"id": self.asked, "method": method, "params": given}
        if self.session:
            message["sessionId"] = self.session
        os.write(self.write, json.dumps(message).encode() + b"\0")
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            while b"\0" in self.rest:
                one, _, self.rest = self.rest.partition(b"\0")
                answer = json.loads(one)
                if answer.get("id") == self.asked:
                    assert "error" not in answer, answer["error"]
                    result: dict[str, Any] = answer["result"]
                    return result
            if select.select([self.read], [], [], 0.5)[0]:
                self.rest += os.read(self.read, 1 << 20)
        raise TimeoutError(method)

    def see(self, script: str) -> Any:
        """The value of an expression on the page, which may have to be waited for."""
        answer = self.tell("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def until(self, script: str, seconds: float = PATIENCE) -> Any:
        """The value of an expression as soon as it is true of the page."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if value := self.see(f"(value => value instanceof Node || value)({script})"):
                return value
            time.sleep(0.02)
        shown = self.see("document.body.innerText")[:600]
        raise AssertionError(f"not in {seconds:g} s: {script}; the page says: {shown}")

    def click(self, x: float, y: float) -> None:
        """A click of the mouse at a place of the window."""
        for kind in ("mousePressed", "mouseReleased"):
            self.tell("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self, path: Path) -> None:
        """What is to be seen, as a PNG."""
        path.write_bytes(base64.b64decode(self.tell("Page.captureScreenshot", format="png")["data"]))


@contextlib.contextmanager
def browsing(address: str, folder: Path, width: int = 1280, height: int = 900) -> Iterator[Tab]:
    """A browser that has opened an address; `folder` is for what it keeps."""
    (reads, write), (read, writes) = os.pipe(), os.pipe()
    given = [fcntl.fcntl(each, fcntl.F_DUPFD, 10) for each in (reads, writes)]  # neither is 3 or 4 itself
    begin = "import os, sys; r, w, *c = sys.argv[1:]; os.dup2(int(r), 3); os.dup2(int(w), 4); os.execv(c[0], c)"
    command = [sys.executable, "-c", begin, *map(str, given), BROWSER, *OPTIONS]
    command += ["--remote-debugging-pipe", f"--user-data-dir={folder / 'profile'}"]
    command += [f"--window-size={width},{height}", "about:blank"]
    # without the fonts of the press, which are too few for a browser
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    process = subprocess.Popen(
        command,
        pass_fds=given,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for each in (reads, writes, *given):
        os.close(each)
    tab = Tab(write, read)
    try:
        target = tab.tell("Target.createTarget", url=address)["targetId"]
        tab.session = tab.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        tab.tell("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        tab.until("location.href !== 'about:blank' && document.readyState === 'complete'")
        yield tab
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
        os.close(write)
        os.close(read)
