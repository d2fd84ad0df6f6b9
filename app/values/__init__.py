"""The small nouns of the field: identifiers, money, periods, masks. No input or output."""
