"""Imports: a stream is cut into lines, the lines into batches, each batch applied and told."""
