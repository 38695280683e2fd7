"""What the host wants of a terminal beyond transactions: instructions, parameters, lists, keys, and being heard of."""
