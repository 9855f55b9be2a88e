"""Tests of httpSMS as a carrier and as a source."""
