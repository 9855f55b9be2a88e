"""Tests of what automations are made of: triggers and conditions."""
