"""The preview, run as people run it."""
