"""What pyproject.toml cannot say of the package: the styles and profiles of the top come into it, as press/shipped/."""

from __future__ import annotations

from pathlib import Path

from setuptools import find_packages, setup

SHIPPED = {"press.shipped.styles": "styles", "press.shipped.profiles": "profiles"}
"""Where what stands beside the package is put within it; `press.project.shipped` finds either place."""

WITHIN = [
    *("starter/**", "alphabets/LICENSE", "alphabets/orders.txt", "importing/names/lexicon_data/*"),
    "importing/folder/**",
    *("typesetting/engine/fonts.conf", "ebook/site_files/*"),
    *("preview/window.html", "preview/window.css", "preview/window.js"),
]
"""What the package has beside modules."""


def files_of(folder: str) -> list[str]:
    """Every file below a folder, by its path from there."""
    return [path.relative_to(folder).as_posix() for path in Path(folder).rglob("*") if path.is_file()]


setup(
    packages=[*find_packages(include=["press", "press.*"]), *SHIPPED],
    package_dir=SHIPPED,
    package_data={"press": WITHIN, **{name: files_of(folder) for name, folder in SHIPPED.items()}},
)
