"""What happens at a wallet, one file for each kind of occasion."""
