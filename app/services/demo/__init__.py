"""The demo: its files, its accounts, and loading them as an operator would."""
