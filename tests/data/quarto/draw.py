"""A script that must not run while the paper is brought in."""

raise SystemExit("I was run")
