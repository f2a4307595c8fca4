"""What journals ask, and what is sent to them."""
