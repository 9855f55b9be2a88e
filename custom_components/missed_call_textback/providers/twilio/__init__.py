"""Twilio: calls and texts in through one signed webhook, texts out through its REST API."""
