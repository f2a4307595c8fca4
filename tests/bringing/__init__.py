"""Papers that were written elsewhere, brought in as they are."""
