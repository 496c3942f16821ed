"""The nouns of the field: frozen values without input or output. Every other room speaks them."""
