"""A real Asterisk and real SIP calls, heard by a real Home Assistant."""
