"""The nouns of patching: a patch of the engine, the changes it consists of, and what came of it.

A change knows two things of the engine: what it must find there (its shape), and what it makes of that. The shape can
be looked at without changing anything, in whatever engine is installed; it is told in words for people.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from textwrap import dedent
from typing import Any, Protocol

SOURCE = "press_source"
"""The attribute in which an edited function keeps its source, which `inspect` would look for in the engine's file."""


class Change(Protocol):
    """One thing that is changed in the engine."""

    def missing(self) -> Iterator[str]:
        """What is not in the engine as the change needs it; nothing if it can be made."""

    def make(self) -> None:
        """Make it. Once only, and only where nothing is missing."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A function of the engine with other words in its source; each of the old ones must stand there once.

    `names`: what the new words refer to and the engine's module does not know.
    """

    module: str
    name: str
    words: Mapping[str, str]
    names: Mapping[str, object] = field(default_factory=dict)

    def missing(self) -> Iterator[str]:
        """The words that do not stand in the function once, if there is such a function and its source can be read."""
        try:
            source = _source(find(self.module, self.name))
        except (ImportError, AttributeError, OSError, TypeError) as fault:
            yield f"the source of {self.module}.{self.name} cannot be read ({fault})"
            return
        for words in self.words:
            if (times := source.count(words)) != 1:
                yield f"{self.module}.{self.name} has {' '.join(words.split())!r} {times} times"

    def make(self) -> None:
        """Compile the function anew among the names of its module, and put it in its own place."""
        source = _source(find(self.module, self.name))
        for words, others in self.words.items():
            source = source.replace(words, others)
        module = import_module(self.module)
        vars(module).update(self.names)
        made: dict[str, Any] = {}
        exec(compile(dedent(source), str(module.__file__), "exec"), vars(module), made)
        owner, _, name = self.name.rpartition(".")
        vars(made[name])[SOURCE] = source
        setattr(find(self.module, owner), name, made[name])


@dataclass(frozen=True, slots=True)
class Replacement:
    """A function of the engine (or a class that is called, or a property) replaced by one of ours around it.

    `by` makes ours of the engine's. Ours has the very parameters of the engine's, by which it is told whether they fit:
    what is passed on by position would otherwise be mixed up without a word.
    """

    module: str
    name: str
    by: Callable[[Any], Any]

    def missing(self) -> Iterator[str]:
        """Whether there is no such function, or it is called otherwise than ours."""
        try:
            original = find(self.module, self.name)
            theirs = _parameters(_called(original))
        except (ImportError, AttributeError, TypeError, ValueError) as fault:
            yield f"there is no {self.module}.{self.name} to be called ({fault})"
            return
        ours = _parameters(self.by(_called(original)))
        if theirs != ours:
            yield f"{self.module}.{self.name} takes {theirs}, not {ours}"

    def make(self) -> None:
        """Put ours in the place of the engine's."""
        original = find(self.module, self.name)
        ours = self.by(_called(original))
        owner, _, name = self.name.rpartition(".")
        setattr(find(self.module, owner), name, property(ours) if isinstance(original, property) else ours)


@dataclass(frozen=True, slots=True)
class Throughout(Replacement):
    """A function of the engine replaced by one of ours wherever modules of the engine have taken it by its name."""

    def make(self) -> None:
        """Put ours in the place of the engine's, and of each name by which that is called."""
        original = find(self.module, self.name)
        ours = self.by(original)
        engine = self.module.partition(".")[0]
        for name, module in list(sys.modules.items()):
            if module is not None and name.partition(".")[0] == engine and vars(module).get(self.name) is original:
                setattr(module, self.name, ours)


@dataclass(frozen=True, slots=True)
class Reliance:
    """A function or class that is called by a patch and changed by none: it must take these parameters, as in
    `(text, minimum=False)`.
    """

    module: str
    name: str
    parameters: str

    def missing(self) -> Iterator[str]:
        """Whether there is no such function, or it takes other parameters."""
        try:
            theirs = _parameters(find(self.module, self.name))
        except (ImportError, AttributeError, TypeError, ValueError) as fault:
            yield f"there is no {self.module}.{self.name} to be called ({fault})"
            return
        if theirs != self.parameters:
            yield f"{self.module}.{self.name} takes {theirs}, not {self.parameters}"

    def make(self) -> None:
        """Nothing is changed."""


@dataclass(frozen=True, slots=True)
class Referred:
    """A function that another module of the engine has taken into its own names and into a table of them: after an edit
    of it both are pointed to what it is by then.
    """

    module: str
    name: str
    taken_by: str
    table: str

    def missing(self) -> Iterator[str]:
        """Whether the other module has not taken it so."""
        try:
            function, taken = find(self.module, self.name), vars(import_module(self.taken_by))
        except (ImportError, AttributeError) as fault:
            yield f"{self.taken_by} cannot be looked into ({fault})"
            return
        if taken.get(self.name) is not function or function not in dict(taken.get(self.table, {})).values():
            yield f"{self.taken_by} has {self.module}.{self.name} not in its {self.table}"

    def make(self) -> None:
        """Point names and table to the function as it is now."""
        taken = vars(import_module(self.taken_by))
        old, new = taken[self.name], find(self.module, self.name)
        taken[self.name] = new
        taken[self.table].update({key: new for key, each in taken[self.table].items() if each is old})


@dataclass(frozen=True, slots=True)
class Patch:
    """A patch of the engine.

    `reason`: what the engine does, what that costs, and why nothing public will do; `without`: what the press does
    where the patch is not applied; `needed`: it can do nothing then.
    """

    name: str
    reason: str
    changes: tuple[Change, ...]
    without: str
    needed: bool = False

    def missing(self) -> Iterator[str]:
        """What the engine lacks of the shape that the patch needs; nothing if it can be applied."""
        for change in self.changes:
            yield from change.missing()

    def apply(self) -> None:
        """Make all its changes."""
        for change in self.changes:
            change.make()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a patch: applied, or not for the reasons given."""

    patch: Patch
    why_not: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        """Whether the engine has been patched."""
        return not self.why_not


def find(module: str, name: str) -> Any:
    """What bears a dotted name in a module; the module itself if the name is empty.

    Raises `ImportError` or `AttributeError` if there is no such thing.
    """
    found: Any = import_module(module)
    for part in filter(None, name.split(".")):
        found = getattr(found, part)
    return found


@cache
def _source(function: Any) -> str:
    """The source of a function, with what has been edited in it. Raises what `inspect.getsource` raises."""
    edited: str | None = vars(function).get(SOURCE)
    return edited or inspect.getsource(function)


def _called(original: Any) -> Any:
    """What is called of something: of a property what reads it."""
    return original.fget if isinstance(original, property) else original


def _parameters(function: Any) -> str:
    """The parameters of a function with their defaults, whatever types they say they have: `(text, minimum=False)`."""
    parameters = inspect.signature(function).parameters.values()
    return str(inspect.Signature([each.replace(annotation=inspect.Parameter.empty) for each in parameters]))
