"""Measurement, for those who work on the press: how long a book takes, against plain WeasyPrint; which slips pass.

report      `./go bench`
bench       what is measured, each in a process of its own, and the table
repeat      the long book: the manuscript repeated under fresh ids
enlarge     a book of much of everything: people, sources, notes, rows, pages of a chapter
authors_file  a long book as its author sends it: Word with Zotero
attack      `./go attack`: the press misled, killed and starved, and a table
misled      manuscripts and styles spoiled, checked and built
mutants     how they are spoiled
machines    builds killed, starved, on a full disk
victim      the project that is attacked
plain       the same book for plain WeasyPrint
slips       the manuscript spoiled, one slip of an editor at a time, and what becomes of each
slips_of_…  the kinds of them, in running text and in records
"""
