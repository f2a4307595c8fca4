"""The comparison of documents."""
