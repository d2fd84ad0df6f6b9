"""Every domain error, declared once: rendered as RFC 9457 and documented from the same class."""
