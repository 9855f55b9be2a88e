"""Asterisk: recorded calls, hostile streams, and a strict stand-in for its Manager Interface."""
