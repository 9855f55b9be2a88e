"""The demo: people who do not exist."""
