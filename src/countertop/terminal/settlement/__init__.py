"""The end of a batch at the terminal: totals frozen and told, details uploaded where they differ, the next batch."""
