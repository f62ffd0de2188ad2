"""What is printed: citations, index entries, locators, and the small points of the text."""
