"""The made-up world: virtual time, faulty lines and disks, scripted people; one seed makes all of it."""
