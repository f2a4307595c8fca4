"""`octavo verify`: everything made again in other surroundings, and compared byte by byte."""
