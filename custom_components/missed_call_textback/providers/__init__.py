"""Vendors: one folder each, calls in and texts out."""
