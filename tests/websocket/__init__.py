"""Tests of what cards and the panel ask over the websocket."""
