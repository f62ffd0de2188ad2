"""The typescript of Word: what is in a .docx beside what pandoc reads of it."""
