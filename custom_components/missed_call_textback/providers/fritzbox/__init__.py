"""A FRITZ!Box: its call monitor for calls as they come, its call list for those that nobody heard."""
