"""The answers to reviewers, as authors write them."""
