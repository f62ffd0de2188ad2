"""What the headnote of an index must explain: the numbers and the signs that occur in it."""

from __future__ import annotations

from press.indexes.entries import Group
from press.indexes.options import IndexOptions

NOTES_EXPLAINED = {
    "chicago": "The letter n after a page number refers to a note on that page, nn to several notes.",
    "oxford": "After a page number, n. refers to a note on that page, nn. to several notes.",
    "mhra": "After a page number, n. refers to a note on that page, nn. to several notes.",
}
DOCUMENTS_EXPLAINED = {
    False: "{} with a number refers to a whole document, by its number.",
    True: "Numbers refer to documents, by their numbers.",
}
DOCUMENTS_AND_PAGES = "Numbers refer to documents, by their numbers; what stands behind {} are pages."


def explain(options: IndexOptions, groups: tuple[Group, ...], *, people: bool = True) -> tuple[str, ...]:
    """Sentences for the headnote: what italic, bold, n and the number of a document mean, where they occur. `people`:
    whether it is an index of nothing else.
    """
    locators = [locator for group in groups for entry in group.entries for locator in entry.all_locators]
    on = " on a person" if people else ""
    kinds = {locator.kind for locator in locators}
    bare = options.locators == "documents"
    sentences = {
        f"Numbers in bold refer to the principal passages{on}.": any(each.principal for each in locators),
        "Numbers in italic refer to the captions of figures.": "figure" in kinds,
        NOTES_EXPLAINED[options.notes]: "note" in kinds,
        DOCUMENTS_EXPLAINED[bare].format(options.document): "document" in kinds and not (bare and len(kinds) > 1),
        DOCUMENTS_AND_PAGES.format(options.page): "document" in kinds and bare and len(kinds) > 1,
    }
    return tuple(sentence for sentence, occurs in sentences.items() if occurs)
