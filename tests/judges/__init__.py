"""What independent judges say of the outputs."""
