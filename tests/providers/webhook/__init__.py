"""Calls that any phone system reports by a webhook."""
