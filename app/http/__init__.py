"""HTTP machinery that no single operation owns: context, problems, documents, docs page."""
