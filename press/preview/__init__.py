"""The changed chapter and the whole book shown after every save."""
