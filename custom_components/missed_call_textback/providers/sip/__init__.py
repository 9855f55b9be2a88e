"""A SIP account of any telephone company or PBX: one more phone, that rings and never answers."""
