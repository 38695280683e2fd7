"""Managing terminals from the host: instructions, parameters, lists, places, and the slips that banks ask for."""
