"""Nothing in a product runs, and its links lead to the web or to a place in the book, whatever a manuscript says, or a
template: a browser that opens the products sees no script run and no request leave.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import Project

from press import cli
from press.links import policy_for, public_link, stray_links

BROWSER = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)


@pytest.mark.parametrize(
    ("url", "public"),
    [
        ("https://example.org/a--b'c", "https://example.org/a--b'c"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:a@example.org", "mailto:a@example.org"),
        ("doi:10.1000/182", "https://doi.org/10.1000/182"),
        (" DOI: 10.1000/(ab)<c>", "https://doi.org/10.1000/(ab)<c>"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)//https://", ""),
        ("java\tscript:alert(1)", ""),
        ("data:text/html,<script>", ""),
        ("file:///etc/passwd", ""),
        ("vbscript:x", ""),
        ("//example.org/a", ""),
        ("ftp://example.org", ""),
        ("https:", ""),
        ("", ""),
    ],
)
def test_a_link_is_public_or_none(url: str, public: str) -> None:
    assert public_link(url) == public


def test_the_links_of_a_page_that_are_none_of_a_book_are_found() -> None:
    page = (
        '<a href="#b"><a href="https://example.org"><a href="ch001.xhtml#b"><a class="x" href=\'mailto:a@example.org\'>'
        '<a href="&#106;avascript:alert(1)"><a\nHREF = javascript:x><area href="data:,x"><link href="data:,">'
    )
    assert list(stray_links(page)) == ["javascript:alert(1)", "javascript:x", "data:,x"]


def test_only_the_scripts_of_a_page_itself_may_run() -> None:
    policy = policy_for("<script>one()</script>", "'self'")
    assert "'sha256-" in policy
    assert "unsafe-inline'; script-src 'sha256" in policy
    assert "script-src 'none'" in policy_for("<p>")


@pytest.mark.parametrize("task", [cli.build, cli.html])
def test_a_link_that_only_a_template_makes_is_refused_too(
    task: object, tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    for style in ("base", "web"):
        name = f"styles/{style}/colophon.html.j2"
        words = "{{ words.colophon_text }}"
        text = tiny.read(name).replace(words, f'{words} <a href="javascript:alert(1)">Set by us.</a>')
        tiny.write(name, text)
    assert task(tiny.small().project) == 1  # type: ignore[operator]
    assert 'a link to "javascript:alert(1)" [stray-link]' in capsys.readouterr().err


@pytest.mark.parametrize("task", [cli.build, cli.html])
def test_a_place_that_a_template_leaves_out_is_told_with_the_line_of_a_template(
    task: object, tiny: Project, capsys: pytest.CaptureFixture
) -> None:
    for style in ("base", "web"):
        name = f"styles/{style}/section.html.j2"
        tiny.write(name, tiny.read(name).replace("{{ piece.anchor }}", "{ piece.anchor }"))
        name = f"styles/{style}/colophon.html.j2"
        words = "{{ words.colophon_text }}"
        tiny.write(name, tiny.read(name).replace(words, f'\n{words} <a href="#nowhere">Set by us.</a>'))
    assert task(tiny.small().project) == 1  # type: ignore[operator]
    told = capsys.readouterr().err
    assert re.search(r"styles/\w+/colophon.html.j2:\d+: error: no page has the place #nowhere, .*link-nowhere", told)
    faults = re.findall(r"^(.*?): error: (.*)", told, re.MULTILINE)
    assert faults
    assert all(re.fullmatch(r"styles/\w+/[\w-]+\.html\.j2:[1-9]\d*", where) for where, _ in faults)


def test_a_doi_is_a_link_to_the_web(tiny: Project) -> None:
    tiny.small().write("manuscript/chapters/one.md", "---\ntitle: One\n---\nIt is [there](doi:10.1000/182).\n")
    assert cli.html(tiny.project) == 0
    assert 'href="https://doi.org/10.1000/182"' in tiny.read("dist/a-small-book.html")


# --- in a browser ----------------------------------------------------------------------------------------

RUN = "fetch('{0}/ran')"
PAYLOADS = [
    "<script>{run}</script>",
    "</title><script>{run}</script>",
    "</style><script>{run}</script>",
    "</textarea><script>{run}</script>",
    "--><script>{run}</script>",
    "]]><script>{run}</script>",
    '"><script>{run}</script>',
    "'><script>{run}</script>",
    "<img src=x onerror={run}>",
    "<img src={0}/asked>",
    '"><img src={0}/asked>',
    "<svg onload={run}>",
    "<svg><script>{run}</script></svg>",
    "<body onload={run}>",
    "<iframe src={0}/asked></iframe>",
    '<iframe srcdoc="<script>{run}</script>">',
    "<object data={0}/asked>",
    "<embed src={0}/asked>",
    "<link rel=stylesheet href={0}/asked>",
    "<link rel=prefetch href={0}/asked>",
    "<meta http-equiv=refresh content='0; url={0}/asked'>",
    "<base href={0}/>",
    "<form action={0}/asked><input autofocus onfocus=this.form.submit()></form>",
    "<input autofocus onfocus={run}>",
    "<video><source onerror={run}></video>",
    "<audio src={0}/asked autoplay>",
    "<details open ontoggle={run}>x</details>",
    "<style>@import url({0}/asked);</style>",
    '<p style="background: url({0}/asked)">x</p>',
    'x" onmouseover="{run}" style="position:fixed;inset:0',
    "<math><mtext><script>{run}</script></mtext></math>",
    "<template><script>{run}</script></template>",
    '<noscript><p title="</noscript><img src=x onerror={run}>">',
    "<a href=javascript:{run} autofocus>x</a>",
    "&lt;script&gt;{run}&lt;/script&gt;",
    "&#60;script&#62;{run}&#60;/script&#62;",
    "<scr<script>ipt>{run}</scr</script>ipt>",
    "<sCrIpT>{run}</sCrIpT>",
    "{{{{ 7 * 7 }}}}{{% raw %}}<script>{run}</script>",
    "%3Cscript%3E{run}%3C/script%3E",
    "<bgsound src={0}/asked>",
]


@pytest.fixture
def asked() -> Iterator[tuple[str, list[str]]]:
    """A server, and what is asked of it."""
    paths: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            paths.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Listening)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", paths
    server.shutdown()
    server.server_close()


PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
BOOK = """title: A Hostile Book
subtitle: {}
author: A. Nyone
rights: {}
slug: hostile
language: en-GB
style: classic
contents:
  front: [title-page, imprint, contents, list-of-people]
  body: [{}]
  back: [bibliography, index-of-names, colophon]
