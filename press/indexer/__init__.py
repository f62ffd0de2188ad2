"""What an indexer works with: how headings stand in the text, what might be better in their entries, tables of them."""
