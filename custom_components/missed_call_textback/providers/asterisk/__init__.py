"""Asterisk and FreePBX: calls in, over the Asterisk Manager Interface (AMI)."""
