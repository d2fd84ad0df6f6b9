"""Providers: directories and searches."""
