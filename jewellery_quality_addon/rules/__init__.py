"""Plain arithmetic of the trade: no ORM, typed, each figure with its source."""
