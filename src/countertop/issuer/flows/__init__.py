"""What a bank does, one flow a file; a request is decided in one script and one append."""
