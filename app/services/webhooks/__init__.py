"""Webhooks: what partners set up, what is made of events for them, what is sent."""
