"""Tests of SMSGate as a carrier."""
