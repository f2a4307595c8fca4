"""What Octavo costs, beside other ways to do the same: `nox -s bench`."""
