"""Tests of the blueprints, instantiated in Home Assistant and driven by the demo shop."""
