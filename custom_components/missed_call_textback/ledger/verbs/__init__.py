"""The verbs of a book, one file a subject."""
