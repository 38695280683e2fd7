"""Published algorithms over bytes: ciphers, MACs, PIN blocks, check values, key blocks, tracks and tokens."""
