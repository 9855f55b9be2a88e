"""The cards and the panel: what is built of them, and what they share with the integration."""
