"""The commands: a person's and a script's way to everything that the rooms above can do."""
