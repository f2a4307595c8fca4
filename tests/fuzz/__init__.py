"""Texts and packages made by grammars, and damaged: each ends well, or with a place."""
