"""netledger: a personal relationship ledger for the terminal."""

__version__ = "0.1.0"
