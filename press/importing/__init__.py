"""A manuscript in the author's file → a manuscript folder of ours; reference files → `sources.yaml`.

receive → convert → recognise → propose (works, people) → assemble → deliver

A third part beside `press.editing` and `press.printing`: it knows the nouns, and what an editor may write, and nothing
of paper. Its promise is that nothing of the text is lost: what is not in the folder is in the report, with a reason.
"""
