"""Refunds that a merchant's people ask for at its console: no machine, no card, and the rules of any other refund."""
