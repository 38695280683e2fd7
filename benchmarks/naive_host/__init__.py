"""The peer: a host as a competent programmer writes it in an afternoon from what the package index offers.

asyncio streams, pyiso8583 for messages, psec for cryptography, sqlite3 with one commit a row. It does the steps that
our host does for a sale that goes well, and none of what ours does for one that goes wrong: no repetition, no
reversal, no time-out, no checks beyond the MAC, no restart.
"""
