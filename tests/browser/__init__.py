"""What an owner sees and does, in a real browser before a real Home Assistant."""
