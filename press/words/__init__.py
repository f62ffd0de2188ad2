"""The account of words: what the manuscript says, what each finished product shows, and what is lost between the two.

`letters`         words as they are compared: letters and figures alone
`plain_markdown`  a text of the manuscript → its words and notes, by the simplest rules
`copytext`        the manuscript's files → what each piece of the book must print
`proof`           the finished PDF → its words, where they stand, and whether they can be seen
`compare`         copy against proof, in order, in linear time
`placing`         words off the sheet or outside the type area, and words over one another
`piece_account`   a piece of the book held against what is found of it
`account`         the pages, as problems; and the table of what is not counted, and why
`visible`         what the sheets of a page for a browser hide
`screen`          the finished page, or an EPUB → its parts, their notes, and what of them can be seen
`screen_account`  both, as problems
`cover_account`   the cover, as problems

Nothing here imports the reader, the parser or the composer: a fault of theirs must not be repeated by their judge.
"""
