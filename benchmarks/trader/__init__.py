"""What a large trader of rare-earth parts buys, makes and ships, drawn from a seed."""
