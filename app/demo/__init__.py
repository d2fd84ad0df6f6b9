"""The demo portfolio: fictional people, as the feeds a partner would send.

`portfolio.json` is what `python -m app portfolio apply` reads; each `.ndjson` file is an import of
the kind it is named after. `python -m app demo load` loads them in the order of `ORDER`; `python -m
scripts.make_demo` writes them.

Dates are relative to the day of loading, so that a summary of the last twelve months is never
empty. A date in a file is either absolute (birth dates, which the NIR repeats) or a token:

- `@-45`: 45 days before the Sunday on or just before the day of loading, so that care keeps the
  day of the week on which surgeries are open;
- `@month-4`: the first day of the month four months before the month of loading;
  `@month-4+24`: 24 days later (the 25th); `@month-3-1`: the day before the first of that month.
"""

CONTENT = tuple(
    f"content/{kind}" for kind in ("services", "articles", "help", "legal", "links", "knowledge")
)
"""Texts, written by hand: `make_demo` leaves them alone."""
ORDER = (
    "tariffs",
    "benefit-levels",
    "contracts",
    "options",
    "members",
    "beneficiaries",
    "teletransmissions",
    "statements",
    *CONTENT,
)
