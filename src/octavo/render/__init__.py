"""One file a format; none knows another."""
