"""Places: communes and how people name them."""
