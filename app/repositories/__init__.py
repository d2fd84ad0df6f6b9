"""All SQL, as named questions. The write road takes a session, the read road a connection."""
