"""What goes into the process that is killed. It is copied into Home Assistant's own folder."""
