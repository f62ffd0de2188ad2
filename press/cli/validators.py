"""The validators: veraPDF for PDF/UA and PDF/A, epubcheck for EPUB.

They are Java programs and no part of the press; `install` fetches one with Maven, in one fixed version, into `.cache/`,
and `ask` runs it.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from press.cli.rules import MAVEN, NO_JAVA, NO_MAVEN, NO_VALIDATOR, VALIDATOR
from press.commands import call
from press.files import new_folder
from press.lifetime import ending_with_us
from press.problem import Faulty, Origin, Problem

PLUGIN = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies"
POM = """<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>press</groupId><artifactId>validation</artifactId><version>1</version><packaging>pom</packaging>
  <dependencies>
    <dependency><groupId>{0.group}</groupId><artifactId>{0.artifact}</artifactId><version>{0.version}</version></dependency>
  </dependencies>
</project>
"""
TOLD = 150
"""How many characters are told of what another program says."""


@dataclass(frozen=True, slots=True)
class Validator:
    """A validator: its name and version, what Maven calls it, its main class, and the command that fetches it."""

    name: str
    version: str
    group: str
    artifact: str
    main: str
    command: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}"

    def jars(self, cache: Path) -> Path:
        """The folder that it is kept in."""
        return cache / f"{self.name.lower()}-{self.version}"


VERAPDF = Validator(
    "veraPDF",
    "1.28.2",
    "org.verapdf.apps",
    "greenfield-apps",
    "org.verapdf.apps.GreenfieldCliWrapper",
    "validate --install",
)
EPUBCHECK = Validator(
    "epubcheck",
    "5.3.0",
    "org.w3c",
    "epubcheck",
    "com.adobe.epubcheck.tool.Checker",
    "epub --check --install",
)


def install(validator: Validator, cache: Path) -> None:
    """Put a validator into the folder `cache`, unless it is there. Raises `Faulty` if Maven is not there or fails."""
    jars = validator.jars(cache)
    if jars.is_dir():
        return
    if not shutil.which("mvn"):
        message = f"{validator.name} is fetched with Maven, and there is none"
        raise Faulty([Problem(Origin("mvn"), NO_MAVEN, message, "on Debian: apt-get install maven")])
    with new_folder(jars) as folder:
        pom = folder / "pom.xml"  # it stays beside what it asked for
        pom.write_text(POM.format(validator), encoding="utf-8")
        command = ending_with_us(["mvn", "-q", "-B", "-f", str(pom), PLUGIN, f"-DoutputDirectory={folder}"])
        run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
        # that Maven has ended well is its word alone: what counts is that the validator is there
        if run.returncode or not any(folder.glob(f"{validator.artifact}-*.jar")):
            said = next((line for line in run.stdout.splitlines() if "ERROR" in line), f"status {run.returncode}")
            message = re.sub(r"\x1b\[\w*|\[ERROR\] |\s*-> \[Help.*", "", said)
            raise Faulty([Problem(Origin("mvn"), MAVEN, f"{validator.name} cannot be fetched: {message[:TOLD]}")])


def look_for(validator: Validator, cache: Path) -> None:
    """Raises `Faulty` if a validator is not installed, or there is no Java."""
    if not validator.jars(cache).is_dir():
        message = f"{validator} is not installed"
        raise Faulty([Problem(Origin(validator.name), NO_VALIDATOR, message, call(*validator.command.split()))])
    if not shutil.which("java"):
        hint = "on Debian: apt-get install default-jre-headless"
        raise Faulty([Problem(Origin("java"), NO_JAVA, f"{validator.name} needs Java, and there is none", hint)])


def ask(validator: Validator, cache: Path, options: Sequence[str], shown: str) -> str:
    """The report of a validator on a file, as JSON; `shown` is the file as it is told to people. Raises `Faulty`."""
    command = ending_with_us(["java", "-cp", f"{validator.jars(cache)}/*", validator.main, *options])
    run = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", check=False)
    if not run.stdout.startswith("{"):  # the status does not say so: a file with faults has one too
        said = (run.stderr.strip().splitlines() or [f"status {run.returncode}"])[0]
        message = f"{validator.name} cannot be run: {said[:TOLD]}"
        raise Faulty([Problem(Origin(shown), VALIDATOR, message)])
    return run.stdout
