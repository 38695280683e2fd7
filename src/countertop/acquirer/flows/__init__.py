"""What the host does, one file a flow."""
