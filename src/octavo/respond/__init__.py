"""`octavo respond`: the answers to reviewers as a letter that quotes the marked copy."""
