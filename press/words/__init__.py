"""The account of words: what the manuscript says, what the finished book shows, and what is lost between the two.

`letters`         words as they are compared: letters and figures alone
`plain_markdown`  a text of the manuscript → its words and notes, by the simplest rules
`copytext`        the manuscript's files → what each piece of the book must print
`proof`           the finished PDF → its words, where they stand, and whether they can be seen
`compare`         copy against proof, in order, in linear time
`placing`         words off the sheet or outside the type area, and words over one another
`account`         all of it, as problems; and the table of what is not counted, and why

Nothing here imports the reader, the parser or the composer: a fault of theirs must not be repeated by their judge.
"""