"""


def quoted(text: str) -> str:
    """A text as YAML."""
    return "'" + text.replace("'", "''") + "'"


def hostile(project: Project, address: str) -> Project:
    """A small book that says every payload wherever words are printed as they are."""
    said = [payload.format(address, run=RUN.format(address)) for payload in PAYLOADS]
    plainly = [PUNCTUATION.sub(r"\\\1", each) for each in said]  # as Markdown that says just this
    project.small().remove("manuscript/chapters")
    names = [f"chapters/c{n}.md" for n in range(len(said))]
    told = (
        quoted(f"{before} {each}")
        for before, each in zip(("In brief", "All rights are kept by"), plainly[5:7], strict=True)
    )
    book = BOOK.format(*told, ", ".join(names))
    project.write("manuscript/book.yaml", book)
    person = "- id: p{0}\n  name: {{only: Name{0}x}}\n  bio: {1}\n  forms: [Name{0}x]\n"
    people = (person.format(n, quoted(f"It was {each}.")) for n, each in enumerate(plainly))
    project.write("manuscript/people.yaml", "".join(people))
    rows = (f"- {{id: s{n}, type: book, title: {quoted(each)}, issued: '1939'}}\n" for n, each in enumerate(plainly))
    project.write("manuscript/sources.yaml", f"references:\n{''.join(rows)}")
    for n, words in enumerate(plainly):
        text = f"He said {words} and Name{n}x wrote it.[@s{n}, 5]^[So {words}.]"
        project.write(f"manuscript/{names[n]}", f"---\ntitle: {quoted(words)}\n---\n{text}\n")
    return project


@pytest.mark.slow
@pytest.mark.skipif(not BROWSER, reason="no browser is installed")
def test_a_browser_that_opens_the_products_runs_nothing_and_asks_for_nothing(
    tiny: Project, asked: tuple[str, list[str]], tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    address, paths = asked
    project = hostile(tiny, address)
    assert cli.html(project.project) == 0, capsys.readouterr().err
    assert cli.epub(project.project) == 0, capsys.readouterr().err
    pages = [project.top / "dist/hostile.html"]
    with zipfile.ZipFile(project.top / "dist/hostile.epub") as epub:
        epub.extractall(tmp_path / "epub")
    pages += sorted((tmp_path / "epub").rglob("*.xhtml"))
    assert cli.look(project.project) in (0, 1), capsys.readouterr().err
    sheet = project.top / "dist/hostile-look.html"
    pages += [sheet] if sheet.exists() else []
    assert len(pages) > len(PAYLOADS)
    control = tmp_path / "control.html"  # that the browser would run it, and ask for it, if it stood there
    control.write_text(f"<script>{RUN.format(address)}</script><img src={address}/asked>")
    opened_in_frames([control], tmp_path)
    assert sorted(paths) == ["/asked", "/ran"]
    paths.clear()
    opened_in_frames(pages, tmp_path)
    assert paths == []


def opened_in_frames(pages: list[Path], folder: Path) -> None:
    """Have a browser open pages, all at once, and stay for a while."""
    frames = folder / "frames.html"
    frames.write_text("".join(f"<iframe src='{page.as_uri()}'></iframe>" for page in pages))
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--timeout=8000", "--dump-dom"]
    command = [BROWSER, *options, f"--user-data-dir={folder / 'profile'}", frames.as_uri()]
    # without the fonts of the press, which are too few for a browser
    environment = {name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")}
    run = subprocess.run(command, check=True, capture_output=True, text=True, timeout=120, env=environment)
    assert run.stdout.count("<iframe") == len(pages)
