"""Tests of what is made again and compared."""
