"""Mentions × pages → the entries of an index and their locators."""
