"""What operators see: structured logs and metrics, without personal data."""
