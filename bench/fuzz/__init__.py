"""Hostile inputs for every door of the integration, in one real Home Assistant: run by `script/fuzz`."""

# Before the test harness, which brings a package of the same name: the first is the one that is found.
import custom_components.missed_call_textback  # noqa: F401
