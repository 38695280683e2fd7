"""What the switch does, one flow a file; each script runs between two named states and never waits for the network."""
