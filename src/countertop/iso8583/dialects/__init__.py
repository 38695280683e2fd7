"""The dialects: each a table written as its difference from ISO 8583:1987."""
