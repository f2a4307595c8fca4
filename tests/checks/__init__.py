"""The rules and their specifications, one file each."""
