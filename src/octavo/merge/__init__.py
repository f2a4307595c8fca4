"""A co-author's edits in a Word file, brought back into the sources that it was made of."""
