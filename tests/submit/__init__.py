"""Submissions to journals, made as authors make them."""
