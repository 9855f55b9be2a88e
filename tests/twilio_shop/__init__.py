"""A Twilio shop in Home Assistant, with the stand-in telephone company behind real HTTP."""
