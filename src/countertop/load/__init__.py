"""Load: many production terminals at once, open loop, against a whole chain that keeps everything durable."""
