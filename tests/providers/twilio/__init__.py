"""Twilio: signatures, webhooks, documents, and the REST API against the stand-in company."""
