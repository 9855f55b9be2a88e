"""A FRITZ!Box: its call monitor and its call list, against a stand-in box."""
