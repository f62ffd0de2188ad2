"""The places of WeasyPrint that are patched: all of them, with the reason of each, are told in `table`."""
