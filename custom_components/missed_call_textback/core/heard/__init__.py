"""What is found in the words of a caller who was not asked for it: a place, a time, a service."""
