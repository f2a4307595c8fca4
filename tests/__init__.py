"""The tests: what Octavo does, one behaviour each."""
