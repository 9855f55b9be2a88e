"""A SIP account: by messages, by time that is told, and against a company on this machine."""
