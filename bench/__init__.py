"""Measurement, for those who work on the press: how long a book takes, against plain WeasyPrint; which slips pass.

report      `./go bench`
bench       what is measured, each in a process of its own, and the table
repeat      the long book: the manuscript repeated under fresh ids
enlarge     a book of much of everything: people, sources, notes, rows, pages of a chapter
attack      `./go attack`: the press killed, starved and fed with nonsense
mutants     manuscripts spoiled at random
plain       the same book for plain WeasyPrint
slips       the manuscript spoiled, one slip of an editor at a time, and what becomes of each
slips_of_…  the kinds of them, in running text and in records
"""
