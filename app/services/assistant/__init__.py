"""Hugo: finds the published entry that answers a question, or says that there is none."""
