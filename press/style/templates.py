"""The templates of a style, compiled: each once, for what has been compiled is kept until its words change. What they
ask for is limited to what a page can want.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

import jinja2
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment, safe_range

from press.limits import TEMPLATE_LETTERS, TEMPLATE_NUMBER
from press.store import Store, key_of


class CompiledTemplates(jinja2.BytecodeCache):
    """Templates as Jinja has compiled them, in the store: to compile all of a style takes as long as a check does else.

    One of another version of Jinja is not taken: its words begin with that version's own mark.
    """

    def __init__(self, store: Store) -> None:
        self.store = store

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """A template by its name and its folder, wherever the project lies; its words are in the checksum."""
        # what a fault in it is told by: `classic/chapter.html.j2`
        return f"sandboxed {name} {'/'.join(Path(filename or '').parts[-2:])}"

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Take what has been kept, if it has been."""
        if kept := self.store.get(self._key(bucket)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what has been compiled."""
        self.store.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: jinja2.bccache.Bucket) -> str:
        return key_of("template", bucket.key, bucket.checksum)


LOOKED = "names looked at"
"""The name, which no template can write, of the names that templates have asked for: a set that is added to."""


class WatchedContext(jinja2.runtime.Context):
    """What a template sees, and whoever gives it may see which names it asks for."""

    def resolve_or_missing(self, key: str) -> Any:
        """A value by its name, or what stands for one that is not there."""
        looked = self.parent.get(LOOKED)
        if looked is not None and key in self.parent and key not in self.vars:  # what a template has set is its own
            looked.add(key)
        return super().resolve_or_missing(key)


class TemplateEnvironment(SandboxedEnvironment):
    """Where templates are compiled and run: they see what they are given, and not the machine behind it; and nothing
    that they reckon takes longer than can be waited for, for while one step of it goes on nobody can stop them.
    """

    context_class = WatchedContext
    intercepted_binops = frozenset({"*", "**", "%"})

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.globals["range"] = safe_range
        for name in ("format", "center", "indent"):
            self.filters[name] = _not_too_wide(self.filters[name])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may have an attribute; pages are made of nothing else, and of ours all is known."""
        ours = type(obj).__module__.startswith("press.")
        return attr[:1] != "_" and (ours or super().is_safe_attribute(obj, attr, value))

    def is_safe_callable(self, obj: Any) -> bool:
        """Whether a template may call something; what is not there says so itself when it is called."""
        return isinstance(obj, jinja2.Undefined) or super().is_safe_callable(obj)

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """What an operator makes. Raises `SecurityError` where it would be too much."""
        if operator == "%" and isinstance(left, str):
            _refuse_wide(left)
        elif isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length() * max(1, right) if operator == "**" else left.bit_length() + right.bit_length()
            if bits > TEMPLATE_NUMBER:
                raise SecurityError(f"a number of more than {TEMPLATE_NUMBER:,} bits")
        elif operator == "*":
            times, what = (left, right) if isinstance(left, int) else (right, left)
            if isinstance(times, int) and hasattr(what, "__len__") and times * len(what) > TEMPLATE_LETTERS:
                raise SecurityError(f"more than {TEMPLATE_LETTERS:,} of something")
        return super().call_binop(context, operator, left, right)


def key_of_templates(environment: jinja2.Environment) -> str:
    """A key of all templates that those of a style may load, which can be another style's."""
    loader = environment.loader
    folders = [Path(each) for each in loader.searchpath] if isinstance(loader, jinja2.FileSystemLoader) else []
    paths = [(folder, path) for folder in folders for path in sorted(folder.rglob("*.j2"))]
    return key_of(*(part for folder, path in paths for part in (str(path.relative_to(folder)), path.read_bytes())))


def _not_too_wide(make: Callable[..., Any]) -> Callable[..., Any]:
    """A filter of Jinja's that is not asked for more than a page can hold in width."""

    @wraps(make)
    def checked(*given: Any, **named: Any) -> Any:
        for each in (*given, *named.values()):
            _refuse_wide(each)
        return make(*given, **named)

    return checked


def _refuse_wide(asked: object) -> None:
    """Raises `SecurityError` if a width, or one that is written in a format, has more than four figures."""
    wide = isinstance(asked, int) and asked >= 10_000
    if wide or (isinstance(asked, str) and "%" in asked and re.search(r"\d{5}|\*", asked)):
        raise SecurityError("a text of more than 10,000 letters in width")


def line_being_compiled(fault: BaseException) -> int:
    """The line of the template at which Jinja was when it fell over the depth of it; 1 where it does not say."""
    line, trace = 1, fault.__traceback__
    while trace is not None:
        reader, node = (trace.tb_frame.f_locals.get(name) for name in ("self", "node"))
        if isinstance(reader, jinja2.parser.Parser):
            line = reader.stream.current.lineno
        elif isinstance(node, jinja2.nodes.Node):
            line = node.lineno
        trace = trace.tb_next
    return line
