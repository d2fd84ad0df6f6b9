"""Espace Assuré: the API back end of a complementary health insurer's member space."""

__version__ = "0.1.0"
