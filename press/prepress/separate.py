"""Colour separation: every colour of a PDF becomes one of the press's inks, in place.

What is reached from the pages is rewritten once: their content, forms, patterns, gradients, masks, glyphs that are
drawn, pictures. No RGB, Lab or profiled colour is left; resources that nothing uses are dropped.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream

from press.prepress.colour_space import kind
from press.prepress.gradients import separate_gradient
from press.prepress.house_inks import HouseInks, srgb_profile
from press.prepress.inks import Ink, Inks, black, shows_grey
from press.prepress.pictures import separate_picture
from press.prepress.rewriting import Rewriting, RewrittenContent
from press.prepress.spot_inks import AS_EVER, Treatment
from press.store import Sheaf

BLACK_FROM_THE_START = b"0 0 0 1 k 0 0 0 1 K\n"
GRAY_FROM_THE_START = b"0 g 0 G\n"
"""A page begins with black as a grey (PDF 32000-1, 8.4.1), and words that name no colour would be no black ink."""
OF_TRANSPARENCY = ("/ca", "/CA", "/SMask", "/BM", "/AIS")
"""What the graphics state says of transparency (11.6.4), unknown to the levels of PDF/X that are without it."""


@dataclass(frozen=True, slots=True)
class Coloured:
    """Something found in colour that was not the press's own: on which page (from 1), what, a picture's pixels, and
    whether inks have been found for it.
    """

    page: int
    what: str
    pixels: tuple[int, int] = (0, 0)
    separated: bool = True


def separate(pdf: pikepdf.Pdf, inks: Inks, treatment: Treatment = AS_EVER, kept: Sheaf | None = None) -> list[Coloured]:
    """Turn all colours into inks. Gives what was in colour. `kept`: contents separated before, by the same inks and
    treatment.
    """
    separator = Separator(pdf, inks, treatment, kept)
    for at, page in enumerate(pdf.pages, 1):
        separator.page(page, at)
    return separator.found


class Separator:
    """Goes through a PDF; what has been done is remembered, for forms and pictures are used many times."""

    def __init__(self, pdf: pikepdf.Pdf, inks: Inks, treatment: Treatment, kept: Sheaf | None = None) -> None:
        self.pdf, self.inks, self.treatment, self.kept = pdf, inks, treatment, kept
        self.profile: Object | None = None
        self.found: list[Coloured] = []
        self.done: set[tuple[int, int]] = set()
        self.number = 0

    def page(self, page: pikepdf.Page, at: int) -> None:
        """A page and all that it uses."""
        self.number = at
        self.group(page.obj, False)
        content = Rewriting(self, page.obj.get("/Resources", Dictionary()), False)
        separated = self.rewritten(content, page)
        begun = GRAY_FROM_THE_START if self.treatment.gray else BLACK_FROM_THE_START
        page.obj.Contents = Stream(self.pdf, begun + separated)
        page.obj.Resources = content.resources_used()

    def group(self, thing: Object, mask: bool) -> None:
        """A transparent group is mixed in a colour space of its own (11.6.6), which must be the press's."""
        group = thing.get("/Group")
        if group is not None and self.treatment.opaque and not mask:
            del thing.Group
        elif group is not None and "/CS" in group:
            group.CS = Name.DeviceGray if mask or self.treatment.gray else Name.DeviceCMYK

    def srgb(self) -> Object:
        """The profile of pictures that stay in sRGB, once for the file."""
        if self.profile is None:
            made = Stream(self.pdf, srgb_profile(), N=3, Alternate=Name.DeviceRGB)
            self.profile = self.pdf.make_indirect(made)
        return self.profile

    def state(self, state: Object) -> bool:
        """A dictionary of the graphics state; says whether anything is left of it in a file without transparency."""
        if not self.treatment.opaque:
            return True
        for key in OF_TRANSPARENCY:
            if key in state:
                del state[key]
        return any(key != "/Type" for key in state.keys())  # noqa: SIM118 – it is no mapping

    def _once(self, thing: Object) -> bool:
        """Whether an object is met for the first time; what is no object of its own is never met again."""
        if not thing.is_indirect:
            return True
        new = thing.objgen not in self.done
        self.done.add(thing.objgen)
        return new

    def coloured(self, what: str, pixels: tuple[int, int] = (0, 0), separated: bool = True) -> None:
        """Note that something was in colour on this page."""
        if (found := Coloured(self.number, what, pixels, separated)) not in self.found:
            self.found.append(found)

    def stream(self, stream: Object, resources: Object, mask: bool) -> None:
        """The content of a form, a pattern or a glyph; `resources`: of what uses it, where it has none of its own."""
        if not self._once(stream):
            return
        self.group(stream, mask)
        content = Rewriting(self, stream.get("/Resources", resources), mask)
        stream.write(self.rewritten(content, stream))
        if "/Resources" in stream:
            stream.Resources = content.resources_used()

    def rewritten(self, content: Rewriting, source: pikepdf.Page | Object) -> bytes:
        """The content of a page or a stream with inks for colours, made once of the same."""
        if self.kept is None:
            return content.rewritten(pikepdf.parse_content_stream(source)).content
        key = _digest(source, content.mask)
        if known := self.kept.get(key, RewrittenContent):
            content.again(known.acts)
            return known.content
        made = content.rewritten(pikepdf.parse_content_stream(source))
        if content.plain:
            self.kept.put(key, made)
        return made.content

    def ink(self, space: Any, levels: tuple[float, ...], tell: Callable[[str], None] | None = None) -> Ink | None:
        """The inks of a colour, None where it has none: a pattern, an ink of its own, levels that do not fit. What was
        in colour is told to this page, if not to somebody else.
        """
        tell = tell or self.coloured
        family = kind(space)
        if family == "/DeviceCMYK" and len(levels) == 4:
            given = levels[0], levels[1], levels[2], levels[3]
            if self.treatment.gray and any(given[:3]):
                tell("a colour in CMYK (" + ", ".join(f"{each:.3g}" for each in given) + ")")
            return self.inks.of_cmyk(given) if isinstance(self.inks, HouseInks) else given
        if family == "/DeviceGray" and len(levels) == 1:
            return black(1 - levels[0])
        if family == "/DeviceRGB" and len(levels) == 3:
            ink = self.inks.of_rgb(*levels)
        elif family == "/Lab" and len(levels) == 3:
            ink = self.inks.of_lab(*levels)
        else:
            return None
        shown = not shows_grey(family, levels) if self.treatment.gray else any(ink[:3])
        if shown:  # a grey in RGB has become black ink, and nobody need be told
            name = "Lab" if family == "/Lab" else "RGB"
            tell(f"a colour in {name} ({', '.join(f'{each:.3g}' for each in levels)})")
        return ink

    def picture(self, image: Object) -> None:
        """A picture."""
        if not self._once(image):
            return
        pixels = int(image.Width), int(image.Height)
        if separate_picture(image, self.inks, self.srgb):
            self.coloured("a picture in RGB", pixels)
        if self.treatment.opaque and "/SMask" in image:  # what it lets through has been made one with it
            del image.SMask

    def gradient(self, shading: Object, mask: bool) -> None:
        """A gradient."""
        if self._once(shading) and not separate_gradient(self.pdf, shading, self.ink, mask):
            self.coloured("a gradient that cannot be separated", separated=False)


def _digest(source: pikepdf.Page | Object, mask: bool) -> str:
    """A digest of the content of a page or a stream, as it lies in its file."""
    held = source.obj.get("/Contents", ()) if isinstance(source, pikepdf.Page) else source
    digest = hashlib.sha256(b"mask" if mask else b"")
    for stream in [held] if isinstance(held, Stream) else held:
        coded = [stream.stream_dict.get(key) for key in ("/Filter", "/DecodeParms")]
        content = stream.read_raw_bytes()
        for part in (*(b"" if each is None else each.unparse(resolved=True) for each in coded), content):
            digest.update(b"%d " % len(part) + part)
    return digest.hexdigest()
