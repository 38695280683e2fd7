"""The console of the people who run the acquirer's host: what passes, what is open, and what they decide about it.

What can be looked at is one table (`lists`), what can be done another (`deeds`); pages and JSON API are made of both.
"""
