"""The merchant console: what a shop has sold, every slip of it, its batches and what it was settled."""
