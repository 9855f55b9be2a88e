"""Fuzzing that coverage leads, door by door: run by `script/fuzz --guided`.

Not a part of `bench.fuzz`: code is watched that is imported after the watching began, and so nothing
of the integration may be imported here.
"""
