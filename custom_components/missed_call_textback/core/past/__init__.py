"""Calls from before the installation: read from a log, counted like our own, kept apart from them."""
