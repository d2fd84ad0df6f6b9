"""The ways in: what clients present and receive besides the body, and the services behind."""
