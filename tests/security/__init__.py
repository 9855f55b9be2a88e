"""Who may do what, what nobody may get in, and what nobody may find out."""
