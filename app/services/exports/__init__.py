"""Exports of personal data: asked for, gathered by the worker, downloaded by link."""
