"""Who is on the other side: listings, ownership and, later, names."""
