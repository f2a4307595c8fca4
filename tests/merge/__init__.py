"""A Word file, edited, brought back into the sources."""
