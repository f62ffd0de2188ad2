"""The templates of a style, compiled: each once, for what has been compiled is kept until its words change."""

from __future__ import annotations

from pathlib import Path

import jinja2

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
        return f"{name} {'/'.join(Path(filename or '').parts[-2:])}"

    def load_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Take what has been kept, if it has been."""
        if kept := self.store.get(self._key(bucket)):
            bucket.bytecode_from_string(kept)

    def dump_bytecode(self, bucket: jinja2.bccache.Bucket) -> None:
        """Keep what has been compiled."""
        self.store.put(self._key(bucket), bucket.bytecode_to_string())

    def _key(self, bucket: jinja2.bccache.Bucket) -> str:
        return key_of("template", bucket.key, bucket.checksum)
