"""The customer's PIN pad: a page of its own origin, so that no script of another page can see what is keyed."""
