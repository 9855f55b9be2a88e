"""A missed call, its text and its answer, shown in a real Home Assistant."""
