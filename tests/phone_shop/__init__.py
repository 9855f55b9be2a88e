"""Shops that text by an Android phone or an action, from a missed call to the reply."""
