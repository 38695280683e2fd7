"""The end of a batch at the host: totals compared, details taken over, the batch closed and the next one opened."""
