"""The same words set by LuaLaTeX with microtype and by Typst, for `bench.lines` to measure beside the press.

Chapters as the press composes them become one file for each program: the same words with their notes, the style's own
face, size, measure and pitch, each program's best setting of lines. Figures and tables are left out. A program that is
not there is passed over.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from string import Template
from typing import Any

import tinyhtml5
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from bench.lines import Geometry

LEFT_OUT = {"figure", "table"}
INDENTED = {"blockquote", "ul", "ol", "dl"}
BLOCKS = {"div", "li", "section", "dd", "dt"}
HEADINGS = {"h2", "h3", "h4"}
TEX = Template(r"""\documentclass[twoside]{book}
\usepackage[paperwidth=${width}bp,paperheight=${height}bp,inner=${inner}bp,textwidth=${measure}bp,top=${top}bp,
  textheight=${depth}bp,headsep=12bp,headheight=12bp,footskip=30bp$sides]{geometry}
\usepackage[bottom]{footmisc}
\usepackage{fontspec}
\usepackage[$language]{babel}
\setmainfont{roman.ttf}[Path=./,ItalicFont=italic.ttf,Ligatures=TeX]
\usepackage[protrusion=true,expansion=true]{microtype}
\makeatletter
\renewcommand\normalsize{\@setfontsize\normalsize{${size}bp}{${pitch}bp}\abovedisplayskip0pt\belowdisplayskip0pt}
\renewcommand\footnotesize{\@setfontsize\footnotesize{${note}bp}{${note_pitch}bp}}
\normalsize
\def\@makefnmark{\hbox{\addfontfeature{VerticalPosition=Superior}\@thefnmark}}
\renewcommand\@makefntext[1]{\parindent ${indent}bp\leftskip${indent}bp\noindent
  \hspace*{-${indent}bp}\hbox to ${indent}bp{\@thefnmark\hss}#1}
\def\ps@h{\let\@oddfoot\@empty\let\@evenfoot\@empty
  \def\@evenhead{\footnotesize\thepage\hfil}\def\@oddhead{\footnotesize\hfil\thepage}}
\makeatother
\newcommand\asc[1]{{\addfontfeature{Letters=UppercaseSmallCaps,LetterSpace=4}#1}}
\newcommand\secbreak{\par\vskip${pitch}bp{\centering *\par}\vskip${pitch}bp\nobreak}
\newcommand\headb[1]{\par\penalty-200\vskip${pitch}bp\vskip${pitch}bp
  {\noindent\footnotesize #1\par}\nobreak\vskip${pitch}bp\nobreak}
\newcommand\chap[1]{\cleardoublepage\setcounter{footnote}{0}\thispagestyle{plain}
  {\parindent0pt\vbox to ${sink}bp{\vskip 60bp\fontsize{20bp}{27bp}\selectfont\raggedright #1\par\vss}\par\nobreak}}
\newenvironment{apart}{\par\advance\leftskip${indent}bp\advance\rightskip${indent}bp}{\par}
\frenchspacing\setlength\parindent{${indent}bp}\setlength\parskip{0pt}\topskip ${size}bp
\clubpenalty10000 \widowpenalty10000 \brokenpenalty5000 \finalhyphendemerits 5000 \doublehyphendemerits 10000
\begin{document}\pagestyle{h}\raggedbottom
""")
TYPST = Template("""#set page(width: ${width}pt, height: ${height}pt, $binding numbering: "1",
  margin: ($near: ${inner}pt, $far: ${outer}pt, top: ${top}pt, bottom: ${bottom}pt), footer: none)
#set text(font: "$face", size: ${size}pt, lang: "$lang", region: "$region", top-edge: .8em, bottom-edge: -.3em,
  overhang: true, fallback: false)
#set par(justify: true, leading: ${lead}pt, spacing: ${lead}pt, first-line-indent: (amount: ${indent}pt, all: true),
  linebreaks: "optimized", justification-limits: (tracking: (min: -.01em, max: .015em)))
#set smartquote(enabled: false)
#show footnote.entry: set text(${note}pt)
#set footnote.entry(gap: 0pt, clearance: 9pt, indent: 0pt, separator: line(length: 54pt, stroke: .45pt))
#let asc(b) = text(features: ("c2sc", "smcp"), tracking: .04em, b)
#let secbreak = block(above: ${pitch}pt, below: ${pitch}pt, width: 100%, sticky: true, align(center)[\\*])
#let headb(b) = block(above: 2 * ${pitch}pt, below: ${pitch}pt, sticky: true, text(${note}pt, b))
#let chap(t) = { pagebreak(to: "odd", weak: true); counter(footnote).update(0)
  block(height: ${sink}pt, width: 100%, above: 0pt, below: 0pt, sticky: true)[#v(60pt)
    #text(20pt, hyphenate: false, t)] }
""")


@dataclass(frozen=True, slots=True)
class TextFace:
    """The type of a style: its name, its files (roman, italic), its place on their axes, size and pitch of notes."""

    name: str
    files: tuple[Path, Path]
    axes: dict[str, float]
    note: float
    note_pitch: float


@dataclass(frozen=True, slots=True)
class Markup:
    """How a program writes what a chapter consists of."""

    escape: Callable[[str], str]
    spans: dict[str, str]
    flush: str
    heading: str
    chapter: str
    parting: str
    apart: str


def _tex(text: str) -> str:
    text = re.sub(r"[\\&%$#_{}~^]", lambda sign: r"\char`" + "\\" + sign[0] + " ", text)
    return (
        text.replace("\u2060", "").replace("\u200b", r"\allowbreak{}").replace("\u00a0", "~").replace("\u00ad", r"\-")
    )


def _typst(text: str) -> str:
    return re.sub(r"""([\\#$*_`<>@~\[\]/=+\-"'])""", r"\\\1", text).replace("\\-?", "-?")


IN_TEX = Markup(
    _tex,
    {
        "em": r"\emph{%s}",
        "strong": r"\textbf{%s}",
        "sup": r"\textsuperscript{%s}",
        "note": r"\footnote{%s}",
        "small-caps": r"\asc{%s}",
        "whole": r"\mbox{%s}",
    },
    r"\noindent %s",
    r"\headb{%s}",
    r"\chap{%s}",
    r"\secbreak",
    "\\begin{apart}%s\\end{apart}",
)
IN_TYPST = Markup(
    _typst,
    {
        "em": "#emph[%s]",
        "strong": "#strong[%s]",
        "sup": "#super[%s]",
        "note": "#footnote[%s]",
        "small-caps": "#asc[%s]",
        "whole": "#box[%s]",
    },
    "#par(first-line-indent: 0pt)[%s]",
    "#headb[%s]",
    "#chap[%s]",
    "#secbreak",
    "#pad(x: 12pt)[%s]",
)


def lualatex(chapters: Sequence[str], folder: Path, how: Geometry, face: TextFace, language: str) -> Path | None:
    """The chapters (HTML) set by LuaLaTeX; None where it is not installed."""
    if not shutil.which("lualatex"):
        return None
    _instances(face, folder)
    named = {"en-US": "american", "en-GB": "british"}.get(language, "british")
    text = TEX.substitute(_values(how, face), language=named) + body(chapters, IN_TEX) + "\n\\end{document}\n"
    (folder / "rival.tex").write_text(text, encoding="utf-8")
    for _ in range(2):  # the first makes known which pages are rectos
        subprocess.run(
            ["lualatex", "-interaction=batchmode", "rival.tex"], cwd=folder, check=False, capture_output=True
        )
    return folder / "rival.pdf"


def typst(chapters: Sequence[str], folder: Path, how: Geometry, face: TextFace, language: str) -> Path | None:
    """The chapters (HTML) set by Typst; None where neither the program nor its package for Python is installed."""
    _instances(face, folder)
    lang, _, region = language.partition("-")
    values = {**_values(how, face), "lang": lang, "region": region or "GB", "face": face.name}
    source = folder / "rival.typ"
    source.write_text(TYPST.substitute(values) + body(chapters, IN_TYPST), encoding="utf-8")
    made = folder / "rival-typst.pdf"
    if shutil.which("typst"):
        subprocess.run(["typst", "compile", "--font-path", str(folder), str(source), str(made)], check=True)
    elif find_spec("typst"):
        made.write_bytes(import_module("typst").compile(str(source), font_paths=[str(folder)]))
    else:
        return None
    return made


def _values(how: Geometry, face: TextFace) -> dict[str, Any]:
    width, height = how.trim
    mirrored = how.left[0] != how.left[1]
    return {
        "sides": "" if mirrored else ",asymmetric",
        "binding": "binding: left," if mirrored else "",
        "near": "inside" if mirrored else "left",
        "far": "outside" if mirrored else "right",
        "width": width,
        "height": height,
        "inner": how.left[0],
        "outer": width - how.left[0] - how.measure,
        "measure": how.measure,
        "top": how.top,
        "bottom": height - how.foot,
        "depth": how.foot - how.top + 0.2,
        "size": how.size,
        "pitch": how.pitch,
        "lead": how.pitch - 1.1 * how.size,
        "indent": how.indent,
        "sink": 11 * how.pitch,
        "note": face.note,
        "note_pitch": face.note_pitch,
    }


def _instances(face: TextFace, folder: Path) -> None:
    """The style's type as files that every program can read: no axes are left in them."""
    for file, to in zip(face.files, ("roman.ttf", "italic.ttf"), strict=True):
        if not (folder / to).exists():
            font = TTFont(file)
            axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes} | face.axes
            instantiateVariableFont(font, axes, inplace=True).save(folder / to)


def body(chapters: Sequence[str], how: Markup) -> str:
    """Chapters of HTML in the words of another program."""
    found: list[str] = []
    for chapter in chapters:
        root = tinyhtml5.parse(chapter)
        title = next(element for element in root.iter() if _name(element) == "h1")
        text = next(element for element in root.iter() if "text" in _classes(element))
        found += [how.chapter % _inline(title, how), *_blocks(text, how, [True])]
    return "\n\n".join(found)


def _blocks(parent: Any, how: Markup, flush: list[bool]) -> Iterator[str]:
    """The blocks of an element; `flush` holds whether the next paragraph is not indented."""
    for element in parent:
        name = _name(element)
        if name in LEFT_OUT or name not in BLOCKS | INDENTED | HEADINGS | {"p"}:
            continue
        if "section-break" in _classes(element):
            yield how.parting
            flush[0] = True
        elif name == "p":
            words = re.sub(r"[ \n\t]+", " ", _inline(element, how)).strip()
            yield how.flush % words if flush[0] else words
            flush[0] = False
        elif name in HEADINGS:
            yield how.heading % _inline(element, how)
            flush[0] = True
        elif name in INDENTED:
            flush[0] = True
            yield how.apart % ("\n\n" + "\n\n".join(_blocks(element, how, flush)) + "\n\n")
            flush[0] = True
        else:
            yield from _blocks(element, how, flush)


def _inline(element: Any, how: Markup) -> str:
    found = [how.escape(element.text or "")]
    for child in element:
        inner = _inline(child, how)
        kinds = [_name(child), *_classes(child)]
        pattern = next((how.spans[kind] for kind in kinds if kind in how.spans), "%s")
        found += [pattern.replace("%s", inner) if inner.strip() else inner, how.escape(child.tail or "")]
    return "".join(found)


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _classes(element: Any) -> list[str]:
    return (element.get("class") or "").split()
