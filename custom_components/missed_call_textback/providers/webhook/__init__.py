"""Calls that any phone system reports by a request of its own: a webhook."""
