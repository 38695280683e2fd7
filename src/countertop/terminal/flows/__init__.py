"""What the terminal does, one flow a file, each reading like the operator's manual."""
