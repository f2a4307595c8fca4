"""What each format shows, read back from its bytes."""
