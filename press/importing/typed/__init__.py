"""What authors type where others have marks: notes, numbers of pages, references, headings."""
