"""A wallet: the provider behind QR payments, with customers, orders and books of its own."""
