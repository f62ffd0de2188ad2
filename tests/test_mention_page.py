"""The page of mentions in a real browser: what is typed and chosen there shows, hides and orders what it should."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from test_index_marks import book
from test_indexer import desk

from press import cli

BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)
SUBJECTS = "- {id: tolls, heading: Tolls}\n- {id: ash, heading: Ash}\n- {id: eclairs, heading: Éclairs}\n"
TEXT = "Éclairs come [first]{subject=eclairs}. Then [tolls]{subject=tolls} and [again]{subject=tolls}. Quill saw it."
MANY = " ".join(f"[x{n}]{{subject=tolls}} was paid." for n in range(8))
STEPS = """
const said = {}, see = name => {
  const rows = body => [...body.rows].slice(1).filter(row => !row.hidden).length
  const entry = body => [body.querySelector("th").firstChild.textContent.trim(), rows(body)]
  const entries = section => all("tbody", section).filter(body => !body.hidden).map(entry)
  said[name] = all("section").filter(each => !each.hidden).map(each => [each.dataset.register, entries(each)])
}
const choose = (what, value) => {
  const field = one(what)
  if (field.type === "checkbox") field.checked = value; else field.value = value
  for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }))
}
see("all")
choose("#words", "eclair"); see("words"); choose("#words", "")
choose("#words", "again"); see("sentence"); choose("#words", "")
choose("#register", "subjects"); see("register")
choose("#order", "count"); see("count")
choose("#order", "text"); see("text")
choose("#order", "heading"); see("heading")
choose("#bare", true); see("bare"); choose("#bare", false)
choose("#never", true); see("never"); choose("#never", false)
choose("#register", ""); see("back")
said.links = all("td.place a").map(a => [a.getAttribute("href"), a.textContent])
const out = document.createElement("pre")
out.id = "said"
out.textContent = JSON.stringify(said)
document.body.append(out)
"""


def driven(page: Path, top: Path) -> dict[str, Any]:
    """What the page shows after each step, with steps behind its own script, which its policy would forbid."""
    text = re.sub(r"<meta http-equiv=.Content-Security-Policy.[^>]*>", "", page.read_text())
    (top / "driven.html").write_text(text.replace("</script>", f"{STEPS}</script>"))
    options = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--dump-dom")
    command = [BROWSER, *options, f"--user-data-dir={top / 'profile'}", (top / "driven.html").as_uri()]
    # without the fonts of the press, which are too few for a browser
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    run = subprocess.run(command, capture_output=True, check=True, encoding="utf-8", timeout=120, env=environment)
    dom = run.stdout
    found = re.search(r'<pre id="said">(.*?)</pre>', dom, re.DOTALL)
    assert found, dom[-2000:]
    made: dict[str, Any] = json.loads(unescape(found[1]))
    return made


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no browser")
def test_the_page_of_mentions_searches_filters_and_orders_in_a_browser(tmp_path: Path) -> None:
    book(tmp_path, TEXT, two=MANY, subjects=SUBJECTS)
    assert cli.names(desk(tmp_path), page=True) == 0
    said = driven(tmp_path / "dist/a-book-names.html", tmp_path)
    subjects = [["Ash", 1], ["Éclairs", 1], ["Tolls", 10]]
    assert said["all"] == [["people", [["Quill, Ada", 1]]], ["subjects", subjects]]
    assert said["words"] == [["subjects", [["Éclairs", 1]]]]  # whatever its accents
    assert said["sentence"] == [["subjects", [["Tolls", 2]]]]
    assert said["register"] == said["heading"] == [["subjects", subjects]]
    assert said["count"] == [["subjects", [["Tolls", 10], ["Éclairs", 1], ["Ash", 1]]]]
    assert said["text"] == [["subjects", [["Éclairs", 1], ["Tolls", 10], ["Ash", 1]]]]
    assert said["bare"] == [["subjects", [["Tolls", 10]]]]
    assert said["never"] == [["subjects", [["Ash", 1]]]]
    assert said["back"] == said["all"]
    # each mention leads to its file, at its line
    assert len(said["links"]) == 12
    assert all(re.search(r"/chapters/(one|two)\.md#L4$", href) for href, _ in said["links"])
    assert {words for _, words in said["links"]} == {"chapters/one.md:4", "chapters/two.md:4"}
