"""The typescript of Writer: what is in an .odt beside what pandoc reads of it."""
