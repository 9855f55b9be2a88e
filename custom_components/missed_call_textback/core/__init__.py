"""What a missed call means: no Home Assistant, no I/O, no clock."""
