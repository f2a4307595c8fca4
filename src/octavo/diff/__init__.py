"""Two documents become one that shows what changed between them, for every format."""
