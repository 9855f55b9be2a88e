"""The named statements, built once, one file a subject.

All of them are portable but for the module that `insert` comes from: an upsert (`ON CONFLICT`) has
the same methods in `sqlalchemy.dialects.postgresql`. An insert that may meet its like says DO
NOTHING, because a failed statement leaves a transaction usable on SQLite but not on PostgreSQL.
"""
