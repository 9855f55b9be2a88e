"""Tools to work on the integration."""
