"""What partners send: the bodies of PUT operations, and of import lines with their `ref`."""
