"""The demo: missed calls and texts of people who do not exist, without any telephone company."""
