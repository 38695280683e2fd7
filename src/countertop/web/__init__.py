"""Pages: the terminal that can be touched, its PIN pad, the consoles, the till, each a site of its own.

A site speaks with its party through the party's desk, as the commands do, and holds nothing of it: losing a browser, or
all sites at once, changes nothing there.
"""
