"""Benchmarks: each is a module to run, by `script/bench NAME`."""
