"""The real world: loop, clock, entropy, lines, timers, desk, configuration, logs, and the house of the parties."""
