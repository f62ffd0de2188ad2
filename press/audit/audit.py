"""The audit of pages: surveyed sections → what a compositor would not pass in its place in the book, and figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from press.audit.figures import Figures, SurveyedSection, figures
from press.audit.sinkage import uneven_sinkage
from press.places import Folio
from press.problem import Origin, Problem, Rule, Severity
from press.style.limits import Limits
from press.typesetting.fault import Fault
from press.typesetting.faults import faults
from press.typesetting.rules import LOOKS


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault in its place in the book: on which sheet (from 1), with which folio, from which line of ours."""

    fault: Fault
    folio: Folio
    origin: Origin

    def problem(self) -> Problem:
        """The finding as a problem to be looked at."""
        rule, message = self.fault.rule, f"p. {self.folio}: {self.fault.message}"
        return Problem(self.origin, rule, message, severity=Severity.LOOK)


@dataclass(frozen=True, slots=True)
class Audit:
    """What the audit found, in the order of pages, the figures, and findings that somebody has silenced."""

    findings: tuple[Finding, ...]
    figures: Figures
    silenced: tuple[Finding, ...] = ()

    @property
    def counts(self) -> Counter[Rule]:
        """How many findings of each rule."""
        return Counter(finding.fault.rule for finding in self.findings)


def audit(sections: Sequence[SurveyedSection], origins: Mapping[str, Origin], limits: Limits) -> Audit:
    """The audit of a whole book. `origins`: block → the line of ours that it comes from."""
    found = [(n, fault) for n, section in enumerate(sections) for fault in faults(section.pages, limits)]
    found = sorted([*uneven_sinkage(sections), *found], key=lambda each: each[0])
    findings = [
        Finding(fault, sections[n].folios[fault.page], _origin(fault.block, sections[n], origins)) for n, fault in found
    ]
    return Audit(tuple(findings), figures(sections, limits))


def _origin(block: str, section: SurveyedSection, origins: Mapping[str, Origin]) -> Origin:
    """Where a block comes from; a piece of a note from where the note does, what the press made from its piece."""
    # the id of a note's further piece is the note's own with its number behind `--`
    return origins.get(block) or origins.get(block.partition("--")[0]) or section.origin


def table(found: Audit) -> str:
    """The audit as a table: each rule, how often, per 100 pages, and silenced; then the figures."""
    counts, quiet, of = found.counts, Counter(each.fault.rule for each in found.silenced), found.figures
    hundred = max(of.pages, 1) / 100
    rows = [f"{'':32}{'found':>7}{'per 100 pages':>15}{'silenced':>10}"]
    for rule, name in LOOKS.items():  # those without a finding too: the table says what has been looked for
        n, silent = counts[rule], quiet[rule]
        rows.append(f"{name:32}{n or '–':>7}{(f'{n / hundred:.1f}' if n else '–'):>15}{silent or '–':>10}")
    rows.append("")
    for name, gaps in (
        ("word spaces, all", of.gaps),
        ("  of the text", of.text_gaps),
        ("  of the notes", of.note_gaps),
    ):
        rows.append(f"{name:32}median {gaps.median:.3f}   p95 {gaps.p95:.3f}   p99 {gaps.p99:.3f}")
    rows.append(f"{'lines that end in a hyphen':32}{of.hyphens} of {of.lines}, {of.hyphens / max(of.lines, 1):.1%}")
    plain = f"{of.plain_equal} of {of.plain_facing} without a heading"
    rows.append(f"{'facing pages of equal depth':32}{plain}, {of.equal} of {of.facing} in all")
    rows.append(f"{'right edge out by at most':32}{of.edge:.2f} pt")
    return "\n".join(rows)
