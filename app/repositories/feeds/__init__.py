"""Questions of the feeds: each is asked once for a whole batch, and answered in bulk."""
