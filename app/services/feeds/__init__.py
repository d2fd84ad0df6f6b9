"""What a feed may change, and how: one applier per kind, working on a batch."""
