"""Tests of the dialogs that set a shop up and change it."""
