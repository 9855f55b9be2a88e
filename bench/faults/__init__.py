"""Kills Home Assistant again and again in the middle of its work, and counts what that costs a shop."""
