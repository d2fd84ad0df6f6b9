"""Measurements against a floor: `make bench`, or `python -m bench --help`.

One file per measurement; `docs/performance.md` says what each number means.
"""
