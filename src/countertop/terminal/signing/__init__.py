"""The electronic signature (电子签名): taken on the pad, kept with its transaction, told to the host, forgotten."""
