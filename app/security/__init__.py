"""Keys, seals, hashes and tokens. No database, no HTTP."""
