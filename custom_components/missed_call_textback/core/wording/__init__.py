"""How short texts of people are read: their words, whose words they are, and phrases found in them."""
