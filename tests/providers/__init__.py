"""Vendors: their doors, their carriers, and what they never do."""
