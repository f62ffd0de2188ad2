"""A manuscript in the author's file → a manuscript folder of ours; reference files → `sources.yaml`.

receive     the file → its bytes or its text, if it can be a typescript at all
convert     … → Typescript: plain text by our own reading, all else by pandoc and `tree`
gather      a folder → Collection: all its files, each as above, in the order of their names
recognise   … → Arrangement: what is the title, a part, a chapter, a primary source, a note, furniture (of a folder:
            `folder`)
works, source_headings, people     … → records proposed for `sources.yaml` and `people.yaml`
assemble    … → the files of a folder, as text, and the report of what became of everything
deliver     … → the folder in its place, or records added to one that is there

It knows the nouns of a book and what an editor may write, and nothing of paper. Its promise is that nothing of the
text is lost: what is not in the folder is in the report, with a reason.
"""
