"""The ways in as services."""
