"""A manuscript in the author's file → a manuscript folder of ours; reference files → `sources.yaml`.

receive     the file → its bytes or its text, if it can be a typescript at all
convert     … → Typescript: plain text by our own reading (`typed`), all else by pandoc and `tree`; what pandoc passes
            by is first made plain, or put behind signs, by `word`, `odt` and `markup`
gather      a folder → Collection: all its files, each as above, in the order of their names
structure   … → Arrangement: what is the title, a part, a chapter, a primary source, a note, furniture
names       … → records proposed for `sources.yaml` and `people.yaml`; `references`: those that others have kept
assemble    … → the files of a folder, as text by `writing`, and the report of what became of everything
account     every word of the file itself held against the book that the folder makes
deliver     … → the folder in its place; `merging`: an author's next version, into one that has been edited

It knows the nouns of a book and what an editor may write, and nothing of paper. Its promise is that nothing of the
text is lost: what is not in the folder is in the report, with a reason.
"""
