"""The alphabets of languages: which letters there are beside the common ones, and what goes before what."""
