"""Octavo: an academic manuscript, built into PDF, DOCX and HTML, and checked."""
