"""The terminal's face: a hand-held POS that shows what the terminal's own front shows, and can be touched."""
