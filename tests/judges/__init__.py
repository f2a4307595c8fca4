"""Independent judges of what Octavo builds: `nox -s judge` installs them and runs these tests."""
