"""Entities, actions and diagnostics, on a real engine and ledger; only the carrier is played."""
