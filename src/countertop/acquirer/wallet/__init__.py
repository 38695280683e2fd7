"""Payments by code: the host as the client of a wallet, over its signed API."""
